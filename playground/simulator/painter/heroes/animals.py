"""Sitting animals, built from one body with ears, tails and markings of their kind."""

import math

from playground.simulator.painter.colour import Colour, mix, rgb
from playground.simulator.painter.heroes import animal_heads, asleep
from playground.simulator.painter.heroes.kinds import CATS, KINDS, Kind
from playground.simulator.painter.paint import Linear, stops
from playground.simulator.painter.palettes import COLOURS, shade, tint
from playground.simulator.painter.shapes import (
    Outline,
    bounds,
    ellipse,
    placed,
    smooth,
    tapered,
)
from playground.simulator.painter.stage import Stage


def animal(stage: Stage, x: float, y: float, s: float) -> None:
    """It sits on the lower end of the given square, looking at us."""
    kind = next((KINDS[k] for k in KINDS if stage.brief.has(k)), None)
    kind = kind or stage.always("cat").pick(CATS)
    coat = rgb(kind.coat)
    named = [rgb(c) for word, c in COLOURS.items() if word in stage.brief.words]
    if named and not kind.patches:
        coat = named[0]
    if stage.palette.dark:
        coat = mix(coat, stage.palette.land[2], 0.22)
    if stage.brief.has("asleep sleeping sleepy nap napping dreaming curled"):
        asleep.curled(stage, x, y, s, coat, rgb(kind.chest), bushy=kind.tail == "bushy")
        return
    figure = Figure(stage, kind, coat, x, y, s)
    figure.draw()


