"""Plain surroundings in which a hero is at home."""

import math

from playground.simulator.painter.colour import WHITE, mix, rgb
from playground.simulator.painter.heroes import Hero
from playground.simulator.painter.paint import Linear, down, glow
from playground.simulator.painter.palettes import shade
from playground.simulator.painter.scenes import (
    sky,
)
from playground.simulator.painter.scenes.mountains import ridge_line
from playground.simulator.painter.scenes.solids import contact_shadow
from playground.simulator.painter.shapes import (
    Outline,
    box,
    ellipse,
    rounded,
    smooth,
    tapered,
)
from playground.simulator.painter.stage import Stage


def under_water(stage: Stage) -> None:
    """Light from above, weeds below."""
    canvas, palette, w, h = stage.canvas, stage.palette, stage.width, stage.height
    canvas.wash(down(0, h, palette.sky[1], palette.land[1], palette.land[3]))
    roll = stage.roll("rays")
    for _ in range(stage.count(2, 4, 6, 8, 9)):
        x, lean = w * roll.random(), roll.uniform(-160, 160)
        half = roll.uniform(20, 70)
        ray = [
            (x - half, -10),
            (x + half, -10),
            (x + lean + half * 2, h * 0.8),
            (x + lean - half * 2, h * 0.8),
        ]
        fade = ((0.0, palette.sun, 0.3), (1.0, palette.sun, 0.0))
        canvas.fill([ray], Linear((0, 0), (0, h * 0.8), fade), soft=8)
    sand = ridge_line(stage, "sea bed", h * 0.9, 30, 0.5)
    canvas.ground(
        sand,
        down(h * 0.86, h, mix(palette.horizon, palette.land[2], 0.45), palette.land[3]),
    )
    weeds: list[list[Outline]] = [[], []]
    for k in range(int(w / 1000 * stage.by_detail(8, 14, 26, 36, 48))):
        x, y = roll.pick(sand)
        tall, sway = roll.uniform(60, 260), 14 * math.sin(math.tau * stage.phase + k)
        stem = smooth(
            [
                (x, y + 20),
                (x + 16, y - tall * 0.35),
                (x - 12 + sway * 0.5, y - tall * 0.7),
                (x + sway, y - tall),
            ],
            6,
        )
        weeds[k % 2].append(tapered(stem, 20, 4))
    canvas.fill(weeds[0], mix(palette.land[3], rgb("2f8f6a"), 0.5))
    canvas.fill(weeds[1], mix(palette.land[4], palette.accent, 0.3))


def open_sky(stage: Stage) -> None:
    """High above a few soft hills, among clouds."""
    w, h = stage.width, stage.height
    sky.sky(stage, h)
    if stage.palette.dark:
        sky.stars(stage, h)
    sky.sun(
        stage,
        (
            w
            * stage.roll("sun").around(
                stage.always("sun side").pick((0.24, 0.76)), 0.06
            ),
            h * 0.24,
        ),
        92,
    )
    sky.clouds(stage, h * 0.9, stage.count(2, 4, 6, 8, 9))
    count = stage.count(1, 2, 3, 4, 4)
    for i in range(count):
        near = i / max(1, count - 1)
        level = h * (0.8 + 0.12 * near)
        ridge = ridge_line(stage, f"below {near:.2f}", level, 52, near)
        colour = mix(stage.palette.land[0], stage.palette.land[2], near)
        stage.canvas.ground(
            ridge, down(level - 50, h, mix(colour, stage.palette.horizon, 0.2), colour)
        )


def countryside(stage: Stage) -> None:
    h = stage.height
    horizon = h * 0.6
    sky.backdrop(stage, horizon, sky.sun_place(stage, horizon))
    count = stage.count(2, 3, 4, 4, 5)
    for i in range(count):
        near = i / (count - 1)
        level = horizon + (h * 0.78 - horizon) * near
        colour = mix(stage.palette.land[0], stage.palette.land[2], near)
        ridge = ridge_line(stage, f"fields {near:.2f}", level, 44 * (1.2 - near), near)
        stage.canvas.ground(
            ridge,
            down(
                level - 40,
                h,
                mix(colour, stage.palette.horizon, 0.1),
                shade(colour, 0.04),
            ),
        )


