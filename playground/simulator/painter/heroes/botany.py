"""A botanical plate: one branch with its leaves and fruit."""

import math

from playground.simulator.painter.colour import mix, rgb
from playground.simulator.painter.paint import along, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.plants import leaf
from playground.simulator.painter.scenes.solids import sphere
from playground.simulator.painter.shapes import Outline, ellipse, smooth, tapered
from playground.simulator.painter.stage import Stage

FRUITS = (
    ("fig figs", "6b4a7d"),
    ("olive olives", "7d8248"),
    ("lemon lemons", "f2cb45"),
    ("orange oranges", "ee8a33"),
    ("cherry cherries", "c02f3d"),
    ("berry berries", "a8324e"),
    ("apple apples", "cf4538"),
    ("plum plums", "4f4a8a"),
)


def branch(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    green = mix(palette.land[2], rgb("5a8f56"), 0.62)
    bark = mix(palette.ink, rgb("8a6a4c"), 0.6)
    sway = 0.01 * math.sin(math.tau * stage.phase)
    tall = min(s * 1.02, stage.height * 0.72)
    spine = smooth(
        [
            (x + s * 0.16, y + tall * 0.5),
            (x + s * 0.02, y + tall * 0.22),
            (x - s * 0.03, y - tall * 0.08),
            (x + s * (0.08 + sway), y - tall * 0.34),
            (x + s * (0.02 + sway * 2), y - tall * 0.48),
        ],
        12,
    )
    canvas.fill([tapered(spine, s * 0.03, s * 0.008)], bark)
    fruit = next((rgb(code) for words, code in FRUITS if stage.brief.has(words)), None)
    nodes = stage.count(7, 9, 12, 14, 16)
    for k in range(nodes):
        roll = stage.roll(f"node {k}")
        t = (k + 0.6) / nodes
        foot = spine[min(len(spine) - 1, int(t * len(spine)))]
        side = 1 if k % 2 else -1
        if fruit and k % 4 == 1:
            _fruit(stage, foot, side, s, fruit, bark)
        size = s * roll.uniform(0.24, 0.34) * (1.1 - 0.5 * t)
        angle = math.radians(-90 + side * (74 - 42 * t) + roll.around(0, 9))
        stalk = (
            foot[0] + math.cos(angle) * size * 0.16,
            foot[1] + math.sin(angle) * size * 0.16,
        )
        tip = (
            foot[0] + math.cos(angle) * size * 1.15,
            foot[1] + math.sin(angle) * size * 1.15,
        )
        canvas.stroke([[foot, stalk]], bark, s * 0.007)
        _leaf(stage, stalk, tip, mix(green, tint(green, 0.2), roll.random()), side)
    tip = spine[-1]
    _leaf(stage, tip, (tip[0] + s * 0.02, tip[1] - s * 0.2), tint(green, 0.1), 1)


def _leaf(
    stage: Stage,
    base: tuple[float, float],
    tip: tuple[float, float],
    colour: tuple[int, int, int],
    side: int,
) -> None:
    length = math.hypot(tip[0] - base[0], tip[1] - base[1])
    shape = leaf(base, tip, length * 0.46, 0.1 * side)
    half = leaf(base, tip, length * 0.46, 0.1 * side)[: len(shape) // 2]
    canvas = stage.canvas
    canvas.fill(
        [shape],
        along([base, tip], stops(shade(colour, 0.04), colour, tint(colour, 0.08))),
    )
    if stage.detail:
        middle = [
            (b[0] + (t[0] - b[0]) * 0.5, b[1] + (t[1] - b[1]) * 0.5)
            for b, t in zip(half, shape[len(half) :][::-1], strict=True)
        ]
        canvas.fill([[*half, *middle[::-1]]], shade(colour, 0.08), 0.7)
        canvas.stroke([middle], tint(colour, 0.22), length * 0.014, 0.9)
        if stage.detail > 1:
            veins: list[Outline] = []
            for k in (3, 4, 5, 6, 7):
                veins += [
                    [middle[k - 1], half[k]],
                    [middle[k - 1], shape[len(shape) - 1 - k]],
                ]
            canvas.stroke(
                veins, tint(colour, 0.18), length * 0.008, 0.65, within=[shape]
            )


def _fruit(
    stage: Stage,
    foot: tuple[float, float],
    side: int,
    s: float,
    colour: tuple[int, int, int],
    bark: tuple[int, int, int],
) -> None:
    x, y = foot[0] + side * s * 0.12, foot[1] + s * 0.11
    r = s * 0.068
    stage.canvas.stroke(
        [smooth([foot, (x - side * s * 0.03, y - r * 1.5), (x, y - r * 0.9)], 6)],
        bark,
        s * 0.011,
    )
    if stage.brief.has("fig figs"):
        pear = smooth(
            [
                (x, y - r * 1.35),
                (x + r * 0.5, y - r * 0.7),
                (x + r, y + r * 0.2),
                (x + r * 0.6, y + r),
                (x - r * 0.6, y + r),
                (x - r, y + r * 0.2),
                (x - r * 0.5, y - r * 0.7),
            ],
            8,
            closed=True,
        )
        stage.canvas.fill(
            [pear],
            along(
                [(x - r, y - r), (x + r, y + r)],
                stops(tint(colour, 0.14), colour, shade(colour, 0.12)),
            ),
        )
        if stage.detail:
            ribs = [
                smooth(
                    [(x, y - r * 1.2), (x + r * k, y), (x + r * k * 0.5, y + r * 0.95)],
                    6,
                )
                for k in (-0.6, -0.2, 0.25, 0.6)
            ]
            stage.canvas.stroke(ribs, tint(colour, 0.2), s * 0.004, 0.6, within=[pear])
    else:
        sphere(stage, x, y, r, colour)
        stage.canvas.fill(
            [ellipse(x - r * 0.36, y - r * 0.42, r * 0.2, r * 0.13)],
            (255, 255, 255),
            0.5,
        )
