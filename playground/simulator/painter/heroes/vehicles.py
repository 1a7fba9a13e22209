"""What drives: a small car, a bicycle, a train."""

import math

from playground.simulator.painter.colour import WHITE, mix, rgb
from playground.simulator.painter.paint import along, down, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.solids import rounded_shade
from playground.simulator.painter.shapes import (
    Outline,
    box,
    ellipse,
    placed,
    rounded,
    smooth,
)
from playground.simulator.painter.stage import Stage


def car(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    flip = stage.always("car side").chance(0.5)
    y += s * 0.2 + math.sin(math.tau * stage.phase * 2) * s * 0.004

    def part(points: Outline) -> Outline:
        return placed(points, x, y, s, 0, flip=flip)

    colour = palette.accent
    glass = mix(palette.sky[0], palette.ink, 0.35)
    body = smooth(
        [
            (-0.5, 0.2),
            (-0.5, 0.06),
            (-0.4, -0.02),
            (-0.24, -0.05),
            (-0.12, -0.22),
            (0.14, -0.23),
            (0.3, -0.06),
            (0.46, 0.0),
            (0.52, 0.1),
            (0.5, 0.2),
        ],
        7,
    )
    outline = [part([*body, (-0.5, 0.2)])]
    canvas.fill(
        outline,
        along(
            part([(0, -0.25), (0, 0.22)]),
            stops(tint(colour, 0.12), colour, shade(colour, 0.1)),
        ),
    )
    rounded_shade(stage, outline, colour, 0.5)
    panes = [
        part(
            smooth([(-0.19, -0.05), (-0.1, -0.185), (-0.01, -0.19), (-0.01, -0.05)], 1)
        ),
        part(smooth([(0.02, -0.05), (0.02, -0.19), (0.13, -0.19), (0.24, -0.055)], 1)),
    ]
    canvas.fill(
        panes, along(part([(-0.1, -0.2), (0.1, 0)]), stops(tint(glass, 0.25), glass))
    )
    canvas.fill(
        [part(box(-0.52, 0.15, 0.52, 0.2))], shade(colour, 0.16), within=outline
    )
    canvas.fill(
        [part(box(-0.55, 0.06, 0.55, 0.085))], palette.paper, 0.85, within=outline
    )
    canvas.fill([part(ellipse(0.475, 0.065, 0.028, 0.035))], rgb("fff0b8"))
    canvas.fill([part(ellipse(-0.482, 0.07, 0.018, 0.03))], rgb("e2453a"))
    if stage.detail:
        canvas.stroke(
            [part([(0.005, -0.05), (0.02, 0.15)]), part([(0.04, 0.0), (0.09, 0.0)])],
            shade(colour, 0.2),
            s * 0.007,
            0.8,
        )
        canvas.stroke([part([(-0.34, -0.26), (0.2, -0.26)])], palette.ink, s * 0.01)
        canvas.fill([part(rounded(-0.12, -0.35, 0.12, -0.265, 0.02))], palette.second)
        canvas.stroke(
            [part([(k, -0.35), (k, -0.265)]) for k in (-0.05, 0.05)],
            shade(palette.second, 0.16),
            s * 0.01,
        )
    for k in (-0.28, 0.3):
        wheel(stage, part([(k, 0.2)])[0], s * 0.11)


def wheel(stage: Stage, at: tuple[float, float], r: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    x, y = at
    canvas.fill([ellipse(x, y, r)], mix(palette.ink, (20, 20, 24), 0.5))
    canvas.fill([ellipse(x, y, r * 0.58)], mix(palette.paper, palette.land[0], 0.3))
    canvas.fill([ellipse(x, y, r * 0.26)], palette.ink)


def bicycle(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    flip = stage.always("bicycle side").chance(0.5)
    y += s * 0.1

    def part(points: Outline) -> Outline:
        return placed(points, x, y, s, 0, flip=flip)

    frame = palette.accent
    dark = mix(palette.ink, (20, 20, 24), 0.4)
    r, rear, fore, crank = 0.21, (-0.3, 0.16), (0.32, 0.16), (-0.03, 0.17)
    turn = stage.phase * math.tau / 6
    for hub in (rear, fore):
        if stage.detail:
            count = stage.count(0, 8, 14, 18, 22)
            spokes = [
                part([hub, (hub[0] + math.cos(a) * r, hub[1] + math.sin(a) * r)])
                for a in (turn + math.tau * k / count for k in range(count))
            ]
            canvas.stroke(spokes, mix(dark, palette.paper, 0.55), s * 0.003)
        canvas.stroke([part(ellipse(*hub, r))], dark, s * 0.022)
        canvas.stroke(
            [part(ellipse(*hub, r - 0.018))], mix(palette.paper, dark, 0.3), s * 0.007
        )
        canvas.fill([part(ellipse(*hub, 0.018))], dark)
    seat, head = (-0.12, -0.12), (0.22, -0.16)
    tubes = [
        [rear, crank],
        [rear, seat],
        [crank, seat],
        [crank, (0.24, -0.09)],
        [seat, head],
        [fore, (0.2, -0.24)],
    ]
    canvas.stroke([part(tube) for tube in tubes], shade(frame, 0.08), s * 0.03)
    canvas.stroke(
        [part([(px, py - 0.004) for px, py in tube]) for tube in tubes],
        tint(frame, 0.05),
        s * 0.016,
    )
    canvas.stroke([part([seat, (-0.145, -0.2)])], dark, s * 0.016)
    canvas.fill(
        [
            part(
                smooth(
                    [
                        (-0.23, -0.22),
                        (-0.14, -0.235),
                        (-0.05, -0.21),
                        (-0.13, -0.19),
                        (-0.21, -0.185),
                    ],
                    6,
                    closed=True,
                )
            )
        ],
        mix(palette.second, dark, 0.35),
    )
    canvas.stroke(
        [part(smooth([(0.2, -0.24), (0.26, -0.27), (0.3, -0.24), (0.27, -0.2)], 6))],
        dark,
        s * 0.018,
    )
    canvas.stroke([part(ellipse(*crank, 0.045))], dark, s * 0.014)
    canvas.stroke(
        [
            part(
                [(crank[0] - 0.05, crank[1] - 0.06), (crank[0] + 0.05, crank[1] + 0.06)]
            )
        ],
        dark,
        s * 0.014,
    )
    if stage.detail:
        basket = part([(0.25, -0.17), (0.44, -0.17), (0.41, -0.04), (0.28, -0.04)])
        canvas.fill([basket], mix(palette.second, rgb("b98a5a"), 0.5))
        canvas.stroke(
            [
                part([(0.255, -0.13), (0.435, -0.13)]),
                part([(0.265, -0.085), (0.425, -0.085)]),
            ],
            shade(palette.second, 0.2),
            s * 0.006,
        )
        tones = (palette.accent, palette.sun, palette.second)
        for k in range(5):
            canvas.fill(
                [part(ellipse(0.275 + 0.037 * k, -0.19 - 0.014 * (k % 2), 0.026))],
                tones[k % 3],
            )


def train(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    y += s * 0.12
    iron = mix(palette.ink, palette.land[4], 0.3)
    boiler = palette.accent

    def part(points: Outline) -> Outline:
        return placed(points, x, y, s)

    for k in range(stage.count(3, 4, 5, 6, 6)):
        t = (k + stage.phase) / 6
        puff = part(ellipse(0.32 - 0.62 * t, -0.34 - 0.12 * t, 0.04 + 0.08 * t))
        canvas.fill(
            [puff], mix(WHITE, palette.sky[1], 0.2), 0.8 * (1 - 0.7 * t), soft=s * 0.008
        )
    canvas.fill([part(box(-0.52, 0.2, 0.54, 0.235))], iron)
    cabin = part(rounded(-0.48, -0.24, -0.12, 0.16, 0.03))
    tank = part(rounded(-0.16, -0.1, 0.44, 0.14, 0.05))
    for shape, tone in ((tank, boiler), (cabin, shade(boiler, 0.05))):
        canvas.fill(
            [shape],
            down(y - s * 0.25, y + s * 0.18, tint(tone, 0.1), tone, shade(tone, 0.1)),
        )
        rounded_shade(stage, [shape], tone, 0.45)
    canvas.fill([part(rounded(-0.53, -0.29, -0.07, -0.23, 0.025))], iron)
    canvas.fill(
        [
            part([(0.27, -0.1), (0.29, -0.28), (0.37, -0.28), (0.39, -0.1)]),
            part(box(0.265, -0.3, 0.395, -0.27)),
        ],
        iron,
    )
    canvas.fill(
        [part(ellipse(0.08, -0.1, 0.05, 0.055, 180, 360))],
        mix(palette.second, iron, 0.1),
    )
    canvas.fill(
        [part(box(k, -0.11, k + 0.018, 0.15)) for k in (-0.02, 0.14, 0.4)],
        palette.second,
    )
    canvas.fill(
        [part(rounded(k, -0.17, k + 0.12, -0.03, 0.015)) for k in (-0.44, -0.28)],
        rgb("ffe3a0"),
    )
    canvas.fill([part([(0.44, 0.08), (0.56, 0.22), (0.42, 0.22)])], palette.second)
    canvas.fill([part(box(-0.5, 0.12, 0.46, 0.17))], iron)
    canvas.fill([part(ellipse(0.45, -0.02, 0.035))], rgb("fff0b8"))
    for place, r in ((-0.36, 0.1), (-0.12, 0.1), (0.12, 0.075), (0.3, 0.075)):
        wheel(stage, part([(place, 0.2)])[0], s * r)
    canvas.stroke(
        [part([(-0.36, 0.2), (0.12, 0.2)])], mix(palette.paper, iron, 0.3), s * 0.02
    )
