"""A portrait and a robot: figures with a face."""

import math
from collections.abc import Callable

from playground.simulator.painter.colour import WHITE, Colour, mix, rgb
from playground.simulator.painter.paint import along, down, glow, stops
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

Placing = Callable[[Outline], Outline]

SKIN = ("f6d2b4", "eab98f", "c98d62", "9a6544", "6e4630")
HAIR = ("2a211f", "4a2f25", "7d4a2c", "b8763b", "2b2d42", "8c3b2e")


def bust(stage: Stage, x: float, y: float, s: float) -> None:
    """Head and shoulders, cropped by the lower end of the square."""
    canvas, palette = stage.canvas, stage.palette
    always = stage.always("person")
    skin, hair = rgb(always.pick(SKIN)), rgb(always.pick(HAIR))
    if palette.dark:
        skin, hair = mix(skin, palette.land[1], 0.25), mix(hair, palette.land[3], 0.3)
    style = always.randrange(4)
    if stage.brief.has("man boy beard"):
        style = 3
    elif stage.brief.has("woman girl"):
        style = always.randrange(3)
    turn = stage.roll("turn").around(0, 3) + math.sin(math.tau * stage.phase)

    def head(points: Outline) -> Outline:
        return placed(placed(points, 0, 0, 1, turn), x, y, s)

    def part(points: Outline) -> Outline:
        return placed(points, x, y, s)

    if stage.brief.has("astronaut"):
        _helmet(stage, part, skin)
        return
    if style == 0:
        canvas.fill(
            [
                head(
                    smooth(
                        [
                            (-0.25, -0.2),
                            (0, -0.44),
                            (0.25, -0.2),
                            (0.3, 0.12),
                            (0.24, 0.34),
                            (-0.24, 0.34),
                            (-0.3, 0.12),
                        ],
                        9,
                        closed=True,
                    )
                )
            ],
            shade(hair, 0.04),
        )
    elif style == 1:
        canvas.fill([head(ellipse(0, -0.42, 0.115))], hair)
    elif style == 2:
        curls = [
            head(ellipse(math.cos(a) * 0.2, -0.17 + math.sin(a) * 0.22, 0.115))
            for a in (math.radians(d) for d in range(150, 400, 28))
        ]
        canvas.fill(curls, shade(hair, 0.03))
    neck = shade(skin, 0.1)
    canvas.fill(
        [
            part(
                smooth(
                    [
                        (-0.075, 0.08),
                        (0.075, 0.08),
                        (0.09, 0.28),
                        (0, 0.34),
                        (-0.09, 0.28),
                    ],
                    8,
                    closed=True,
                )
            )
        ],
        neck,
    )
    _clothes(stage, part)
    face = smooth(
        [
            (-0.155, -0.22),
            (0, -0.31),
            (0.155, -0.22),
            (0.165, -0.05),
            (0.115, 0.1),
            (0, 0.165),
            (-0.115, 0.1),
            (-0.165, -0.05),
        ],
        9,
        closed=True,
    )
    outline = [head(face)]
    ears = [head(ellipse(k, -0.04, 0.03, 0.045)) for k in (-0.165, 0.165)]
    canvas.fill(
        [*ears, *outline],
        along(head([(-0.15, -0.2), (0.15, 0.1)]), stops(tint(skin, 0.06), skin)),
    )
    if stage.detail > 1:
        dark = shade(skin, 0.16)
        canvas.fill(
            outline,
            along(
                head([(-0.12, 0), (0.19, 0.05)]),
                ((0.0, dark, 0.0), (0.45, dark, 0.0), (1.0, dark, 0.7)),
            ),
            stipple=True,
        )
    _features(stage, head, skin, hair)
    _fringe(stage, head, hair, style)


