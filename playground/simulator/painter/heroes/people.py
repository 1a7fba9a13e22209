"""Portraits: head and shoulders, or an astronaut's helmet."""

import math

from playground.simulator.painter.colour import WHITE, Colour, mix, rgb
from playground.simulator.painter.heroes import faces
from playground.simulator.painter.heroes.faces import Placing
from playground.simulator.painter.paint import along, down, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.solids import rounded_shade
from playground.simulator.painter.shapes import (
    Outline,
    ellipse,
    placed,
    rounded,
    smooth,
)
from playground.simulator.painter.stage import Stage

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
    faces.features(stage, head, skin, hair)
    faces.fringe(stage, head, hair, style)


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
