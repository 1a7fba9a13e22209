"""What belongs to the water: a sailing boat, a lighthouse, a whale."""

import math

from playground.simulator.painter.colour import WHITE, mix, rgb
from playground.simulator.painter.paint import Linear, along, down, glow, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.solids import rounded_shade
from playground.simulator.painter.shapes import (
    Outline,
    blob,
    box,
    ellipse,
    placed,
    smooth,
)
from playground.simulator.painter.stage import Stage


def sailing_boat(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    rock = math.sin(math.tau * stage.phase) * 2.2
    flip = stage.always("boat side").chance(0.4)

    def part(points: Outline) -> Outline:
        return placed(
            points, x, y, s, rock + stage.roll("heel").around(1, 2), flip=flip
        )

    cloth = mix(WHITE, palette.sun, 0.3)
    if palette.dark:
        cloth = mix(cloth, palette.land[0], 0.3)
    hull_colour = palette.accent
    if not stage.cutout:
        reflection = [
            ellipse(x, y + s * 0.44, s * 0.42, s * 0.03),
            ellipse(x, y + s * 0.5, s * 0.3, s * 0.02),
            ellipse(x, y + s * 0.55, s * 0.16, s * 0.013),
        ]
        canvas.fill(reflection, mix(hull_colour, palette.land[3], 0.55), 0.45)
    canvas.stroke(
        [part([(0.02, -0.5), (0.02, 0.3)])],
        mix(palette.ink, palette.second, 0.4),
        s * 0.018,
    )
    main = smooth([(0.05, -0.48), (0.16, -0.2), (0.42, 0.18)], 8)
    canvas.fill(
        [part([*main, (0.05, 0.2)])],
        along(
            part([(0.05, 0), (0.4, 0.1)]),
            stops(cloth, mix(cloth, palette.sky[1], 0.3)),
        ),
    )
    jib = smooth([(-0.01, -0.44), (-0.14, -0.12), (-0.4, 0.19)], 8)
    fore = mix(palette.second, cloth, 0.25)
    canvas.fill(
        [part([*jib, (-0.02, 0.17)])],
        along(part([(-0.4, 0), (0, 0)]), stops(tint(fore, 0.06), shade(fore, 0.05))),
    )
    if stage.detail > 1:
        seams = [
            part([(0.05, k), (0.05 + (k + 0.46) * 0.5, k + 0.05)])
            for k in (-0.24, -0.1, 0.04)
        ]
        canvas.stroke(seams, mix(cloth, palette.ink, 0.3), s * 0.004, 0.6)
        canvas.fill(
            [part([*main, (0.05, 0.2)])],
            along(
                part([(0.0, 0), (0.42, 0.0)]),
                (
                    (0.0, palette.ink, 0.0),
                    (0.4, palette.ink, 0.0),
                    (1.0, mix(palette.land[2], palette.ink, 0.3), 0.32),
                ),
            ),
            stipple=True,
        )
    hull = [
        (-0.44, 0.24),
        (0.46, 0.24),
        *smooth([(0.46, 0.24), (0.38, 0.36), (0.26, 0.43)], 6),
        *smooth([(-0.24, 0.43), (-0.36, 0.37), (-0.44, 0.24)], 6),
    ]
    canvas.fill(
        [part(hull)],
        along(
            part([(0, 0.22), (0, 0.44)]),
            stops(tint(hull_colour, 0.06), hull_colour, shade(hull_colour, 0.14)),
        ),
    )
    canvas.fill(
        [part([(-0.44, 0.235), (0.46, 0.235), (0.445, 0.275), (-0.425, 0.275)])], cloth
    )
    canvas.fill([part([(0.03, -0.5), (0.15, -0.465), (0.03, -0.43)])], palette.accent)


def lighthouse(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    roll = stage.roll("rock")
    foot, top = y + s * 0.42, y - s * 0.3
    lamp = (x, top - s * 0.075)
    if palette.dark or palette.name in ("sunset", "dusk"):
        sweep = 8 * math.sin(math.tau * stage.phase)
        for side in (-1, 1):
            a = math.radians(6 + sweep)
            far = s * 2.4
            beam = [
                lamp,
                (x + side * far, lamp[1] + far * math.tan(a - 0.12)),
                (x + side * far, lamp[1] + far * math.tan(a + 0.12)),
            ]
            light = ((0.0, rgb("fff0c0"), 0.55), (1.0, rgb("fff0c0"), 0.0))
            canvas.fill([beam], Linear(lamp, (x + side * far * 0.8, lamp[1]), light))
    rock = mix(palette.land[3], palette.ink, 0.3)
    outline = [
        (x - s * 0.46, y + s * 0.56),
        *smooth(
            [
                (x - s * 0.42, y + s * 0.5),
                (x - s * 0.25, y + s * 0.42),
                (x - s * 0.05, y + s * 0.38),
                (x + s * 0.16, y + s * 0.4),
                (x + s * 0.3, y + s * 0.47),
                (x + s * 0.46, y + s * 0.52),
            ],
            6,
        ),
        (x + s * 0.5, y + s * 0.56),
    ]
    stones = [
        blob(roll, x + s * k, y + s * 0.5, s * 0.12, s * 0.07, 0.2)
        for k in (-0.36, -0.2, 0.1, 0.34)
    ]
    tower: Outline = [
        (x - s * 0.095, foot),
        (x - s * 0.06, top),
        (x + s * 0.06, top),
        (x + s * 0.095, foot),
    ]
    white = mix(WHITE, palette.land[0], 0.3 if palette.dark else 0.05)
    canvas.fill([tower], white)
    for a, b in ((0.08, 0.28), (0.48, 0.68)):
        canvas.fill(
            [
                box(
                    x - s * 0.2,
                    foot - (foot - top) * b,
                    x + s * 0.2,
                    foot - (foot - top) * a,
                )
            ],
            palette.accent,
            within=[tower],
        )
    rounded_shade(stage, [tower], white, 0.75)
    canvas.fill(
        [outline, *stones], down(y + s * 0.38, y + s * 0.56, tint(rock, 0.1), rock)
    )
    if stage.detail > 1:
        rounded_shade(stage, stones, rock, 0.6)
    windows = [
        box(
            x - s * 0.014,
            foot - (foot - top) * t - s * 0.03,
            x + s * 0.014,
            foot - (foot - top) * t,
        )
        for t in (0.34, 0.76)
    ]
    canvas.fill(windows, palette.ink, 0.8)
    canvas.fill(
        [box(x - s * 0.085, top - s * 0.016, x + s * 0.085, top + s * 0.012)],
        palette.ink,
    )
    canvas.fill([ellipse(*lamp, s * 0.26)], glow(lamp, s * 0.26, rgb("ffe6a0"), 0.8))
    canvas.fill(
        [box(x - s * 0.042, top - s * 0.12, x + s * 0.042, top - s * 0.016)],
        rgb("fff1c4"),
    )
    canvas.stroke(
        [
            [(x + k * s * 0.042, top - s * 0.12), (x + k * s * 0.042, top)]
            for k in (-1, 0, 1)
        ],
        palette.ink,
        s * 0.007,
    )
    canvas.fill(
        [ellipse(x, top - s * 0.12, s * 0.06, s * 0.07, 180, 360)], palette.accent
    )
    canvas.fill([ellipse(x, top - s * 0.195, s * 0.012)], palette.ink)


def whale(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    flip = stage.always("whale side").chance(0.5)
    y += math.sin(math.tau * stage.phase) * s * 0.02

    def part(points: Outline) -> Outline:
        return placed(points, x, y, s, -6, flip=flip)

    colour = mix(palette.land[2], palette.ink, 0.2)
    body = smooth(
        [
            (-0.52, 0.02),
            (-0.46, -0.16),
            (-0.26, -0.26),
            (0.02, -0.24),
            (0.28, -0.1),
            (0.46, -0.1),
            (0.5, -0.26),
            (0.62, -0.36),
            (0.6, -0.16),
            (0.66, -0.04),
            (0.5, -0.02),
            (0.3, 0.14),
            (0.02, 0.22),
            (-0.3, 0.2),
            (-0.48, 0.12),
        ],
        8,
        closed=True,
    )
    outline = [part(body)]
    canvas.fill(
        outline, along(part([(0, -0.3), (0, 0.3)]), stops(tint(colour, 0.1), colour))
    )
    belly = smooth(
        [(-0.6, 0.06), (-0.3, 0.06), (0.0, 0.12), (0.3, 0.16), (0.1, 0.4), (-0.6, 0.4)],
        8,
        closed=True,
    )
    canvas.fill([part(belly)], mix(palette.paper, palette.sky[1], 0.25), within=outline)
    if stage.detail:
        grooves = [
            part(
                smooth(
                    [
                        (-0.5 + 0.03 * k, 0.08 + 0.035 * k),
                        (-0.2, 0.1 + 0.035 * k),
                        (0.05, 0.15 + 0.03 * k),
                    ],
                    6,
                )
            )
            for k in range(4)
        ]
        canvas.stroke(
            grooves, mix(colour, palette.paper, 0.45), s * 0.006, 0.8, within=outline
        )
    if stage.detail > 1:
        dark = shade(colour, 0.12)
        canvas.fill(
            outline,
            along(part([(0, -0.1), (0.2, 0.3)]), ((0.0, dark, 0.0), (1.0, dark, 0.6))),
            stipple=True,
        )
    canvas.fill(
        [
            part(
                smooth(
                    [(-0.16, 0.1), (-0.02, 0.3), (0.1, 0.34), (0.02, 0.12)],
                    8,
                    closed=True,
                )
            )
        ],
        shade(colour, 0.08),
    )
    canvas.fill([part(ellipse(-0.34, 0.0, 0.018))], palette.ink)
    canvas.fill([part(ellipse(-0.345, -0.005, 0.006))], WHITE)
    spout = [
        part(
            smooth(
                [
                    (-0.24, -0.27),
                    (-0.24 + k * 0.05, -0.42),
                    (-0.24 + k * 0.16, -0.44),
                    (-0.24 + k * 0.2, -0.36),
                ],
                8,
            )
        )
        for k in (-1, 1)
    ]
    canvas.stroke(spout, mix(WHITE, palette.sky[1], 0.3), s * 0.022, 0.9)
