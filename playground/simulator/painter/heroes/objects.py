"""Single objects: a camera, a heart."""

import math

from playground.simulator.painter.colour import WHITE, mix, rgb
from playground.simulator.painter.paint import Linear, down, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.solids import rounded_shade
from playground.simulator.painter.shapes import (
    blob,
    box,
    ellipse,
    placed,
    rounded,
    smooth,
)
from playground.simulator.painter.stage import Stage


def camera(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    foot = y + s * 0.44
    leather, metal = palette.accent, mix(palette.paper, palette.land[0], 0.35)
    top, low = foot - s * 0.56, foot
    canvas.fill(
        [rounded(x - s * 0.14, top - s * 0.1, x + s * 0.14, top + s * 0.05, s * 0.03)],
        metal,
    )
    canvas.fill(
        [rounded(x - s * 0.38, top - s * 0.05, x - s * 0.24, top + s * 0.05, s * 0.02)],
        shade(metal, 0.1),
    )
    canvas.fill(
        [ellipse(x + s * 0.3, top - s * 0.01, s * 0.05, s * 0.04)], shade(metal, 0.16)
    )
    body = rounded(x - s * 0.47, top, x + s * 0.47, low, s * 0.07)
    canvas.fill([body], down(top, low, tint(metal, 0.06), shade(metal, 0.06)))
    grip = [box(x - s * 0.5, top + s * 0.12, x + s * 0.5, low - s * 0.07)]
    canvas.fill(
        grip, down(top, low, tint(leather, 0.06), shade(leather, 0.08)), within=[body]
    )
    rounded_shade(stage, [body], leather, 0.5)
    middle = (x, (top + low) / 2 + s * 0.015)
    for r, tone in (
        (0.225, metal),
        (0.2, palette.ink),
        (0.155, mix(palette.ink, palette.land[2], 0.35)),
        (0.105, mix(palette.land[2], palette.sky[0], 0.35)),
        (0.06, palette.ink),
    ):
        canvas.fill(
            [ellipse(*middle, s * r)],
            Linear(
                (x - s * r, middle[1] - s * r),
                (x + s * r, middle[1] + s * r),
                stops(tint(tone, 0.1), shade(tone, 0.05)),
            ),
        )
    canvas.fill(
        [ellipse(middle[0] - s * 0.06, middle[1] - s * 0.065, s * 0.035)], WHITE, 0.7
    )
    canvas.fill(
        [
            rounded(
                x - s * 0.08, top - s * 0.07, x + s * 0.08, top - s * 0.005, s * 0.015
            )
        ],
        palette.ink,
    )
    canvas.fill([ellipse(x - s * 0.37, top + s * 0.065, s * 0.024)], rgb("e2453a"))
    canvas.fill(
        [rounded(x + s * 0.26, top + s * 0.03, x + s * 0.41, top + s * 0.1, s * 0.015)],
        mix(WHITE, palette.sky[0], 0.3),
    )


def heart(stage: Stage, x: float, y: float, s: float) -> None:
    beat = 1 + 0.03 * math.sin(math.tau * stage.phase)
    outline = [
        placed(
            smooth(
                [
                    (0, 0.42),
                    (-0.3, 0.16),
                    (-0.45, -0.1),
                    (-0.36, -0.32),
                    (-0.16, -0.36),
                    (0, -0.2),
                    (0.16, -0.36),
                    (0.36, -0.32),
                    (0.45, -0.1),
                    (0.3, 0.16),
                ],
                9,
                closed=True,
            ),
            x,
            y,
            s * beat,
        )
    ]
    colour = stage.palette.accent
    stage.canvas.fill(
        outline,
        Linear(
            (x - s * 0.4, y - s * 0.4),
            (x + s * 0.3, y + s * 0.4),
            stops(tint(colour, 0.16), colour, shade(colour, 0.1)),
        ),
    )
    rounded_shade(stage, outline, colour, 0.6)
    roll = stage.roll("shine")
    stage.canvas.fill(
        [placed(blob(roll, 0, 0, 0.06, 0.1, 0.05), x - s * 0.27, y - s * 0.18, s, 28)],
        WHITE,
        0.6,
    )
