"""Sweet things: ice cream, a cake."""

import math

from playground.simulator.painter.colour import WHITE, mix, rgb
from playground.simulator.painter.paint import Linear, down, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.solids import rounded_shade, sphere
from playground.simulator.painter.shapes import (
    box,
    ellipse,
    rounded,
    smooth,
)
from playground.simulator.painter.stage import Stage


def ice_cream(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    cone = [
        (x - s * 0.19, y - s * 0.02),
        (x + s * 0.19, y - s * 0.02),
        (x, y + s * 0.5),
    ]
    wafer = rgb("e0a765")
    canvas.fill(
        [cone],
        Linear(
            (x - s * 0.2, 0),
            (x + s * 0.2, 0),
            stops(tint(wafer, 0.1), wafer, shade(wafer, 0.1)),
        ),
    )
    if stage.detail:
        lines = []
        for k in range(-6, 7):
            lines += [
                [
                    (x + s * 0.07 * k, y - s * 0.05),
                    (x + s * (0.07 * k + 0.28), y + s * 0.5),
                ],
                [
                    (x + s * 0.07 * k, y - s * 0.05),
                    (x + s * (0.07 * k - 0.28), y + s * 0.5),
                ],
            ]
        canvas.stroke(lines, shade(wafer, 0.14), s * 0.007, 0.7, within=[cone])
    rounded_shade(stage, [cone], wafer, 0.5)
    cream = mix(WHITE, rgb("fbe8c8"), 0.6)
    for dx, dy, r, tone in (
        (-0.1, -0.1, 0.15, palette.accent),
        (0.1, -0.1, 0.15, cream),
        (0.0, -0.28, 0.155, palette.second),
    ):
        sphere(stage, x + s * dx, y + s * dy, s * r, tone)
        frill = [
            ellipse(
                x + s * (dx + r * k), y + s * (dy + r * 0.72), s * r * 0.3, s * r * 0.24
            )
            for k in (-0.7, -0.25, 0.2, 0.65)
        ]
        canvas.fill(frill, tone)
    sphere(stage, x + s * 0.02, y - s * 0.45, s * 0.045, rgb("cf3040"))
    if stage.detail:
        roll = stage.roll("sprinkles")
        for tone in (palette.accent, palette.sun, palette.land[2]):
            bits = []
            for _ in range(stage.count(0, 5, 8, 11, 15)):
                a, d = roll.random() * math.tau, math.sqrt(roll.random()) * 0.13
                bx, by = x + s * d * math.cos(a), y - s * 0.29 + s * d * math.sin(a)
                turn = roll.random() * math.pi
                bits.append(
                    [
                        (bx, by),
                        (
                            bx + math.cos(turn) * s * 0.02,
                            by + math.sin(turn) * s * 0.02,
                        ),
                    ]
                )
            canvas.stroke(bits, tone, s * 0.01)


def cake(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    foot = y + s * 0.42
    plate = mix(WHITE, palette.land[0], 0.2)
    canvas.fill(
        [ellipse(x, foot, s * 0.46, s * 0.07)],
        down(foot - s * 0.07, foot + s * 0.07, plate, shade(plate, 0.1)),
    )
    icing = mix(palette.accent, WHITE, 0.15)
    for wide, low, high, tone in (
        (0.36, 0.4, 0.12, rgb("f3dcb6")),
        (0.26, 0.14, -0.12, mix(palette.second, WHITE, 0.3)),
    ):
        body = [
            (x - s * wide, y + s * high),
            (x + s * wide, y + s * high),
            (x + s * wide, y + s * low),
            *ellipse(x, y + s * low, s * wide, s * 0.05, 0, 180),
            (x - s * wide, y + s * low),
        ]
        canvas.fill(
            [body],
            Linear(
                (x - s * wide, 0),
                (x + s * wide, 0),
                stops(tint(tone, 0.1), tone, shade(tone, 0.1)),
            ),
        )
        rounded_shade(stage, [body], tone, 0.5)
        top = [ellipse(x, y + s * high, s * wide, s * 0.06)]
        n = 9
        for k in range(n):
            t = (k + 0.5) / n * 2 - 1
            drop = 0.05 + 0.035 * ((k * 7) % 3)
            cx = x + s * wide * t * 0.93
            top.append(
                rounded(
                    cx - s * wide / n,
                    y + s * high - 4,
                    cx + s * wide / n,
                    y + s * (high + drop + 0.03 * (1 - t * t)),
                    s * wide / n,
                )
            )
        canvas.fill(top, icing)
        canvas.fill(
            [ellipse(x, y + s * high, s * wide * 0.97, s * 0.052)], tint(icing, 0.14)
        )
    for place in (-0.14, -0.05, 0.05, 0.14):
        canvas.fill(
            [
                box(
                    x + s * (place - 0.011),
                    y - s * 0.3,
                    x + s * (place + 0.011),
                    y - s * 0.12,
                )
            ],
            palette.paper,
        )
        canvas.stroke(
            [
                [
                    (x + s * (place - 0.011), y - s * (0.16 + 0.05 * j)),
                    (x + s * (place + 0.011), y - s * (0.18 + 0.05 * j)),
                ]
                for j in range(3)
            ],
            palette.land[2],
            s * 0.008,
        )
        flicker = 1 + 0.15 * math.sin(math.tau * stage.phase + place * 40)
        canvas.fill(
            [ellipse(x + s * place, y - s * 0.34, s * 0.05)],
            rgb("ffd36b"),
            0.3,
            soft=s * 0.014,
        )
        canvas.fill(
            [
                smooth(
                    [
                        (x + s * place, y - s * (0.33 + 0.06 * flicker)),
                        (x + s * (place + 0.016), y - s * 0.325),
                        (x + s * place, y - s * 0.3),
                        (x + s * (place - 0.016), y - s * 0.325),
                    ],
                    6,
                    closed=True,
                )
            ],
            rgb("ffb53c"),
        )