def _clothes(stage: Stage, part: Placing) -> None:
    canvas, palette = stage.canvas, stage.palette
    colour = palette.accent
    torso = [
        (-0.46, 0.52),
        *smooth(
            [
                (-0.45, 0.5),
                (-0.4, 0.34),
                (-0.24, 0.255),
                (-0.09, 0.22),
                (0, 0.285),
                (0.09, 0.22),
                (0.24, 0.255),
                (0.4, 0.34),
                (0.45, 0.5),
            ],
            8,
        ),
        (0.46, 0.52),
    ]
    outline = [part(torso)]
    canvas.fill(
        outline,
        down(
            part([(0, 0.2)])[0][1],
            part([(0, 0.55)])[0][1],
            tint(colour, 0.06),
            colour,
            shade(colour, 0.08),
        ),
    )
    kind = stage.always("clothes").randrange(3)
    if kind == 0 and stage.detail:
        for k in range(5):
            canvas.fill(
                [
                    part(
                        [
                            (-0.6, 0.32 + 0.05 * k),
                            (0.6, 0.32 + 0.05 * k),
                            (0.6, 0.343 + 0.05 * k),
                            (-0.6, 0.343 + 0.05 * k),
                        ]
                    )
                ],
                palette.paper,
                0.85,
                within=outline,
            )
    elif kind == 1:
        canvas.fill(
            [
                part(
                    smooth(
                        [
                            (-0.12, 0.2),
                            (0, 0.3),
                            (0.12, 0.2),
                            (0.13, 0.25),
                            (0, 0.35),
                            (-0.13, 0.25),
                        ],
                        6,
                        closed=True,
                    )
                )
            ],
            palette.second,
        )
    rounded_shade(stage, outline, colour, 0.6)


def _features(stage: Stage, head: Placing, skin: Colour, hair: Colour) -> None:
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
        _beard(stage, head, hair)
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


def _beard(stage: Stage, head: Placing, hair: Colour) -> None:
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


def _fringe(stage: Stage, head: Placing, hair: Colour, style: int) -> None:
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


def _helmet(stage: Stage, part: Placing, skin: Colour) -> None:
    canvas, palette = stage.canvas, stage.palette
    suit = mix(WHITE, palette.sky[1], 0.14)
    torso = [
        (-0.44, 0.52),
        *smooth(
            [
                (-0.43, 0.5),
                (-0.4, 0.32),
                (-0.22, 0.22),
                (0.22, 0.22),
                (0.4, 0.32),
                (0.43, 0.5),
            ],
            8,
        ),
        (0.44, 0.52),
    ]
    outline = [part(torso)]
    canvas.fill(outline, suit)
    rounded_shade(stage, outline, suit, 0.7)
    canvas.fill(
        [part([(-0.6, 0.42), (0.6, 0.42), (0.6, 0.455), (-0.6, 0.455)])],
        palette.accent,
        within=outline,
    )
    shell = [part(ellipse(0, -0.08, 0.33, 0.32))]
    canvas.fill(shell, tint(suit, 0.05))
    rounded_shade(stage, shell, suit, 0.7)
    visor = part(rounded(-0.25, -0.26, 0.25, 0.12, 0.18))
    canvas.fill(
        [visor],
        along(
            part([(-0.2, -0.25), (0.2, 0.15)]),
            stops(palette.land[2], palette.accent, palette.second),
        ),
    )
    canvas.fill(
        [
            part(
                smooth(
                    [(-0.18, -0.02), (-0.18, -0.14), (-0.06, -0.21), (-0.1, -0.12)],
                    8,
                    closed=True,
                )
            )
        ],
        WHITE,
        0.7,
    )
    if stage.detail > 1:
        mountains = [
            part([(-0.3, 0.12), (-0.1, -0.02), (0.0, 0.06), (0.14, -0.05), (0.3, 0.12)])
        ]
        canvas.fill(mountains, palette.ink, 0.35, within=[visor])
    canvas.fill([part(rounded(0.27, -0.14, 0.36, 0.02, 0.03))], palette.accent)
    canvas.fill([part(ellipse(-0.26, 0.34, 0.045))], mix(skin, palette.second, 0.8))


