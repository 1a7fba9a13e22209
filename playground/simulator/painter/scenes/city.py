"""A city: towers behind towers, windows, a great sun or moon, water or trees in front."""

import math

from playground.simulator.painter.colour import WHITE, Colour, mix, rgb
from playground.simulator.painter.dice import Roll
from playground.simulator.painter.paint import down
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes import plants, sky, street
from playground.simulator.painter.shapes import Outline, box, ellipse
from playground.simulator.painter.stage import Stage


def draw(stage: Stage) -> None:
    if stage.brief.has("street shop shops alley cafe café bakery storefront townhouse"):
        street.draw(stage)
        return
    h = stage.height
    water = stage.brief.has(
        "river bay harbour harbor water reflection"
    ) or stage.always("water").chance(0.5)
    base = h * (0.78 if water else 0.9)
    place = (
        stage.width
        * stage.roll("sun").around(
            stage.always("sun side").pick((0.34, 0.5, 0.66)), 0.06
        ),
        base * stage.roll("sun height").uniform(0.36, 0.52),
    )
    sky.sky(stage, base)
    if stage.palette.dark:
        sky.stars(stage, base * 0.7, 0.6)
    sky.sun(stage, place, stage.always("sun size").uniform(110, 160))
    if stage.detail:
        sky.clouds(stage, base * 0.7)
    layers = stage.count(2, 3, 4, 4, 5)
    for i in range(layers):
        near = i / (layers - 1)
        _row(stage, base, near)
        if near < 1 and stage.detail:
            sky.mist(stage, base - 30, 190, stage.palette.horizon, 0.34 * (1 - near))
    if water:
        _river(stage, base, place[0])
    else:
        _park(stage, base)


def _row(stage: Stage, base: float, near: float) -> None:
    roll = stage.roll(f"towers {near:.2f}")
    palette = stage.palette
    colour = mix(
        mix(palette.land[0], palette.horizon, 0.3), palette.land[4], near * 0.92
    )
    x = -roll.uniform(0, 60)
    bodies: list[Outline] = []
    tops: list[Outline] = []
    wires: list[Outline] = []
    towers: list[tuple[float, float, float]] = []
    centre = stage.width * stage.always("downtown").uniform(0.35, 0.65)
    while x < stage.width:
        wide = roll.uniform(52, 104) * (0.8 + 0.5 * near)
        bump = math.exp(-(((x - centre) / (stage.width * 0.3)) ** 2))
        tall = (
            base
            * (0.16 + roll.random() * 0.2 + bump * roll.uniform(0.1, 0.34))
            * (1.15 - 0.42 * near)
        )
        bodies.append(box(x, base - tall, x + wide, base + 40))
        _roof(roll, x, base - tall, wide, tops, wires)
        towers.append((x, base - tall, wide))
        x += wide + (roll.uniform(2, 26) if roll.chance(0.4) else 0)
    top = min(t for _, t, _ in towers)
    body = down(
        top, base, tint(colour, 0.03), mix(colour, palette.horizon, 0.42 * (1 - near))
    )
    stage.canvas.fill([*bodies, *tops], body)
    if stage.detail:
        stage.canvas.stroke(wires, colour, 2.2)
        sides = [box(x + w * 0.66, t, x + w, base + 40) for x, t, w in towers]
        stage.canvas.fill(sides, shade(colour, 0.08), 0.34 + 0.2 * near)
    _windows(stage, roll, towers, base, near, colour)


def _roof(
    roll: Roll,
    x: float,
    y: float,
    wide: float,
    tops: list[Outline],
    wires: list[Outline],
) -> None:
    kind = roll.randrange(7)
    mid = x + wide / 2
    if kind == 0:
        tops.append([(x, y), (mid, y - wide * 0.7), (x + wide, y)])
    elif kind == 1:
        tops.append(box(x + wide * 0.16, y - 22, x + wide * 0.84, y + 1))
        tops.append(box(x + wide * 0.32, y - 44, x + wide * 0.68, y - 21))
        wires.append([(mid, y - 44), (mid, y - 104)])
    elif kind == 2:
        tops.append([(x, y), (x + wide, y - wide * 0.45), (x + wide, y)])
    elif kind == 3:
        tops.append(ellipse(mid, y, wide / 2, wide * 0.42, 180, 360))
    elif kind == 4:
        tops.append(box(x + wide * 0.55, y - 26, x + wide * 0.85, y + 1))
        wires.append([(x + wide * 0.25, y), (x + wide * 0.25, y - 46)])


