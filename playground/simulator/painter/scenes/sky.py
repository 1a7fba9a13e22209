"""Skies: the light of a scene, and what floats in it."""

import math
from itertools import pairwise

from playground.simulator.painter.colour import WHITE, Colour, mix
from playground.simulator.painter.dice import Roll, wave, wave_at
from playground.simulator.painter.paint import Linear, Point, down, glow
from playground.simulator.painter.scenes import planets
from playground.simulator.painter.shapes import Outline, ellipse, star
from playground.simulator.painter.stage import Stage


def sky(stage: Stage, horizon: float) -> None:
    stage.canvas.wash(down(0, horizon, *stage.palette.sky))


def backdrop(stage: Stage, horizon: float, place: Point) -> None:
    """The whole sky of a landscape: light, stars or clouds, sun or moon, birds."""
    sky(stage, horizon * 1.05)
    if stage.palette.dark:
        stars(stage, horizon)
    if stage.palette.name == "aurora":
        aurora(stage, horizon)
    else:
        sun(stage, place)
    if stage.detail and stage.palette.name != "aurora":
        clouds(stage, horizon * 0.8)
    if not stage.palette.dark:
        birds(stage, horizon)


def aurora(stage: Stage, horizon: float) -> None:
    """Curtains of northern light: bright along their lower edge, fading upwards."""
    tones = (stage.palette.accent, stage.palette.second, stage.palette.accent)
    for k in range(stage.count(2, 2, 3)):
        roll = stage.roll(f"aurora {k}")
        terms = wave(roll, 3, 0.55)
        base = horizon * (0.78 - 0.2 * k)
        tall = horizon * roll.uniform(0.42, 0.6)
        drift = 0.05 * math.sin(math.tau * stage.phase)
        n = max(8, int(stage.width / stage.by_detail(90, 56, 36, 30, 26)))
        low = []
        for i in range(n + 1):
            x = stage.width * i / n
            low.append((x, base + wave_at(terms, x / 1400 + drift) * horizon * 0.16))
        for (x0, y0), (x1, y1) in pairwise(low):
            light = roll.uniform(0.2, 0.62) * (0.8 if k else 1.0)
            top = tall * roll.uniform(0.7, 1.1)
            tone = tones[k]
            fade = (
                (0.0, tone, 0.0),
                (0.75, tone, light * 0.55),
                (0.96, tone, light),
                (1.0, tone, 0.0),
            )
            ray = [(x0, y0 - top), (x1, y1 - top), (x1, y1 + 12), (x0, y0 + 12)]
            y = max(y0, y1)
            stage.canvas.fill([ray], Linear((0, y - top), (0, y + 12), fade), soft=2.5)


def sun_place(stage: Stage, horizon: float) -> Point:
    """Where the sun or moon stands: on a line of thirds, a little different each draw."""
    side = stage.always("sun side").pick((0.3, 0.36, 0.64, 0.7))
    roll = stage.roll("sun")
    return (
        stage.width * roll.around(side, 0.07),
        horizon * roll.around(0.5, 0.14),
    )


def sun(stage: Stage, place: Point, radius: float | None = None) -> None:
    canvas, palette = stage.canvas, stage.palette
    radius = radius or stage.always("sun size").around(78, 16)
    if stage.brief.has("huge giant enormous big"):
        radius *= 2.1
    if stage.brief.has("planet planets saturn ringed"):
        planets.planet(stage, place, radius * 1.9)
        return
    # On a dark sky a pale glow turns grey; there it borrows the colour of the sky.
    light = mix(palette.sun, palette.sky[-1], 0.65) if palette.dark else palette.sun
    canvas.fill([ellipse(*place, radius * 9)], glow(place, radius * 9, light, 0.55))
    if stage.detail:
        canvas.fill([ellipse(*place, radius * 3)], glow(place, radius * 3, light, 0.6))
    canvas.fill([ellipse(*place, radius)], palette.sun)
    if palette.dark and stage.detail:
        _craters(stage, place, radius)


def _craters(stage: Stage, place: Point, radius: float) -> None:
    roll = stage.roll("craters")
    spots = []
    for _ in range(stage.count(0, 4, 7, 10, 14)):
        a, d = roll.random() * math.tau, math.sqrt(roll.random()) * 0.75 * radius
        r = radius * roll.uniform(0.06, 0.2)
        spots.append(ellipse(place[0] + math.cos(a) * d, place[1] + math.sin(a) * d, r))
    moon = [ellipse(*place, radius)]
    stage.canvas.fill(
        spots, mix(stage.palette.sun, stage.palette.sky[1], 0.4), 0.35, within=moon
    )