def near_grass(stage: Stage) -> None:
    w, h = stage.width, stage.height
    roll = stage.roll("near grass")
    colour = shade(stage.palette.land[3], 0.02)
    ridge = ridge_line(stage, "near grass", h * 0.9, 18, 1.0)
    stage.canvas.ground(ridge, down(h * 0.87, h, stage.palette.land[2], colour))
    blades, buds = [], []
    for _ in range(int(w / 1000 * stage.by_detail(0, 90, 220, 340, 500))):
        x, y = roll.pick(ridge)
        x, y = x + roll.around(0, 8), y + roll.random() * h * 0.1
        size = roll.uniform(12, 40)
        sway = roll.around(0, 10) + 3 * math.sin(math.tau * stage.phase + x / 90)
        blades.append([(x - 2.4, y + 2), (x + sway, y - size), (x + 2.4, y + 2)])
        if roll.chance(0.08):
            buds.append(ellipse(x + sway, y - size, 5, 5))
    stage.canvas.fill(blades, colour)
    stage.canvas.fill(buds, mix(stage.palette.second, WHITE, 0.2))


def studio(stage: Stage, hero: Hero, name: str, x: float) -> None:
    """A calm wall and a table, a round light behind the hero."""
    canvas, palette = stage.canvas, stage.palette
    w, h = stage.width, stage.height
    side = min(w, h)
    table = h / 2 + side * 0.34
    wall = mix(palette.sky[-2], palette.paper, 0.3)
    canvas.wash(
        down(
            0,
            table,
            mix(wall, palette.land[0], 0.3),
            wall,
            mix(wall, palette.paper, 0.45),
        )
    )
    size = side * 0.7
    disc = stage.always("disc").randrange(3)
    shape = ellipse(w / 2, h * 0.46, side * 0.37)
    if disc == 1:
        shape = rounded(
            w / 2 - side * 0.3,
            h * 0.5 - side * 0.42,
            w / 2 + side * 0.3,
            table + 40,
            side * 0.3,
        )
    tone = (
        mix(palette.second, palette.horizon, 0.55)
        if disc == 2
        else mix(palette.land[0], palette.horizon, 0.35)
    )
    canvas.fill([shape], down(h * 0.1, table, tone, mix(tone, palette.horizon, 0.6)))
    if stage.detail > 1:
        _window_light(stage)
    if name == "portrait":
        hero.draw(stage, x, h - side * 0.43, side * 0.86)
        return
    top = mix(palette.land[0], palette.land[1], 0.4)
    canvas.fill(
        [box(0, table, w, h + 2)], down(table, h, mix(top, palette.horizon, 0.25), top)
    )
    canvas.fill([box(0, table, w, table + 5)], mix(top, WHITE, 0.35), 0.6)
    foot = table + side * 0.07
    if name != "bird":
        contact_shadow(stage, x, foot, size * 0.36)
        hero.draw(stage, x, foot - size / 2, size)
    else:
        hero.draw(stage, x, h * 0.46, size * 0.8)


def _window_light(stage: Stage) -> None:
    """Sun through a window, as slanted panes on the wall."""
    w, h = stage.width, stage.height
    side = min(w, h)
    roll = stage.roll("window")
    x, y = (
        w * stage.always("window side").pick((0.12, 0.62)) + roll.around(0, 40),
        h * 0.08,
    )
    lean = side * 0.12
    panes = []
    for row in range(3):
        for column in range(2):
            left, top = x + column * side * 0.15 - row * lean, y + row * side * 0.15
            panes.append(
                [
                    (left, top),
                    (left + side * 0.135, top - side * 0.02),
                    (left + side * 0.135 - lean, top + side * 0.12),
                    (left - lean, top + side * 0.14),
                ]
            )
    stage.canvas.fill(panes, stage.palette.sun, 0.3, soft=3)
    light = (x, y - side * 0.1)
    reach = side * 0.8
    stage.canvas.fill(
        [ellipse(*light, reach)], glow(light, reach, stage.palette.sun, 0.3)
    )
