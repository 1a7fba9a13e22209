"""Puts a picture together: surroundings, hero, weather, in that order."""

import math
from dataclasses import replace

from playground.simulator.painter.brief import Brief
from playground.simulator.painter.colour import WHITE, mix, rgb
from playground.simulator.painter.heroes import HEROES, Hero
from playground.simulator.painter.paint import down, glow
from playground.simulator.painter.palettes import shade
from playground.simulator.painter.scenes import (
    SCENES,
    plants,
    poster,
    scene_for,
    sea,
    sky,
)
from playground.simulator.painter.scenes.mountains import ridge_line
from playground.simulator.painter.scenes.solids import contact_shadow
from playground.simulator.painter.shapes import Outline, box, ellipse, rounded
from playground.simulator.painter.stage import Stage

FREE = ("abstract", "space", "isometric")
"""Scenes that leave their ground away by themselves."""


def plan(brief: Brief) -> tuple[str, str]:
    """The hero and the surroundings that the words ask for; either may be empty."""
    subjects = brief.subjects
    if "isometric" in brief.styles:
        return "", "isometric"
    if brief.has("abstract bauhaus pattern"):
        return "", "abstract"
    hero = next((s for s in subjects if s in HEROES), "")
    scenes = [s for s in subjects if s in SCENES]
    if scenes[:1] == ["space"] and len(scenes) > 1 and scenes[1] != "abstract":
        # A planet over the sea: the landscape is the scene, its sky holds the planet.
        scenes = scenes[1:]
    return hero, scenes[0] if scenes else ""


def suited_palettes(brief: Brief) -> tuple[str, ...]:
    hero, scene = plan(brief)
    if scene:
        return scene_for(scene)[1]
    return HEROES[hero].palettes if hero else scene_for("fallback")[1]


def cuts_itself(brief: Brief) -> bool:
    """Whether the picture has a subject that stands free, without its surroundings."""
    hero, scene = plan(brief)
    return bool(hero) or scene in FREE or "icon" in brief.subjects or not scene


def vignette(stage: Stage) -> Outline:
    """The shape that a landscape is cut to where the background is to be clear."""
    w, h = stage.width, stage.height
    side = min(w, h)
    kind = stage.always("vignette").randrange(3)
    if kind == 0 and 0.8 < w / h < 1.25:
        return ellipse(w / 2, h / 2, side * 0.47)
    if kind == 1 and w <= h:
        left, right = w / 2 - side * 0.45, w / 2 + side * 0.45
        top, low = max(h * 0.03, h / 2 - side * 0.7), min(h * 0.97, h / 2 + side * 0.7)
        return [
            *ellipse(w / 2, top + side * 0.45, side * 0.45, None, 180, 360),
            (right, low),
            (left, low),
        ]
    edge = side * 0.035
    return rounded(edge, edge, w - edge, h - edge, side * 0.16)


def compose(stage: Stage) -> None:
    hero, scene = plan(stage.brief)
    if "icon" in stage.brief.subjects:
        _icon(stage, hero)
        return
    if stage.cutout and hero:
        side = min(stage.width, stage.height)
        HEROES[hero].draw(stage, stage.width / 2, stage.height / 2, side * 0.8)
        return
    if scene:
        scene_for(scene)[0](stage)
        if hero:
            _join(stage, HEROES[hero], scene)
        elif scene == "sea":
            sea.front(stage)
    elif hero:
        _at_home(stage, HEROES[hero], hero)
    else:
        scene_for("fallback")[0](stage)
    weather(stage)
    if "poster" in stage.brief.subjects and not stage.cutout:
        poster.frame(stage)


def _icon(stage: Stage, hero: str) -> None:
    x, y = stage.width / 2, stage.height / 2
    size = min(stage.width, stage.height) * (0.88 if stage.cutout else 0.62)
    if not stage.cutout:
        poster.ground(stage)
    poster.tile(stage, x, y, size)
    if hero:
        HEROES[hero].draw(replace(stage, cutout=True), x, y, size * 0.62)
    else:
        poster.glyph(stage, x, y, size * 0.6)


def _join(stage: Stage, hero: Hero, scene: str) -> None:
    """The hero in someone else's scene: smaller, on a line of thirds."""
    roll = stage.roll("hero place")
    w, h = stage.width, stage.height
    side = stage.always("hero side").pick((0.33, 0.5, 0.66))
    x = w * roll.around(side, 0.05)
    if hero.home == "air":
        hero.draw(stage, x, h * roll.around(0.3, 0.05), 330)
    elif hero.home == "water":
        level = sea.horizon(stage) if scene == "sea" else h * 0.72
        # A whale swims, the others float.
        low = 0.42 if hero is HEROES["whale"] else 0.3
        hero.draw(stage, x, level + (h - level) * low - 110, 340)
        if scene == "sea":
            sea.front(stage)
    else:
        size = min(520.0, h * 0.5)
        contact_shadow(stage, x, h * 0.94, size * 0.3)
        hero.draw(stage, x, h * 0.94 - size / 2, size)


