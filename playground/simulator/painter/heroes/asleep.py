"""An animal asleep, curled up with its tail over its nose."""

import math
from collections.abc import Callable

from playground.simulator.painter.colour import Colour, mix, rgb
from playground.simulator.painter.paint import along, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.shapes import Outline, bounds, ellipse, placed, smooth
from playground.simulator.painter.stage import Stage

Placing = Callable[[Outline], Outline]
Solid = Callable[[Outline, Colour], list[Outline]]


def curled(
    stage: Stage,
    x: float,
    y: float,
    s: float,
    coat: Colour,
    pale: Colour,
    *,
    bushy: bool,
) -> None:
    """It lies on the lower end of the square, breathing."""
    flip = stage.always("animal side").chance(0.5)
    breath = 1 + 0.02 * math.sin(math.tau * stage.phase)
    canvas = stage.canvas
    low = y + s * 0.28

    def part(points: Outline) -> Outline:
        return placed(
            [(px, py * breath if py < 0 else py) for px, py in points],
            x,
            low,
            s * 1.1,
            0,
            flip=flip,
        )

    def solid(points: Outline, colour: Colour) -> list[Outline]:
        outline = [part(points)]
        left, top, right, bottom = bounds(outline)
        slope = [(left, top), (right, bottom)]
        canvas.fill(
            outline, along(slope, stops(tint(colour, 0.1), colour, shade(colour, 0.07)))
        )
        if stage.detail > 1:
            dark = shade(colour, 0.2)
            fade = ((0.0, dark, 0.0), (0.5, dark, 0.0), (1.0, dark, 0.65))
            canvas.fill(outline, along(slope, fade), stipple=True)
        return outline

    body = smooth(
        [
            (-0.4, 0.16),
            (-0.42, -0.04),
            (-0.26, -0.22),
            (0.02, -0.28),
            (0.3, -0.2),
            (0.45, 0.0),
            (0.42, 0.16),
            (0.2, 0.21),
            (-0.2, 0.21),
        ],
        9,
        closed=True,
    )
    solid(body, coat)
    haunch = smooth(
        [(0.12, 0.18), (0.1, -0.02), (0.26, -0.12), (0.42, 0.0), (0.42, 0.16)], 9
    )
    canvas.stroke([part(haunch)], shade(coat, 0.14), s * 0.008, 0.8)
    _head(stage, part, solid, coat, pale, s)
    if bushy:
        tail = smooth(
            [
                (0.44, 0.06),
                (0.46, 0.2),
                (0.24, 0.27),
                (-0.1, 0.27),
                (-0.34, 0.22),
                (-0.2, 0.13),
                (0.1, 0.12),
                (0.3, 0.07),
            ],
            9,
            closed=True,
        )
        outline = solid(tail, coat)
        tip = smooth(
            [
                (-0.16, 0.1),
                (-0.1, 0.16),
                (-0.14, 0.2),
                (-0.09, 0.24),
                (-0.14, 0.3),
                (-0.4, 0.3),
                (-0.4, 0.14),
            ],
            5,
            closed=True,
        )
        canvas.fill([part(tip)], pale, within=outline)
    else:
        line = smooth([(0.42, 0.12), (0.3, 0.22), (0.0, 0.225), (-0.24, 0.2)], 9)
        canvas.stroke([part(line)], shade(coat, 0.06), s * 0.06)
    if stage.detail and not stage.cutout:
        for k in range(3):
            at = part([(-0.3 + 0.05 * k, -0.38 - 0.12 * k)])[0]
            canvas.text(
                "z",
                at,
                s * (0.07 + 0.02 * k),
                mix(stage.palette.paper, coat, 0.15),
                0.8,
            )


def _head(
    stage: Stage, part: Placing, solid: Solid, coat: Colour, pale: Colour, s: float
) -> None:
    canvas = stage.canvas
    ink = mix(stage.palette.ink, rgb("241c22"), 0.5)
    for ear in (
        [(-0.3, -0.08), (-0.33, -0.27), (-0.19, -0.14)],
        [(-0.16, -0.13), (-0.1, -0.28), (-0.04, -0.08)],
    ):
        solid(ear, coat)
        centre = (sum(p[0] for p in ear) / 3, sum(p[1] for p in ear) / 3)
        inner = [
            (centre[0] + (px - centre[0]) * 0.5, centre[1] + (py - centre[1]) * 0.5)
            for px, py in ear
        ]
        canvas.fill([part(inner)], mix(pale, rgb("f0a0a0"), 0.5))
    skull = smooth(
        [
            (-0.38, 0.05),
            (-0.32, -0.09),
            (-0.18, -0.145),
            (-0.04, -0.07),
            (0.0, 0.06),
            (-0.07, 0.15),
            (-0.2, 0.2),
            (-0.32, 0.15),
        ],
        9,
        closed=True,
    )
    outline = solid(skull, coat)
    for cheek in (
        [(-0.42, 0.05), (-0.3, 0.05), (-0.2, 0.12), (-0.19, 0.24), (-0.42, 0.24)],
        [(0.04, 0.06), (-0.08, 0.06), (-0.18, 0.12), (-0.19, 0.24), (0.04, 0.24)],
    ):
        canvas.fill([part(smooth(cheek, 6, closed=True))], pale, within=outline)
    lids = [
        part(smooth([(k - 0.045, 0.035), (k, 0.06), (k + 0.045, 0.035)], 6))
        for k in (-0.28, -0.09)
    ]
    canvas.stroke(lids, ink, s * 0.012)
    canvas.fill([part(ellipse(-0.19, 0.135, 0.026, 0.019))], ink)
