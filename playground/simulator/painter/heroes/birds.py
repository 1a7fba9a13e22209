"""A round bird on a twig."""

from playground.simulator.painter.colour import WHITE, Colour, mix
from playground.simulator.painter.paint import along, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.plants import leaf
from playground.simulator.painter.shapes import (
    Outline,
    ellipse,
    placed,
    smooth,
)
from playground.simulator.painter.stage import Stage


def songbird(stage: Stage, x: float, y: float, s: float) -> None:
    """A round bird on a twig."""
    s *= 0.84 if stage.cutout else 1
    canvas, palette = stage.canvas, stage.palette
    flip = stage.always("bird side").chance(0.5)
    colour: Colour = palette.accent
    belly = mix(palette.paper, palette.sun, 0.4)
    bark = mix(palette.ink, palette.land[2], 0.25)

    def part(points: Outline) -> Outline:
        return placed(points, x, y, s, 0, flip=flip)

    _twig(stage, x, y + s * 0.36, s, bark)
    canvas.fill(
        [part([(0.2, 0.08), (0.6, 0.44), (0.5, 0.5), (0.12, 0.24)])],
        shade(colour, 0.12),
    )
    body = smooth(
        [
            (-0.42, -0.2),
            (-0.3, -0.42),
            (-0.06, -0.44),
            (0.12, -0.2),
            (0.3, 0.04),
            (0.3, 0.22),
            (0.08, 0.36),
            (-0.18, 0.34),
            (-0.36, 0.12),
        ],
        10,
        closed=True,
    )
    outline = [part(body)]
    canvas.fill(
        outline,
        along(
            part([(-0.3, -0.4), (0.2, 0.4)]),
            stops(tint(colour, 0.1), colour, shade(colour, 0.05)),
        ),
    )
    canvas.fill(
        [
            part(
                smooth(
                    [
                        (-0.5, -0.06),
                        (-0.2, -0.08),
                        (0.02, 0.12),
                        (0.04, 0.5),
                        (-0.5, 0.5),
                    ],
                    8,
                    closed=True,
                )
            )
        ],
        belly,
        within=outline,
    )
    wing = smooth(
        [
            (-0.1, -0.12),
            (0.14, -0.14),
            (0.34, 0.1),
            (0.46, 0.3),
            (0.16, 0.24),
            (-0.06, 0.1),
        ],
        10,
        closed=True,
    )
    dark = shade(colour, 0.1)
    canvas.fill(
        [part(wing)],
        along(part([(-0.1, -0.1), (0.4, 0.3)]), stops(dark, shade(dark, 0.1))),
    )
    if stage.detail:
        feathers = [
            part(
                smooth(
                    [
                        (-0.02 + 0.05 * k, 0.02 - 0.03 * k),
                        (0.16 + 0.05 * k, 0.13 - 0.02 * k),
                        (0.36 + 0.03 * k, 0.25 - 0.03 * k),
                    ],
                    6,
                )
            )
            for k in range(-1, 3)
        ]
        canvas.stroke(
            feathers,
            mix(palette.second, dark, 0.3),
            s * 0.014,
            0.9,
            within=[part(wing)],
        )
    if stage.detail > 1:
        canvas.fill(
            outline,
            along(
                part([(-0.3, 0), (0.4, 0.2)]),
                ((0.0, dark, 0.0), (0.5, dark, 0.0), (1.0, shade(dark, 0.1), 0.6)),
            ),
            stipple=True,
        )
    canvas.fill([part([(-0.4, -0.27), (-0.56, -0.2), (-0.4, -0.14)])], palette.second)
    canvas.fill([part(ellipse(-0.26, -0.25, 0.05))], palette.ink)
    canvas.fill([part(ellipse(-0.275, -0.268, 0.017))], WHITE)
    canvas.stroke(
        [part([(k, 0.33), (k - 0.02, 0.4)]) for k in (-0.1, 0.04)], bark, s * 0.02
    )


def _twig(stage: Stage, x: float, y: float, s: float, bark: Colour) -> None:
    reach = s * 0.62 if stage.cutout else s * 1.5
    line = smooth(
        [
            (x - reach, y + s * 0.14),
            (x - s * 0.4, y + s * 0.05),
            (x + s * 0.3, y + s * 0.03),
            (x + reach, y - s * 0.08),
        ],
        8,
    )
    stage.canvas.stroke([line], bark, s * 0.045)
    roll = stage.roll("twig")
    green = mix(stage.palette.land[2], stage.palette.second, 0.15)
    leaves = []
    for k in range(stage.count(3, 6, 9, 11, 13)):
        px, py = line[(k * 7 + 3) % len(line)]
        up = -1 if k % 2 else 1
        tip = (px + s * roll.uniform(0.08, 0.2), py + up * s * roll.uniform(0.12, 0.2))
        leaves.append(leaf((px, py), tip, s * 0.1, 0.1 * up))
    stage.canvas.fill(leaves, green)
