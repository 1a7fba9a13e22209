"""Trees and plants that stand in several scenes."""

import math

from playground.simulator.painter.colour import Colour, mix, rgb
from playground.simulator.painter.dice import Roll
from playground.simulator.painter.paint import Linear, Point, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.solids import rounded_shade
from playground.simulator.painter.shapes import Outline, blob, smooth, tapered
from playground.simulator.painter.stage import Stage


def leaf(base: Point, tip: Point, width: float, bend: float = 0.0) -> Outline:
    """A pointed leaf from base to tip; `bend` bows it sideways."""
    dx, dy = tip[0] - base[0], tip[1] - base[1]
    nx, ny = -dy, dx
    length = math.hypot(dx, dy) or 1

    def at(t: float, side: float) -> Point:
        bow = bend * math.sin(math.pi * t)
        half = side * width / length * math.sin(math.pi * t**0.8)
        return (
            base[0] + dx * t + nx * (bow + half),
            base[1] + dy * t + ny * (bow + half),
        )

    steps = [i / 10 for i in range(11)]
    return [at(t, 0.5) for t in steps] + [at(t, -0.5) for t in reversed(steps)]


def palm(stage: Stage, roll: Roll, foot: Point, height: float, lean: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    dark = mix(palette.land[3], rgb("1f5a4c"), 0.45)
    bark = mix(palette.ink, rgb("9a6b4a"), 0.5 if not palette.dark else 0.25)
    x, y = foot
    top = (x + lean * height * 0.3, y - height)
    trunk = smooth(
        [
            foot,
            (x + lean * height * 0.04, y - height * 0.4),
            (x + lean * height * 0.16, y - height * 0.78),
            top,
        ],
        8,
    )
    canvas.fill(
        [tapered(trunk, height * 0.06, height * 0.03)],
        Linear(
            (x - 20, 0), (x + 30 + lean * 60, 0), stops(tint(bark), bark, shade(bark))
        ),
    )
    sway = 4 * math.sin(math.tau * stage.phase)
    fronds = 9
    for i in range(fronds):
        angle = math.radians(-205 + 230 * i / (fronds - 1) + roll.around(0, 6) + sway)
        reach = height * roll.uniform(0.42, 0.54)
        tip = (
            top[0] + math.cos(angle) * reach,
            top[1] + math.sin(angle) * reach * 0.75 + reach * 0.26,
        )
        side = 0.2 if math.cos(angle) < 0 else -0.2
        colour = mix(dark, tint(dark, 0.16), roll.random())
        shape = leaf(top, tip, reach * 0.3, side)
        canvas.fill([shape], colour)
        if stage.detail > 1:
            cuts = _frond_cuts(top, tip, side)
            canvas.stroke(cuts, shade(dark, 0.1), 2.0, 0.5, within=[shape])
    nuts = [blob(roll, top[0] + dx, top[1] + 9, 10, 10, 0.05) for dx in (-9, 8)]
    canvas.fill(nuts, shade(bark, 0.06))


def _frond_cuts(top: Point, tip: Point, bend: float) -> list[Outline]:
    dx, dy = tip[0] - top[0], tip[1] - top[1]
    lines: list[Outline] = []
    for i in range(2, 10):
        t = i / 10
        bow = bend * math.sin(math.pi * t)
        x, y = top[0] + dx * t - dy * bow, top[1] + dy * t + dx * bow
        for side in (0.16, -0.16):
            lines.append([(x, y), (x + dx * 0.1 - dy * side, y + dy * 0.1 + dx * side)])
    return lines


def round_tree(
    stage: Stage, roll: Roll, foot: Point, height: float, colour: Colour
) -> None:
    """A leafy tree: trunk, a crown of overlapping masses, light from one side."""
    canvas = stage.canvas
    x, y = foot
    bark = mix(stage.palette.ink, rgb("8a6248"), 0.35)
    crown_y = y - height * 0.64
    trunk = [
        (x, y),
        (x + roll.around(0, 6), y - height * 0.3),
        (x + roll.around(0, 8), crown_y),
    ]
    canvas.fill([tapered(trunk, height * 0.075, height * 0.035)], bark)
    if stage.detail > 1:
        for side in (-1, 1):
            branch = [
                (x, y - height * 0.34),
                (x + side * height * 0.13, y - height * 0.52),
            ]
            canvas.fill([tapered(branch, height * 0.03, height * 0.012)], bark)
    r = height * 0.3
    masses: list[Outline] = [blob(roll, x, crown_y, r, r * 1.12, 0.1)]
    for i in range(stage.count(0, 3, 5, 6, 7)):
        a = math.tau * i / 6 + roll.random()
        masses.append(
            blob(
                roll,
                x + math.cos(a) * r * 0.6,
                crown_y + math.sin(a) * r * 0.6,
                r * 0.58,
                r * 0.55,
                0.12,
            )
        )
    canvas.fill(
        masses,
        Linear(
            (x - r, crown_y - r),
            (x + r, crown_y + r),
            stops(tint(colour, 0.12), colour, shade(colour, 0.1)),
        ),
    )
    rounded_shade(stage, masses, colour, 0.6)
    if stage.detail > 1:
        dabs = []
        for _ in range(stage.count(0, 0, 26, 44, 80)):
            a, d = roll.random() * math.tau, math.sqrt(roll.random()) * r * 0.95
            dabs.append(
                blob(
                    roll,
                    x - r * 0.15 + math.cos(a) * d,
                    crown_y - r * 0.15 + math.sin(a) * d,
                    r * 0.06,
                    r * 0.045,
                    0.2,
                )
            )
        canvas.fill(dabs, tint(colour, 0.22), 0.5, within=masses)
