"""Small animals: a butterfly, a fish."""

import math

from playground.simulator.painter.colour import WHITE, mix
from playground.simulator.painter.paint import along, down, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.solids import rounded_shade
from playground.simulator.painter.shapes import (
    Outline,
    ellipse,
    placed,
    smooth,
)
from playground.simulator.painter.stage import Stage


def butterfly(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    fold = 0.92 + 0.08 * math.sin(math.tau * stage.phase)
    turn = stage.roll("tilt").around(8, 8)

    def part(points: Outline, side: int) -> Outline:
        return placed([(px * side * fold, py) for px, py in points], x, y, s, turn)

    for side in (-1, 1):
        upper = smooth(
            [
                (0.02, -0.02),
                (0.12, -0.3),
                (0.36, -0.4),
                (0.5, -0.26),
                (0.42, -0.04),
                (0.2, 0.06),
            ],
            9,
            closed=True,
        )
        lower = smooth(
            [
                (0.02, 0.02),
                (0.24, 0.06),
                (0.38, 0.18),
                (0.3, 0.36),
                (0.14, 0.34),
                (0.04, 0.16),
            ],
            9,
            closed=True,
        )
        for wing, tone, inner in (
            (lower, palette.second, palette.accent),
            (upper, palette.accent, palette.second),
        ):
            outline = [part(wing, side)]
            canvas.fill(outline, palette.ink)
            cx, cy = (
                sum(p[0] for p in wing) / len(wing),
                sum(p[1] for p in wing) / len(wing),
            )
            core = [(cx + (px - cx) * 0.84, cy + (py - cy) * 0.84) for px, py in wing]
            canvas.fill(
                [part(core, side)],
                along(
                    part([(0, 0), (0.45, -0.3)], side),
                    stops(tint(tone, 0.14), tone, shade(tone, 0.08)),
                ),
            )
            if stage.detail:
                canvas.fill(
                    [part(ellipse(cx + 0.05, cy - 0.02, 0.05), side)], tint(inner, 0.1)
                )
                veins = [
                    part([(0.02, 0), core[k]], side)
                    for k in range(0, len(core), max(3, len(core) // 8))
                ]
                canvas.stroke(
                    veins, palette.ink, s * 0.007, 0.8, within=[part(core, side)]
                )
                edge = [
                    part(
                        ellipse(
                            cx + (wing[k][0] - cx) * 0.92,
                            cy + (wing[k][1] - cy) * 0.92,
                            0.01,
                        ),
                        side,
                    )
                    for k in range(0, len(wing), 4)
                ]
                canvas.fill(edge, palette.paper, within=outline)
        canvas.stroke(
            [part(smooth([(0.005, -0.14), (0.04, -0.26), (0.1, -0.33)], 6), side)],
            palette.ink,
            s * 0.01,
        )
    canvas.fill(
        [part(ellipse(0, 0.02, 0.026, 0.17), 1), part(ellipse(0, -0.15, 0.03), 1)],
        mix(palette.ink, palette.land[3], 0.2),
    )


def fish(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    flip = stage.always("fish side").chance(0.5)
    wag = math.sin(math.tau * stage.phase) * 0.04

    def part(points: Outline) -> Outline:
        return placed(points, x, y, s, 0, flip=flip)

    colour = palette.accent
    fins = shade(mix(colour, palette.second, 0.4), 0.02)
    canvas.fill(
        [
            part(
                smooth(
                    [
                        (0.24, 0.0),
                        (0.5, -0.24 + wag),
                        (0.44, 0.0 + wag),
                        (0.5, 0.24 + wag),
                    ],
                    8,
                    closed=True,
                )
            )
        ],
        fins,
    )
    canvas.fill(
        [
            part(
                smooth(
                    [(-0.16, -0.2), (0.0, -0.38), (0.2, -0.3), (0.18, -0.14)],
                    8,
                    closed=True,
                )
            ),
            part(
                smooth(
                    [(-0.04, 0.2), (0.06, 0.34), (0.18, 0.28), (0.14, 0.14)],
                    8,
                    closed=True,
                )
            ),
        ],
        fins,
    )
    body = smooth(
        [
            (-0.46, 0.0),
            (-0.3, -0.19),
            (-0.02, -0.25),
            (0.22, -0.12),
            (0.32, 0.0),
            (0.22, 0.12),
            (-0.02, 0.24),
            (-0.3, 0.18),
        ],
        9,
        closed=True,
    )
    outline = [part(body)]
    canvas.fill(
        outline,
        down(
            y - s * 0.25, y + s * 0.25, tint(colour, 0.06), colour, tint(colour, 0.16)
        ),
    )
    bands = [
        part(
            smooth(
                [
                    (k, -0.4),
                    (k + 0.05, 0.0),
                    (k, 0.4),
                    (k + 0.09, 0.4),
                    (k + 0.14, 0.0),
                    (k + 0.09, -0.4),
                ],
                6,
                closed=True,
            )
        )
        for k in (-0.26, 0.04)
    ]
    canvas.fill(bands, palette.paper, 0.95, within=outline)
    if stage.detail:
        scales = [
            part(
                ellipse(
                    -0.1 + 0.07 * i + 0.035 * (j % 2),
                    -0.14 + 0.07 * j,
                    0.035,
                    0.035,
                    -80,
                    80,
                )
            )
            for i in range(5)
            for j in range(5)
        ]
        canvas.stroke(scales, shade(colour, 0.16), s * 0.005, 0.6, within=outline)
        rays = [
            part([(0.28, 0.0), (0.47, k + wag)]) for k in (-0.18, -0.1, 0.0, 0.1, 0.18)
        ]
        canvas.stroke(rays, shade(fins, 0.12), s * 0.006, 0.7)
    rounded_shade(stage, outline, colour, 0.4)
    canvas.fill(
        [
            part(
                smooth(
                    [(-0.14, 0.04), (0.02, 0.08), (0.06, 0.18), (-0.06, 0.17)],
                    8,
                    closed=True,
                )
            )
        ],
        fins,
    )
    canvas.fill([part(ellipse(-0.33, -0.05, 0.05))], WHITE)
    canvas.fill([part(ellipse(-0.34, -0.05, 0.03))], palette.ink)
    canvas.fill([part(ellipse(-0.35, -0.062, 0.01))], WHITE)
    canvas.stroke(
        [part(smooth([(-0.455, 0.03), (-0.41, 0.05), (-0.38, 0.04)], 5))],
        palette.ink,
        s * 0.01,
    )
    if not stage.cutout:
        roll = stage.roll("bubbles")
        for _ in range(stage.count(3, 6, 10, 14, 18)):
            bx, by = (
                x + roll.around(0, s * 0.7),
                y - s * (roll.random() + stage.phase) % (s * 0.8) - s * 0.1,
            )
            canvas.stroke(
                [ellipse(bx, by, s * roll.uniform(0.01, 0.03))], WHITE, s * 0.005, 0.7
            )
