"""The head of a sitting animal: ears and face."""

import math
from typing import TYPE_CHECKING

from playground.simulator.painter.colour import WHITE, mix, rgb
from playground.simulator.painter.palettes import shade
from playground.simulator.painter.shapes import (
    ellipse,
    placed,
    smooth,
)

if TYPE_CHECKING:
    from playground.simulator.painter.heroes.animals import Figure


def ears(figure: "Figure") -> None:
    canvas = figure.stage.canvas
    inner = mix(figure.pale, rgb("f0a0a0"), 0.5)
    twitch = 0.01 * math.sin(math.tau * figure.stage.phase * 2)
    for side in (-1, 1):
        if figure.kind.ears == "pointed":
            shape = smooth(
                [
                    (side * 0.22, -0.02),
                    (side * 0.2, -0.3 + twitch),
                    (side * 0.03, -0.15),
                ],
                1,
            )
            core = [
                (side * 0.19, -0.06),
                (side * 0.178, -0.235 + twitch),
                (side * 0.07, -0.14),
            ]
        elif figure.kind.ears == "long":
            shape = smooth(
                [
                    (side * 0.12, -0.12),
                    (side * 0.17, -0.32),
                    (side * 0.1, -0.46 + twitch),
                    (side * 0.04, -0.32),
                    (side * 0.04, -0.13),
                ],
                8,
                closed=True,
            )
            core = smooth(
                [
                    (side * 0.1, -0.16),
                    (side * 0.13, -0.32),
                    (side * 0.095, -0.41 + twitch),
                    (side * 0.065, -0.3),
                ],
                8,
                closed=True,
            )
        elif figure.kind.ears == "floppy":
            shape = smooth(
                [
                    (side * 0.12, -0.17),
                    (side * 0.25, -0.13),
                    (side * 0.29, 0.06),
                    (side * 0.21, 0.1),
                    (side * 0.15, -0.04),
                ],
                8,
                closed=True,
            )
            core = []
        else:
            shape = ellipse(side * 0.16, -0.16, 0.085)
            core = ellipse(side * 0.155, -0.15, 0.045)
        dark_ear = figure.kind.patches or figure.kind.ears == "floppy"
        figure.fill([figure.head(shape)], figure.dark if dark_ear else figure.coat)
        if core:
            canvas.fill(
                [figure.head(core)], figure.dark if figure.kind.patches else inner
            )


def face(figure: "Figure") -> None:
    stage, canvas, s = figure.stage, figure.stage.canvas, figure.s
    ink = mix(stage.palette.ink, rgb("241c22"), 0.5)
    if stage.brief.has("lion"):
        mane = [
            figure.head(placed(ellipse(0.24, 0, 0.1, 0.075), 0, 0.0, 1, k * 30))
            for k in range(12)
        ]
        figure.fill(mane, shade(figure.coat, 0.14))
    skull = smooth(
        [
            (0, -0.19),
            (0.15, -0.16),
            (0.235, -0.02),
            (0.2, 0.09),
            (0.08, 0.16),
            (-0.08, 0.16),
            (-0.2, 0.09),
            (-0.235, -0.02),
            (-0.15, -0.16),
        ],
        8,
        closed=True,
    )
    outline = [figure.head(skull)]
    figure.fill(outline, figure.coat)
    if figure.kind.snout:
        cheeks = [
            smooth(
                [
                    (side * 0.02, 0.0),
                    (side * 0.12, -0.01),
                    (side * 0.28, 0.06),
                    (side * 0.16, 0.2),
                    (0, 0.2),
                ],
                8,
                closed=True,
            )
            for side in (-1, 1)
        ]
        canvas.fill([figure.head(c) for c in cheeks], figure.pale, within=outline)
    else:
        canvas.fill(
            [figure.head(ellipse(k, 0.085, 0.075, 0.062)) for k in (-0.05, 0.05)],
            figure.pale,
            within=outline,
        )
    if figure.kind.patches:
        canvas.fill(
            [
                figure.head(
                    placed(
                        ellipse(0, 0, 0.052, 0.068),
                        k,
                        -0.005,
                        1,
                        24 if k > 0 else -24,
                    )
                )
                for k in (-0.1, 0.1)
            ],
            figure.dark,
        )
    if figure.kind.stripes and stage.detail:
        brow = [
            figure.head([(k - 0.014, -0.2), (k + 0.014, -0.2), (k * 0.7, -0.1)])
            for k in (-0.065, 0.0, 0.065)
        ]
        side_marks = [
            figure.head(
                [
                    (side * 0.25, yy - 0.012),
                    (side * 0.16, yy + 0.006),
                    (side * 0.25, yy + 0.016),
                ]
            )
            for side in (-1, 1)
            for yy in (0.02, 0.065)
        ]
        canvas.fill([*brow, *side_marks], figure.dark, 0.8, within=outline)
    blink = stage.phase > 0.94
    for k in (-0.1, 0.1):
        if blink:
            canvas.stroke(
                [figure.head([(k - 0.03, 0), (k, 0.012), (k + 0.03, 0)])],
                ink,
                s * 0.012,
            )
            continue
        iris = mix(stage.palette.second, rgb("d9b24a"), 0.4)
        if stage.detail and not figure.kind.patches:
            canvas.fill([figure.head(ellipse(k, 0, 0.04, 0.044))], iris)
        canvas.fill([figure.head(ellipse(k, 0.002, 0.03, 0.037))], ink)
        canvas.fill([figure.head(ellipse(k - 0.01, -0.013, 0.011))], WHITE)
    canvas.fill(
        [
            figure.head(
                smooth([(-0.028, 0.058), (0.028, 0.058), (0.0, 0.09)], 4, closed=True)
            )
        ],
        ink if figure.kind.snout else mix(rgb("d97a7a"), ink, 0.2),
    )
    mouth = [
        figure.head(smooth([(0, 0.088), (k * 0.02, 0.112), (k * 0.05, 0.106)], 5))
        for k in (-1, 1)
    ]
    canvas.stroke(mouth, ink, s * 0.008, 0.9)
    if stage.detail and figure.kind.tail == "thin" and figure.kind.ears == "pointed":
        hairs = [
            figure.head([(k * 0.11, 0.08 + d), (k * 0.3, 0.06 + d * 2.4)])
            for k in (-1, 1)
            for d in (-0.012, 0.008, 0.026)
        ]
        canvas.stroke(
            hairs,
            mix(WHITE, figure.pale, 0.5)
            if figure.kind.coat == "3a3842"
            else mix(ink, figure.coat, 0.4),
            s * 0.004,
            0.8,
        )
