"""Features, beard and hair of a portrait."""

from collections.abc import Callable

from playground.simulator.painter.colour import WHITE, Colour, mix, rgb
from playground.simulator.painter.paint import along, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.shapes import (
    Outline,
    ellipse,
    smooth,
)
from playground.simulator.painter.stage import Stage

Placing = Callable[[Outline], Outline]
"""Puts points around the middle of the head into the picture."""


def features(stage: Stage, head: Placing, skin: Colour, hair: Colour) -> None:
    canvas, palette = stage.canvas, stage.palette
    ink = mix(palette.ink, rgb("2a1a18"), 0.6)
    size = 0.5 * (head([(1, 0)])[0][0] - head([(-1, 0)])[0][0])
    blush = mix(skin, rgb("e2584f"), 0.5)
    if stage.detail:
        canvas.fill(
            [head(ellipse(k, 0.025, 0.038, 0.026)) for k in (-0.095, 0.095)],
            blush,
            0.45,
            soft=size * 0.008,
        )
    blink = stage.phase > 0.93
    for k in (-0.068, 0.068):
        if blink or stage.always("eyes").chance(0.3):
            canvas.stroke(
                [
                    head(
                        smooth(
                            [(k - 0.028, -0.045), (k, -0.033), (k + 0.028, -0.045)], 4
                        )
                    )
                ],
                ink,
                size * 0.009,
            )
        else:
            canvas.fill([head(ellipse(k, -0.045, 0.016, 0.021))], ink)
            if stage.detail:
                canvas.fill([head(ellipse(k - 0.005, -0.052, 0.0055))], WHITE)
    if stage.brief.has("beard bearded"):
        beard(stage, head, hair)
    brows = [
        head(smooth([(k - 0.035, -0.1), (k, -0.115), (k + 0.035, -0.1)], 4))
        for k in (-0.07, 0.07)
    ]
    canvas.stroke(brows, hair, size * 0.012)
    canvas.stroke(
        [head(smooth([(0.004, -0.04), (0.022, 0.018), (-0.004, 0.03)], 5))],
        shade(skin, 0.2),
        size * 0.007,
    )
    canvas.stroke(
        [head(smooth([(-0.045, 0.075), (0, 0.095), (0.045, 0.075)], 6))],
        mix(rgb("a8323a"), ink, 0.2),
        size * 0.011,
    )
    if stage.brief.has("glasses"):
        rims = [head(ellipse(k, -0.045, 0.055, 0.05)) for k in (-0.07, 0.07)]
        canvas.stroke(
            [*rims, head([(-0.016, -0.05), (0.016, -0.05)])], ink, size * 0.008
        )


def beard(stage: Stage, head: Placing, hair: Colour) -> None:
    shape = smooth(
        [
            (-0.16, -0.03),
            (-0.13, 0.05),
            (0, 0.045),
            (0.13, 0.05),
            (0.16, -0.03),
            (0.15, 0.1),
            (0, 0.23),
            (-0.15, 0.1),
        ],
        9,
        closed=True,
    )
    stage.canvas.fill(
        [head(shape)],
        along(head([(-0.1, 0), (0.1, 0.2)]), stops(tint(hair, 0.06), hair)),
    )


def fringe(stage: Stage, head: Placing, hair: Colour, style: int) -> None:
    light = tint(hair, 0.1)
    shapes = {
        0: [
            (-0.19, 0.06),
            (-0.2, -0.2),
            (0, -0.355),
            (0.2, -0.2),
            (0.19, 0.06),
            (0.15, -0.12),
            (0.04, -0.2),
            (-0.08, -0.19),
            (-0.15, -0.1),
        ],
        1: [
            (-0.175, -0.04),
            (-0.19, -0.22),
            (0, -0.36),
            (0.19, -0.22),
            (0.175, -0.04),
            (0.14, -0.16),
            (0.0, -0.24),
            (-0.14, -0.16),
        ],
        2: [
            (-0.175, -0.1),
            (-0.2, -0.26),
            (0, -0.36),
            (0.2, -0.26),
            (0.175, -0.1),
            (0.11, -0.19),
            (0.0, -0.17),
            (-0.11, -0.19),
        ],
        3: [
            (-0.175, -0.06),
            (-0.2, -0.25),
            (-0.06, -0.38),
            (0.16, -0.35),
            (0.2, -0.2),
            (0.175, -0.06),
            (0.145, -0.16),
            (0.02, -0.19),
            (-0.12, -0.17),
        ],
    }
    outline = [head(smooth(shapes[style], 8, closed=True))]
    stage.canvas.fill(
        outline,
        along(head([(-0.2, -0.3), (0.2, -0.1)]), stops(light, hair, shade(hair, 0.06))),
    )
    if stage.detail > 1:
        strands = [
            head(
                smooth(
                    [
                        (-0.12 + 0.05 * k, -0.3 + 0.01 * abs(k - 3)),
                        (-0.13 + 0.055 * k, -0.24),
                        (-0.15 + 0.06 * k, -0.17),
                    ],
                    4,
                )
            )
            for k in range(stage.count(0, 0, 5, 6, 6))
        ]
        size = 0.5 * (head([(1, 0)])[0][0] - head([(-1, 0)])[0][0])
        stage.canvas.stroke(strands, light, size * 0.006, 0.55, within=outline)