def _at_home(stage: Stage, hero: Hero, name: str) -> None:
    w, h = stage.width, stage.height
    roll = stage.roll("hero place")
    x = w / 2 + roll.around(0, w * 0.03)
    if hero.home == "air":
        _open_sky(stage)
        if name == "balloon":
            for k in range(stage.count(1, 2, 3, 4, 5)):
                hero.draw(
                    stage,
                    w * roll.random(),
                    h * roll.uniform(0.1, 0.6),
                    roll.uniform(60, 170) / (1 + k * 0.1),
                )
        hero.draw(stage, x, h * roll.around(0.44, 0.04), 520)
    elif hero.home == "water":
        sea.draw(stage)
        level = sea.horizon(stage)
        size = 560.0
        low = 0.4 if name != "whale" else 0.62
        place = w * roll.around(stage.always("hero side").pick((0.38, 0.5, 0.62)), 0.03)
        hero.draw(stage, place, level + (h - level) * low - size * 0.36, size)
        sea.front(stage)
    elif hero.home == "ground":
        _countryside(stage)
        hero.draw(stage, x, h * 0.58, 560)
        _near_grass(stage)
    elif hero.home == "plate":
        paper = mix(stage.palette.paper, stage.palette.sun, 0.4)
        stage.canvas.wash(down(0, h, paper, shade(paper, 0.02)))
        hero.draw(stage, x, h / 2, min(w, h) * 0.92)
    elif stage.brief.has("leaves leaf meadow grass garden park snow outdoors"):
        _countryside(stage)
        _near_grass(stage)
        contact_shadow(stage, x, h * 0.9, 230)
        hero.draw(stage, x, h * 0.9 - 290, 600)
        fallen_leaves(stage)
    else:
        _studio(stage, hero, name, x)


def _open_sky(stage: Stage) -> None:
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


def _countryside(stage: Stage) -> None:
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


def _near_grass(stage: Stage) -> None:
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


def fallen_leaves(stage: Stage) -> None:
    """Autumn on the ground, in front of whoever is there."""
    if not stage.brief.has("autumn leaves fall"):
        return
    roll = stage.roll("fallen leaves")
    w, h = stage.width, stage.height
    tones = [rgb(c) for c in ("d9652b", "e8a23a", "b93e2c", "c98a3a", "8f3b2c")]
    groups: list[list[Outline]] = [[] for _ in tones]
    for _ in range(int(w / 1000 * stage.by_detail(26, 60, 110, 160, 220))):
        x, y = roll.random() * w, h * (0.9 + 0.1 * roll.random() ** 0.8)
        size, angle = roll.uniform(20, 46), roll.random() * math.tau
        tip = (x + math.cos(angle) * size, y + math.sin(angle) * size * 0.6)
        roll.pick(groups).append(
            plants.leaf((x, y), tip, size * 0.5, roll.around(0, 0.2))
        )
    for group, tone in zip(groups, tones, strict=True):
        stage.canvas.fill(
            group, mix(tone, stage.palette.land[3], 0.45 if stage.palette.dark else 0.0)
        )


def _studio(stage: Stage, hero: Hero, name: str, x: float) -> None:
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


def weather(stage: Stage) -> None:
    if stage.cutout:
        return
    roll = stage.roll("weather")
    w, h = stage.width, stage.height
    if "fog" in stage.brief.weather:
        for k in range(3):
            sky.mist(stage, h * (0.5 + 0.17 * k), h * 0.2, stage.palette.horizon, 0.55)
    if "rain" in stage.brief.weather:
        drops = []
        for _ in range(int(w / 1000 * stage.by_detail(50, 130, 240, 340, 460))):
            x, y = roll.random() * w * 1.1, (roll.random() + stage.phase) % 1.0 * h
            size = roll.uniform(16, 52)
            drops.append([(x, y), (x - size * 0.22, y + size)])
        stage.canvas.stroke(drops, mix(WHITE, stage.palette.sky[1], 0.3), 1.8, 0.42)
    if "snow" in stage.brief.weather:
        flakes = []
        for _ in range(int(w / 1000 * stage.by_detail(50, 110, 200, 280, 380))):
            x = roll.random() * w + 12 * math.sin(math.tau * stage.phase)
            y = (roll.random() + stage.phase * 0.5) % 1.0 * h
            flakes.append(ellipse(x, y, 1.4 + 5.0 * roll.random() ** 3))
        stage.canvas.fill(flakes, WHITE, 0.85)