class Figure:
    """One animal in the middle of being drawn."""

    def __init__(
        self, stage: Stage, kind: Kind, coat: Colour, x: float, y: float, s: float
    ) -> None:
        self.stage, self.kind, self.coat = stage, kind, coat
        self.x, self.y, self.s = x, y, s
        self.flip = stage.always("animal side").chance(0.5)
        self.tilt = stage.roll("tilt").around(0, 5) + 1.5 * math.sin(
            math.tau * stage.phase
        )
        self.dark = rgb("2b2a30") if kind.patches else shade(coat, 0.16)
        self.pale = rgb(kind.chest)

    def part(self, points: Outline) -> Outline:
        return placed(points, self.x, self.y, self.s, 0, flip=self.flip)

    def head(self, points: Outline) -> Outline:
        """Points around the middle of the head, which may be tilted."""
        turned = placed(points, 0, -0.2, 1, self.tilt)
        return self.part(turned)

    def fill(
        self,
        shapes: list[Outline],
        colour: Colour,
        *,
        round_it: bool = True,
        within: list[Outline] | None = None,
    ) -> None:
        left, top, right, bottom = bounds(shapes)
        paint = Linear(
            (left, top),
            (right, bottom),
            stops(tint(colour, 0.08), colour, shade(colour, 0.06)),
        )
        self.stage.canvas.fill(shapes, paint, within=within)
        if round_it and self.stage.detail > 1:
            dark = shade(colour, 0.18)
            fade = ((0.0, dark, 0.0), (0.5, dark, 0.0), (1.0, dark, 0.62))
            self.stage.canvas.fill(
                shapes,
                Linear((left, top), (right, bottom), fade),
                stipple=True,
                within=within,
            )

    def draw(self) -> None:
        self._tail()
        self._body()
        animal_heads.ears(self)
        animal_heads.face(self)

    def _tail(self) -> None:
        sway = 0.03 * math.sin(math.tau * self.stage.phase)
        if self.kind.tail == "stub":
            self.fill(
                [self.part(ellipse(0.26, 0.36, 0.07))],
                self.pale if self.kind.ears == "long" else self.coat,
            )
            return
        thick = (0.1, 0.2) if self.kind.tail == "bushy" else (0.075, 0.05)
        line = smooth(
            [
                (0.12, 0.44),
                (0.34, 0.42),
                (0.44 + sway, 0.24),
                (0.4 + sway, 0.04),
                (0.48 + sway * 2, -0.1),
            ],
            8,
        )
        if self.kind.tail == "bushy":
            plume = smooth(
                [
                    (0.12, 0.46),
                    (0.34, 0.47),
                    (0.52 + sway, 0.3),
                    (0.55 + sway, 0.08),
                    (0.42 + sway * 2, -0.14),
                    (0.33 + sway, 0.06),
                    (0.32, 0.22),
                    (0.22, 0.34),
                ],
                8,
                closed=True,
            )
            outline = [self.part(plume)]
            self.fill(outline, self.coat)
            tip = smooth(
                [
                    (0.3, -0.04),
                    (0.38, 0.04),
                    (0.45, -0.01),
                    (0.5, 0.06),
                    (0.62, 0.0),
                    (0.5, -0.3),
                    (0.3, -0.2),
                ],
                5,
                closed=True,
            )
            self.fill([self.part(tip)], self.pale, round_it=False, within=outline)
            return
        outline = [
            self.part(tapered(line, *thick)),
            self.part(ellipse(*line[-1], thick[1] / 2)),
        ]
        self.fill(outline, self.coat)
        if self.kind.stripes and self.stage.detail:
            rings = [
                self.part(
                    [
                        (px - 0.06, py - 0.012),
                        (px + 0.06, py + 0.012),
                        (px + 0.06, py + 0.03),
                        (px - 0.06, py + 0.012),
                    ]
                )
                for px, py in line[-20::6]
            ]
            self.stage.canvas.fill(rings, self.dark, 0.8, within=outline)

    def _body(self) -> None:
        canvas = self.stage.canvas
        body = smooth(
            [
                (-0.11, -0.12),
                (0.11, -0.12),
                (0.2, 0.08),
                (0.27, 0.3),
                (0.24, 0.46),
                (0.0, 0.49),
                (-0.24, 0.46),
                (-0.27, 0.3),
                (-0.2, 0.08),
            ],
            8,
            closed=True,
        )
        outline = [self.part(body)]
        self.fill(outline, self.coat)
        if self.kind.patches:
            yoke = smooth(
                [
                    (-0.3, -0.02),
                    (0, 0.06),
                    (0.3, -0.02),
                    (0.3, 0.18),
                    (0, 0.2),
                    (-0.3, 0.18),
                ],
                6,
                closed=True,
            )
            canvas.fill([self.part(yoke)], self.dark, within=outline)
        else:
            chest = smooth(
                [
                    (0, -0.1),
                    (0.1, 0.0),
                    (0.11, 0.16),
                    (0.0, 0.3),
                    (-0.11, 0.16),
                    (-0.1, 0.0),
                ],
                8,
                closed=True,
            )
            canvas.fill([self.part(chest)], self.pale, within=outline)
        if self.kind.stripes and self.stage.detail:
            marks = []
            for k in range(3):
                for side in (-1, 1):
                    yy = 0.1 + 0.1 * k
                    marks.append(
                        self.part(
                            smooth(
                                [
                                    (side * 0.3, yy - 0.03),
                                    (side * 0.15, yy + 0.015),
                                    (side * 0.3, yy + 0.03),
                                ],
                                5,
                            )
                        )
                    )
            canvas.fill(marks, self.dark, 0.75, within=outline)
        limbs = (
            self.dark
            if self.kind.patches or (self.kind.ears == "pointed" and self.kind.snout)
            else self.coat
        )
        legs = [
            self.part(
                smooth(
                    [
                        (k - 0.06, 0.14),
                        (k + 0.06, 0.14),
                        (k + 0.065, 0.4),
                        (k + 0.07, 0.48),
                        (k - 0.07, 0.48),
                        (k - 0.065, 0.4),
                    ],
                    6,
                    closed=True,
                )
            )
            for k in (-0.085, 0.085)
        ]
        self.fill(legs, limbs if self.kind.patches else tint(self.coat, 0.04))
        paws = [self.part(ellipse(k, 0.465, 0.074, 0.042)) for k in (-0.09, 0.09)]
        canvas.fill(paws, limbs if limbs != self.coat else self.pale)
        if self.stage.detail > 1:
            toes = [
                self.part([(k + d, 0.45), (k + d, 0.485)])
                for k in (-0.09, 0.09)
                for d in (-0.022, 0.022)
            ]
            canvas.stroke(toes, shade(limbs, 0.2), self.s * 0.006, 0.7)