def robot(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    y += math.sin(math.tau * stage.phase) * s * 0.012
    shell = mix(palette.accent, palette.paper, 0.12)
    metal = mix(palette.land[1], palette.paper, 0.5)
    dark = mix(palette.ink, palette.land[3], 0.3)
    wave = 8 * math.sin(math.tau * stage.phase)

    def part(points: Outline) -> Outline:
        return placed(points, x, y, s)

    def solid(shapes: list[Outline], colour: Colour) -> None:
        canvas.fill(
            shapes,
            down(y - s / 2, y + s / 2, tint(colour, 0.08), colour, shade(colour, 0.06)),
        )
        rounded_shade(stage, shapes, colour, 0.6)

    solid(
        [part(rounded(k - 0.06, 0.3, k + 0.06, 0.47, 0.04)) for k in (-0.11, 0.11)],
        metal,
    )
    solid(
        [part(rounded(k - 0.1, 0.44, k + 0.08, 0.5, 0.03)) for k in (-0.1, 0.12)], dark
    )
    for side in (-1, 1):
        arm = placed(
            rounded(-0.045, 0, 0.045, 0.26, 0.045),
            side * 0.255,
            0.07,
            1,
            -side * (14 if side < 0 else 128 + wave),
        )
        solid([part(arm)], metal)
        hand = arm[len(arm) // 2 - 2]
        solid([part(ellipse(*hand, 0.06))], shell)
    torso = part(rounded(-0.23, 0.02, 0.23, 0.36, 0.08))
    solid([torso], shell)
    canvas.fill([part(rounded(-0.13, 0.09, 0.13, 0.25, 0.03))], dark)
    tones = (palette.second, palette.sun, palette.sky[0], palette.accent)
    buttons = [part(ellipse(-0.08 + 0.055 * k, 0.215, 0.017)) for k in range(4)]
    for button, tone in zip(buttons, tones, strict=True):
        canvas.fill([button], tone)
    beat = [
        (-0.11, 0.15),
        (-0.05, 0.15),
        (-0.025, 0.11),
        (0.01, 0.18),
        (0.035, 0.15),
        (0.11, 0.15),
    ]
    canvas.stroke([part(beat)], palette.second, s * 0.008)
    solid([part(box(-0.05, -0.06, 0.05, 0.04))], dark)
    canvas.stroke([part([(0, -0.38), (0, -0.46)])], dark, s * 0.014)
    tip = part([(0, -0.475)])[0]
    canvas.fill([ellipse(*tip, s * 0.12)], glow(tip, s * 0.12, palette.second, 0.7))
    canvas.fill([ellipse(*tip, s * 0.028)], palette.second)
    solid(
        [
            part(rounded(k - 0.035, -0.26, k + 0.035, -0.14, 0.03))
            for k in (-0.27, 0.27)
        ],
        metal,
    )
    solid([part(rounded(-0.26, -0.38, 0.26, -0.04, 0.1))], shell)
    canvas.fill(
        [part(rounded(-0.2, -0.31, 0.2, -0.1, 0.075))],
        along(
            part([(-0.2, -0.3), (0.2, -0.1)]),
            stops(dark, mix(dark, palette.land[2], 0.4)),
        ),
    )
    eye = mix(palette.second, WHITE, 0.3)
    for k in (-0.09, 0.09):
        spot = part([(k, -0.215)])[0]
        canvas.fill([ellipse(*spot, s * 0.1)], glow(spot, s * 0.1, palette.second, 0.6))
        tall = 0.008 if stage.phase > 0.93 else 0.04
        canvas.fill(
            [part(rounded(k - 0.03, -0.215 - tall, k + 0.03, -0.215 + tall, 0.03))], eye
        )
    canvas.stroke(
        [part(smooth([(-0.05, -0.145), (0, -0.128), (0.05, -0.145)], 5))], eye, s * 0.01
    )
    if stage.detail > 1:
        rivets = [
            part(ellipse(a, b, 0.009)) for a in (-0.205, 0.205) for b in (0.045, 0.335)
        ]
        canvas.fill(rivets, shade(shell, 0.2))
