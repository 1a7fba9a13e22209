"""Sitting animals, built from one body with ears, tails and markings of their kind."""

import math
from dataclasses import dataclass

from playground.simulator.painter.colour import WHITE, Colour, mix, rgb
from playground.simulator.painter.heroes import asleep
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


@dataclass(frozen=True)
class Kind:
    """Ears: pointed, round, long, floppy. Tail: thin, bushy, stub."""

    coat: str
    ears: str
    tail: str
    chest: str
    snout: bool = False
    stripes: bool = False
    patches: bool = False


KINDS = {
    "fox": Kind("e0702f", "pointed", "bushy", "fdf1e2", snout=True),
    "wolf": Kind("7f8a99", "pointed", "bushy", "eef0f2", snout=True),
    "dog": Kind("c98f55", "floppy", "thin", "fbeedb", snout=True),
    "puppy": Kind("d8a56a", "floppy", "thin", "fbeedb", snout=True),
    "bear": Kind("8a5d42", "round", "stub", "d9b48f", snout=True),
    "panda": Kind("f4f1ec", "round", "stub", "ffffff", patches=True),
    "rabbit": Kind("cdbfb4", "long", "stub", "fbf7f2"),
    "bunny": Kind("e6d6cc", "long", "stub", "ffffff"),
    "lion": Kind("dba24e", "round", "thin", "f6dfb0", snout=True),
    "tiger": Kind("e58a35", "round", "thin", "fdf3e2", stripes=True),
    "mouse": Kind("a9a4a8", "round", "thin", "efe9ea"),
}
CATS = (
    Kind("e2904a", "pointed", "thin", "fdf0df", stripes=True),
    Kind("5b5f6b", "pointed", "thin", "e9e9ec", stripes=True),
    Kind("3a3842", "pointed", "thin", "55525f"),
    Kind("c9c2ba", "pointed", "thin", "fbf9f6", stripes=True),
)


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
        self._ears()
        self._face()

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

    def _ears(self) -> None:
        canvas = self.stage.canvas
        inner = mix(self.pale, rgb("f0a0a0"), 0.5)
        twitch = 0.01 * math.sin(math.tau * self.stage.phase * 2)
        for side in (-1, 1):
            if self.kind.ears == "pointed":
                shape = smooth(
                    [
                        (side * 0.22, -0.02),
                        (side * 0.2, -0.3 + twitch),
                        (side * 0.03, -0.15),
                    ],
                    1,
                )
                core = [
                    (side * 0.19, -0.06),
                    (side * 0.178, -0.235 + twitch),
                    (side * 0.07, -0.14),
                ]
            elif self.kind.ears == "long":
                shape = smooth(
                    [
                        (side * 0.12, -0.12),
                        (side * 0.17, -0.32),
                        (side * 0.1, -0.46 + twitch),
                        (side * 0.04, -0.32),
                        (side * 0.04, -0.13),
                    ],
                    8,
                    closed=True,
                )
                core = smooth(
                    [
                        (side * 0.1, -0.16),
                        (side * 0.13, -0.32),
                        (side * 0.095, -0.41 + twitch),
                        (side * 0.065, -0.3),
                    ],
                    8,
                    closed=True,
                )
            elif self.kind.ears == "floppy":
                shape = smooth(
                    [
                        (side * 0.12, -0.17),
                        (side * 0.25, -0.13),
                        (side * 0.29, 0.06),
                        (side * 0.21, 0.1),
                        (side * 0.15, -0.04),
                    ],
                    8,
                    closed=True,
                )
                core = []
            else:
                shape = ellipse(side * 0.16, -0.16, 0.085)
                core = ellipse(side * 0.155, -0.15, 0.045)
            dark_ear = self.kind.patches or self.kind.ears == "floppy"
            self.fill([self.head(shape)], self.dark if dark_ear else self.coat)
            if core:
                canvas.fill(
                    [self.head(core)], self.dark if self.kind.patches else inner
                )

    def _face(self) -> None:
        stage, canvas, s = self.stage, self.stage.canvas, self.s
        ink = mix(stage.palette.ink, rgb("241c22"), 0.5)
        if stage.brief.has("lion"):
            mane = [
                self.head(placed(ellipse(0.24, 0, 0.1, 0.075), 0, 0.0, 1, k * 30))
                for k in range(12)
            ]
            self.fill(mane, shade(self.coat, 0.14))
        skull = smooth(
            [
                (0, -0.19),
                (0.15, -0.16),
                (0.235, -0.02),
                (0.2, 0.09),
                (0.08, 0.16),
                (-0.08, 0.16),
                (-0.2, 0.09),
                (-0.235, -0.02),
                (-0.15, -0.16),
            ],
            8,
            closed=True,
        )
        outline = [self.head(skull)]
        self.fill(outline, self.coat)
        if self.kind.snout:
            cheeks = [
                smooth(
                    [
                        (side * 0.02, 0.0),
                        (side * 0.12, -0.01),
                        (side * 0.28, 0.06),
                        (side * 0.16, 0.2),
                        (0, 0.2),
                    ],
                    8,
                    closed=True,
                )
                for side in (-1, 1)
            ]
            canvas.fill([self.head(c) for c in cheeks], self.pale, within=outline)
        else:
            canvas.fill(
                [self.head(ellipse(k, 0.085, 0.075, 0.062)) for k in (-0.05, 0.05)],
                self.pale,
                within=outline,
            )
        if self.kind.patches:
            canvas.fill(
                [
                    self.head(
                        placed(
                            ellipse(0, 0, 0.052, 0.068),
                            k,
                            -0.005,
                            1,
                            24 if k > 0 else -24,
                        )
                    )
                    for k in (-0.1, 0.1)
                ],
                self.dark,
            )
        if self.kind.stripes and stage.detail:
            brow = [
                self.head([(k - 0.014, -0.2), (k + 0.014, -0.2), (k * 0.7, -0.1)])
                for k in (-0.065, 0.0, 0.065)
            ]
            side_marks = [
                self.head(
                    [
                        (side * 0.25, yy - 0.012),
                        (side * 0.16, yy + 0.006),
                        (side * 0.25, yy + 0.016),
                    ]
                )
                for side in (-1, 1)
                for yy in (0.02, 0.065)
            ]
            canvas.fill([*brow, *side_marks], self.dark, 0.8, within=outline)
        blink = stage.phase > 0.94
        for k in (-0.1, 0.1):
            if blink:
                canvas.stroke(
                    [self.head([(k - 0.03, 0), (k, 0.012), (k + 0.03, 0)])],
                    ink,
                    s * 0.012,
                )
                continue
            iris = mix(stage.palette.second, rgb("d9b24a"), 0.4)
            if stage.detail and not self.kind.patches:
                canvas.fill([self.head(ellipse(k, 0, 0.04, 0.044))], iris)
            canvas.fill([self.head(ellipse(k, 0.002, 0.03, 0.037))], ink)
            canvas.fill([self.head(ellipse(k - 0.01, -0.013, 0.011))], WHITE)
        canvas.fill(
            [
                self.head(
                    smooth(
                        [(-0.028, 0.058), (0.028, 0.058), (0.0, 0.09)], 4, closed=True
                    )
                )
            ],
            ink if self.kind.snout else mix(rgb("d97a7a"), ink, 0.2),
        )
        mouth = [
            self.head(smooth([(0, 0.088), (k * 0.02, 0.112), (k * 0.05, 0.106)], 5))
            for k in (-1, 1)
        ]
        canvas.stroke(mouth, ink, s * 0.008, 0.9)
        if stage.detail and self.kind.tail == "thin" and self.kind.ears == "pointed":
            hairs = [
                self.head([(k * 0.11, 0.08 + d), (k * 0.3, 0.06 + d * 2.4)])
                for k in (-1, 1)
                for d in (-0.012, 0.008, 0.026)
            ]
            canvas.stroke(
                hairs,
                mix(WHITE, self.pale, 0.5)
                if self.kind.coat == "3a3842"
                else mix(ink, self.coat, 0.4),
                s * 0.004,
                0.8,
            )