def stars(stage: Stage, bottom: float, density: float = 1.0) -> None:
    roll = stage.roll("stars")
    number = int(stage.count(26, 90, 220, 380, 600) * density * stage.width / 1000)
    groups: list[list[Outline]] = [[], [], []]
    for _ in range(number):
        x, y = roll.random() * stage.width, roll.random() ** 1.3 * bottom
        size = roll.random() ** 3 * 2.6 + 1.1
        twinkle = roll.random() * math.tau
        size *= 1 + 0.35 * math.sin(math.tau * stage.phase + twinkle)
        if size > 3.2 and stage.detail > 1:
            groups[0].append(star(x, y, size * 2.8, size * 0.5))
        else:
            groups[1 if size > 2 else 2].append(_dot(x, y, size))
    for group, alpha in zip(groups, (0.95, 0.85, 0.5), strict=True):
        if group:
            stage.canvas.fill(group, mix(WHITE, stage.palette.sun, 0.4), alpha)


def _dot(x: float, y: float, r: float) -> Outline:
    return [(x - r, y), (x, y - r), (x + r, y), (x, y + r)]


def cloud(roll: Roll, x: float, y: float, size: float) -> list[Outline]:
    """A flat-bottomed cloud of overlapping rounds, drawn in one fill."""
    parts = []
    n = 4 + int(size / 90)
    for i in range(n):
        t = (i + 0.5) / n
        r = size * (0.12 + 0.2 * math.sin(math.pi * t) * roll.uniform(0.7, 1.2))
        cx = x + (t - 0.5) * size
        parts.append(
            [(px, min(py, y)) for px, py in ellipse(cx, y - r * 0.45, r, r * 0.8)]
        )
    parts.append(
        [
            (x - size * 0.62, y),
            (x - size * 0.5, y - size * 0.05),
            (x + size * 0.5, y - size * 0.05),
            (x + size * 0.62, y),
        ]
    )
    return parts


def clouds(
    stage: Stage, bottom: float, number: int | None = None, colour: Colour | None = None
) -> None:
    roll = stage.roll("clouds")
    count = number if number is not None else stage.count(1, 3, 4, 6, 7)
    base = colour or mix(
        stage.palette.sky[-1], WHITE, 0.1 if stage.palette.dark else 0.6
    )
    for i in range(count):
        depth = roll.random()
        size = 120 + 260 * depth
        x = roll.random() * stage.width + 26 * math.sin(
            math.tau * (stage.phase + i / 7)
        )
        y = bottom * roll.uniform(0.12, 0.8)
        parts = cloud(roll, x, y, size)
        fade = down(y - size * 0.35, y + 2, base, mix(base, stage.palette.sky[1], 0.55))
        stage.canvas.fill(
            parts, fade, (0.25 if stage.palette.dark else 0.5) + 0.4 * depth
        )


def birds(stage: Stage, bottom: float) -> None:
    roll = stage.roll("birds")
    lines = []
    cx, cy = stage.width * roll.uniform(0.2, 0.8), bottom * roll.uniform(0.25, 0.7)
    for i in range(stage.count(0, 3, 6, 9, 13)):
        x, y = cx + roll.gauss(0, 70), cy + roll.gauss(0, 34)
        s = roll.uniform(7, 15)
        flap = 0.35 + 0.2 * math.sin(math.tau * stage.phase + i)
        lines.append(
            [
                (x - s, y - s * flap),
                (x - s * 0.4, y - s * 0.1),
                (x, y + s * 0.15),
                (x + s * 0.4, y - s * 0.1),
                (x + s, y - s * flap),
            ]
        )
    if lines:
        stage.canvas.stroke(
            lines, mix(stage.palette.ink, stage.palette.sky[1], 0.25), 2.6
        )


def mist(
    stage: Stage, y: float, thickness: float, colour: Colour, alpha: float = 0.5
) -> None:
    """A soft horizontal veil."""
    edge = ((0.0, colour, 0.0), (0.5, colour, alpha), (1.0, colour, 0.0))
    top, bottom = y - thickness, y + thickness
    stage.canvas.fill(
        [[(0, top), (stage.width, top), (stage.width, bottom), (0, bottom)]],
        Linear((0, top), (0, bottom), edge),
    )
