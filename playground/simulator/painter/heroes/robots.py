"""A friendly robot."""

import math

from playground.simulator.painter.colour import WHITE, Colour, mix
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
            side * 0.238,
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
