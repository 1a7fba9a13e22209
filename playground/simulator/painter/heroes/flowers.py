"""Flowers and leaves in a vase."""

import math

from playground.simulator.painter.colour import WHITE, Colour, mix, rgb
from playground.simulator.painter.dice import Roll
from playground.simulator.painter.paint import Linear, stops
from playground.simulator.painter.palettes import COLOURS, shade, tint
from playground.simulator.painter.scenes.plants import leaf
from playground.simulator.painter.scenes.solids import rounded_shade
from playground.simulator.painter.shapes import (
    blob,
    ellipse,
    placed,
    rounded,
    smooth,
    tapered,
)
from playground.simulator.painter.stage import Stage


def vase(stage: Stage, x: float, y: float, s: float) -> None:
    """Flowers and leaves in a vase."""
    canvas, palette = stage.canvas, stage.palette
    foot, rim = y + s * 0.5, y + s * 0.13
    green = mix(palette.land[2], rgb("4d8f5c"), 0.72)
    if palette.dark:
        green = mix(green, palette.land[2], 0.4)
    roll = stage.roll("bouquet")
    sway = math.sin(math.tau * stage.phase) * 0.012
    kind = stage.always("flowers").randrange(3)
    if stage.brief.has("tulip tulips"):
        kind = 0
    elif stage.brief.has("poppy poppies rose roses peony"):
        kind = 1
    elif stage.brief.has("daisy sunflower sunflowers daisies"):
        kind = 2
    leafy = stage.brief.has("plant houseplant leaf leaves monstera fern")
    heads = []
    stems = stage.count(5, 7, 9, 10, 12)
    for k in range(stems):
        t = (k + 0.5) / stems * 2 - 1
        spread = t * 0.4 + roll.around(0, 0.03)
        tip = (
            x + s * (spread + sway * (k % 3)),
            y - s * (0.44 - 0.2 * abs(t) ** 1.5 - roll.uniform(0, 0.16)),
        )
        line = smooth(
            [(x + s * t * 0.05, rim + 10), (x + s * spread * 0.45, y - s * 0.08), tip],
            8,
        )
        canvas.fill([tapered(line, s * 0.014, s * 0.009)], shade(green, 0.05))
        if k % 2 or stage.detail:
            px, py = line[len(line) // 2]
            side = 1 if t > 0 else -1
            canvas.fill(
                [
                    leaf(
                        (px, py),
                        (
                            px + side * s * roll.uniform(0.1, 0.18),
                            py - s * roll.uniform(0.02, 0.12),
                        ),
                        s * 0.06,
                        0.12 * side,
                    )
                ],
                mix(green, tint(green, 0.15), roll.random()),
            )
        heads.append((tip, t))
    for k, (tip, t) in enumerate(heads):
        if leafy:
            size = s * roll.uniform(0.2, 0.3)
            end = (tip[0] + t * size * 0.9, tip[1] - size * (0.7 - abs(t) * 0.5))
            shape = leaf(tip, end, size * 0.6, 0.1)
            canvas.fill([shape], Linear(tip, end, stops(green, tint(green, 0.16))))
            if stage.detail:
                canvas.stroke(
                    [[tip, end]], tint(green, 0.26), s * 0.005, 0.8, within=[shape]
                )
            continue
        tone = (palette.accent, palette.second, tint(palette.accent, 0.2))[k % 3]
        flower(stage, roll, tip, s * roll.uniform(0.085, 0.115), tone, kind, t)
    _pot(stage, x, rim, foot, s)


def flower(
    stage: Stage,
    roll: Roll,
    at: tuple[float, float],
    r: float,
    tone: Colour,
    kind: int,
    lean: float,
) -> None:
    canvas, palette = stage.canvas, stage.palette
    x, y = at
    turn = lean * 40 + roll.around(0, 8)
    if kind == 0:
        cup = smooth(
            [
                (0, 0.6),
                (0.72, 0.2),
                (0.66, -0.7),
                (0.3, -0.3),
                (0, -0.95),
                (-0.3, -0.3),
                (-0.66, -0.7),
                (-0.72, 0.2),
            ],
            6,
            closed=True,
        )
        outline = [placed(cup, x, y, r, turn)]
        canvas.fill(
            outline,
            Linear(
                (x, y - r), (x, y + r), stops(tint(tone, 0.16), tone, shade(tone, 0.08))
            ),
        )
        if stage.detail:
            petal = smooth(
                [(0, 0.55), (0.36, 0.1), (0, -0.8), (-0.36, 0.1)], 6, closed=True
            )
            canvas.fill([placed(petal, x, y, r, turn)], tint(tone, 0.12), 0.9)
        return
    petals = 6 if kind == 1 else 12
    wide, reach = (0.62, 0.62) if kind == 1 else (0.24, 0.78)
    shapes = [
        placed(
            placed(
                ellipse(reach, 0, 0.62 if kind == 1 else 0.5, wide * 0.62),
                0,
                0,
                1,
                360 * k / petals + turn,
            ),
            x,
            y,
            r * 0.8,
        )
        for k in range(petals)
    ]
    shadow = shade(tone, 0.1)
    for k, shape in enumerate(shapes):
        canvas.fill([shape], tone if k % 2 else mix(tone, shadow, 0.5))
    if kind == 1:
        canvas.fill([blob(roll, x, y, r * 0.5, r * 0.5, 0.12)], tint(tone, 0.1))
    canvas.fill(
        [ellipse(x, y, r * (0.2 if kind == 1 else 0.32))],
        palette.ink if kind == 1 else mix(palette.sun, palette.second, 0.7),
    )
    if stage.detail > 1:
        dots = [
            ellipse(x + math.cos(a) * r * 0.34, y + math.sin(a) * r * 0.34, r * 0.035)
            for a in (math.tau * k / 10 for k in range(10))
        ]
        canvas.fill(dots, mix(palette.sun, palette.ink, 0.2 if kind == 1 else 0.5))


def _pot(stage: Stage, x: float, rim: float, foot: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    colour = (
        mix(palette.land[2], palette.paper, 0.06)
        if not palette.dark
        else mix(palette.land[0], palette.accent, 0.2)
    )
    named = stage.brief.colour_of("vase pot jug")
    if named:
        colour = rgb(COLOURS[named])
    kind = stage.always("pot").randrange(3)
    if kind == 0:
        line = [(0.075, 0), (0.06, 0.16), (0.2, 0.5), (0.19, 0.8), (0.1, 1.0)]
    elif kind == 1:
        line = [(0.13, 0), (0.115, 0.1), (0.17, 0.4), (0.15, 0.75), (0.11, 1.0)]
    else:
        line = [(0.12, 0), (0.145, 0.3), (0.16, 0.65), (0.15, 0.95), (0.14, 1.0)]
    tall = foot - rim
    right = smooth([(x + s * a, rim + tall * b) for a, b in line], 8)
    left = smooth([(x - s * a, rim + tall * b) for a, b in line], 8)
    outline = [[*left, *right[::-1]]]
    wide = s * max(a for a, _ in line)
    canvas.fill(
        outline,
        Linear(
            (x - wide, 0),
            (x + wide, 0),
            stops(tint(colour, 0.18), colour, shade(colour, 0.14)),
        ),
    )
    if stage.detail:
        yy = rim + tall * 0.48
        waves = [
            [
                (x - wide + 2 * wide * i / 24, yy + d + s * 0.012 * math.sin(i * 1.1))
                for i in range(25)
            ]
            for d in (0, s * 0.035)
        ]
        canvas.stroke(waves, palette.paper, s * 0.01, 0.75, within=outline)
    rounded_shade(stage, outline, colour, 0.7)
    canvas.fill(
        [
            rounded(
                x - wide * 0.72, rim + tall * 0.34, x - wide * 0.6, rim + tall * 0.8, 6
            )
        ],
        WHITE,
        0.28,
    )