def _windows(
    stage: Stage,
    roll: Roll,
    towers: list[tuple[float, float, float]],
    base: float,
    near: float,
    colour: Colour,
) -> None:
    if stage.detail == 0 and near < 1:
        return
    palette = stage.palette
    lit: list[Outline] = []
    unlit: list[Outline] = []
    glowing = (
        0.42 if palette.dark or palette.name in ("sunset", "dusk", "neon") else 0.12
    )
    step = stage.by_detail(46, 30, 21, 18, 16) * (0.75 + 0.35 * near)
    for x, top, wide in towers:
        columns = max(1, int((wide - 10) / step))
        gap = (wide - 8) / columns
        rows = int((base - top - 16) / (step * 1.25))
        banded = roll.chance(0.25)
        for r in range(min(rows, 60)):
            y = top + 14 + r * step * 1.25
            if banded:
                unlit.append(box(x + 6, y, x + wide - 6, y + step * 0.4))
                continue
            for c in range(columns):
                wx = x + 4 + gap * (c + 0.24)
                pane = box(wx, y, wx + gap * 0.52, y + step * 0.66)
                if roll.random() < glowing:
                    lit.append(pane)
                elif roll.random() < 0.72:
                    unlit.append(pane)
    warm = mix(rgb("ffdf9a"), palette.sun, 0.35)
    if palette.name == "neon":
        warm = palette.accent
    stage.canvas.fill(
        unlit,
        mix(colour, palette.sky[1], 0.34) if palette.dark else tint(colour, 0.12),
        0.3 + 0.2 * near,
    )
    stage.canvas.fill(lit, warm, 0.55 + 0.4 * near)
    if palette.name == "neon":
        stage.canvas.fill(lit[::5], palette.sun, 0.9)


def _river(stage: Stage, base: float, sun_x: float) -> None:
    palette, h = stage.palette, stage.height
    deep = mix(palette.land[3], palette.sky[0], 0.4)
    stage.canvas.ground(
        [(0, base), (stage.width, base)],
        down(base, h, mix(palette.horizon, palette.land[2], 0.45), deep),
    )
    roll = stage.roll("ripples")
    soft: list[Outline] = []
    bright: list[Outline] = []
    for _ in range(stage.count(14, 50, 120, 180, 260)):
        t = roll.random()
        y = base + 5 + (h - base) * t
        at_sun = roll.chance(0.4)
        x = roll.gauss(sun_x, 70 + 50 * t) if at_sun else roll.random() * stage.width
        x += 8 * math.sin(math.tau * (stage.phase + t))
        half = roll.uniform(12, 56) * (0.5 + t)
        (bright if at_sun else soft).append(
            [(x - half, y), (x, y - 1.8 - t), (x + half, y), (x, y + 1.8 + t)]
        )
    stage.canvas.fill(soft, mix(palette.land[1], palette.horizon, 0.3), 0.28)
    stage.canvas.fill(bright, mix(palette.sun, palette.horizon, 0.25), 0.6)
    stage.canvas.fill([box(0, base - 4, stage.width, base + 5)], palette.land[4], 0.8)


def _park(stage: Stage, base: float) -> None:
    """Trees along the foot of the towers."""
    palette, h = stage.palette, stage.height
    colour = mix(palette.land[4], rgb("2f6b55"), 0.12)
    stage.canvas.ground(
        [(0, base), (stage.width, base)],
        down(base, h, shade(colour, 0.02), shade(colour, 0.08)),
    )
    roll = stage.roll("park")
    if stage.detail == 0:
        return
    for _ in range(int(stage.width / 1000 * stage.by_detail(0, 7, 12, 15, 18))):
        x = roll.random() * stage.width
        plants.round_tree(
            stage,
            roll,
            (x, base + roll.uniform(4, 46)),
            roll.uniform(90, 150),
            mix(colour, WHITE, 0.06),
        )
