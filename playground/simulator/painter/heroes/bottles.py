"""A product: flacon, pump or tall bottle, glass with a label."""

from playground.simulator.painter.colour import WHITE, mix
from playground.simulator.painter.paint import Linear, down, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.plants import leaf
from playground.simulator.painter.scenes.solids import rounded_shade
from playground.simulator.painter.shapes import (
    box,
    ellipse,
    placed,
    rounded,
    smooth,
)
from playground.simulator.painter.stage import Stage


def bottle(stage: Stage, x: float, y: float, s: float) -> None:
    """A product: flacon, pump or tall bottle, glass with a label."""
    canvas, palette = stage.canvas, stage.palette
    foot = y + s / 2
    kind = stage.always("bottle").randrange(3)
    if stage.brief.has("perfume cosmetics"):
        kind = 0
    elif stage.brief.has("shampoo skincare cream lotion soap"):
        kind = 1
    elif stage.brief.has("wine drink beer water juice"):
        kind = 2
    half = s * (0.27, 0.2, 0.155)[kind]
    shoulder = foot - s * (0.6, 0.62, 0.56)[kind]
    neck = s * (0.075, 0.06, 0.055)[kind]
    glass = palette.accent
    if kind == 2:
        body = [
            (x - half, foot),
            *smooth(
                [
                    (x - half, shoulder + s * 0.04),
                    (x - half * 0.9, shoulder - s * 0.05),
                    (x - neck, shoulder - s * 0.16),
                    (x - neck, foot - s * 0.9),
                ],
                8,
            ),
            *smooth(
                [
                    (x + neck, foot - s * 0.9),
                    (x + neck, shoulder - s * 0.16),
                    (x + half * 0.9, shoulder - s * 0.05),
                    (x + half, shoulder + s * 0.04),
                ],
                8,
            ),
            (x + half, foot),
        ]
    else:
        body = rounded(
            x - half, shoulder, x + half, foot, s * (0.06 if kind == 0 else 0.09)
        )
    outline = [body]
    canvas.fill(
        outline,
        Linear(
            (x - half, 0),
            (x + half, 0),
            stops(
                shade(glass, 0.1),
                tint(glass, 0.16),
                glass,
                shade(glass, 0.05),
                shade(glass, 0.18),
            ),
        ),
    )
    if kind == 0:
        level = shoulder + s * 0.12
        canvas.fill(
            [box(x - half, shoulder, x + half, level)],
            mix(palette.paper, glass, 0.25),
            0.75,
            within=outline,
        )
        canvas.fill(
            [ellipse(x, level, half, s * 0.018)], tint(glass, 0.2), 0.8, within=outline
        )
    rounded_shade(stage, outline, glass, 0.5)
    _cap(stage, x, foot, shoulder, s, kind, neck)
    _label(stage, x, foot, shoulder, half, s)
    shine = [
        rounded(
            x - half * 0.82,
            shoulder + s * 0.07,
            x - half * 0.66,
            foot - s * 0.1,
            s * 0.02,
        )
    ]
    canvas.fill(shine, WHITE, 0.5)
    if stage.detail > 1:
        canvas.fill(
            [
                rounded(
                    x - half * 0.54,
                    shoulder + s * 0.07,
                    x - half * 0.48,
                    foot - s * 0.2,
                    s * 0.02,
                )
            ],
            WHITE,
            0.3,
        )
        canvas.stroke(
            [[(x - half * 0.9, foot - s * 0.014), (x + half * 0.9, foot - s * 0.014)]],
            WHITE,
            s * 0.006,
            0.35,
        )


def _cap(
    stage: Stage,
    x: float,
    foot: float,
    shoulder: float,
    s: float,
    kind: int,
    neck: float,
) -> None:
    palette, canvas = stage.palette, stage.canvas
    metal = mix(palette.second, palette.paper, 0.15)
    paint = Linear(
        (x - neck * 1.6, 0),
        (x + neck * 1.6, 0),
        stops(shade(metal, 0.1), tint(metal, 0.24), metal, shade(metal, 0.16)),
    )
    if kind == 0:
        canvas.fill(
            [box(x - neck * 0.7, shoulder - s * 0.06, x + neck * 0.7, shoulder + 2)],
            paint,
        )
        top = [
            rounded(
                x - neck * 1.7,
                shoulder - s * 0.27,
                x + neck * 1.7,
                shoulder - s * 0.045,
                s * 0.02,
            )
        ]
        canvas.fill(
            top,
            Linear(
                (x - neck * 1.7, 0),
                (x + neck * 1.7, 0),
                stops(
                    shade(palette.ink, 0.0),
                    mix(palette.ink, palette.paper, 0.32),
                    palette.ink,
                ),
            ),
        )
    elif kind == 1:
        canvas.fill(
            [
                rounded(
                    x - neck * 1.8,
                    shoulder - s * 0.09,
                    x + neck * 1.8,
                    shoulder + 4,
                    s * 0.015,
                )
            ],
            paint,
        )
        canvas.fill(
            [
                box(
                    x - neck * 0.4,
                    shoulder - s * 0.24,
                    x + neck * 0.4,
                    shoulder - s * 0.08,
                )
            ],
            paint,
        )
        spout = [
            (x - neck * 1.2, shoulder - s * 0.27),
            (x + neck * 1.1, shoulder - s * 0.28),
            (x + neck * 3.4, shoulder - s * 0.25),
            (x + neck * 3.3, shoulder - s * 0.215),
            (x + neck, shoulder - s * 0.225),
            (x - neck * 1.2, shoulder - s * 0.21),
        ]
        canvas.fill([smooth(spout, 4, closed=True)], paint)
    else:
        canvas.fill(
            [
                rounded(
                    x - neck * 1.16,
                    foot - s * 0.99,
                    x + neck * 1.16,
                    foot - s * 0.8,
                    s * 0.012,
                )
            ],
            paint,
        )


def _label(
    stage: Stage, x: float, foot: float, shoulder: float, half: float, s: float
) -> None:
    canvas, palette = stage.canvas, stage.palette
    tall = foot - shoulder
    top, low = shoulder + tall * 0.34, shoulder + tall * 0.84
    canvas.fill(
        [box(x - half * 0.74, top, x + half * 0.74, low)],
        down(top, low, palette.paper, mix(palette.paper, palette.horizon, 0.3)),
    )
    middle = (x, top + (low - top) * 0.36)
    canvas.fill([ellipse(*middle, half * 0.26)], palette.second)
    canvas.fill(
        [placed(leaf((0, 0.5), (0, -0.55), 0.4), *middle, half * 0.4)], palette.paper
    )
    if stage.detail:
        widths = (0.5, 0.34, 0.42, 0.2)[: stage.count(0, 2, 3, 4)]
        for k, wide in enumerate(widths):
            yy = top + (low - top) * (0.7 + 0.085 * k)
            canvas.fill(
                [
                    box(
                        x - half * wide,
                        yy,
                        x + half * wide,
                        yy + s * (0.012 if k == 0 else 0.006),
                    )
                ],
                palette.ink,
                0.75,
            )
