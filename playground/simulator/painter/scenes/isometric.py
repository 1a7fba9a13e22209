"""A little world of blocks, seen from above a corner."""

import math

from playground.simulator.painter.colour import Colour, mix, rgb
from playground.simulator.painter.paint import Point, down
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes import isometric_green, isometric_houses
from playground.simulator.painter.scenes.isometric_houses import SHOPS
from playground.simulator.painter.shapes import Outline
from playground.simulator.painter.stage import Stage

TALL = "city skyline tower towers buildings urban downtown office"
COS, SIN = math.cos(math.radians(30)), 0.5


def draw(stage: Stage) -> None:
    palette = stage.palette
    if not stage.cutout:
        wall = mix(palette.sky[-2], palette.paper, 0.3)
        stage.canvas.wash(
            down(
                0,
                stage.height,
                mix(wall, palette.sky[0], 0.25),
                wall,
                mix(palette.horizon, palette.paper, 0.3),
            )
        )
    World(stage).draw()


class World:
    """A square of n × n plots on a slab, drawn from the back to the front."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        close = stage.brief.has(SHOPS) or not stage.brief.has(TALL)
        self.n = stage.count(3, 4, 4, 5, 5) if close else stage.count(4, 5, 6, 6, 7)
        self.tile = min(stage.width, stage.height) * 0.88 / (2 * COS * self.n)
        self.tile = min(self.tile, stage.width * 0.86 / (2 * COS * self.n))
        self.origin = (
            stage.width / 2,
            stage.height / 2 - self.n * self.tile * SIN + self.tile * 0.7,
        )
        self.roll = stage.roll("plots")
        self.kinds = self._kinds()

    def at(self, x: float, y: float, z: float = 0.0) -> Point:
        """A place of the world on the canvas; all in plots."""
        t = self.tile
        return (
            self.origin[0] + (x - y) * COS * t,
            self.origin[1] + (x + y) * SIN * t - z * t,
        )

    def draw(self) -> None:
        stage, palette, n = self.stage, self.stage.palette, self.n
        if not stage.cutout:
            corners = ((-0.1, n * 0.1), (n, -0.1), (n + 0.3, n + 0.3), (0, n + 0.3))
            shadow = [self.at(x, y, -0.75) for x, y in corners]
            stage.canvas.fill([shadow], palette.ink, 0.22, soft=24)
        grass = (
            mix(palette.land[0], rgb("9ccf7e"), 0.35)
            if not palette.dark
            else palette.land[1]
        )
        soil = mix(palette.land[3], rgb("8a5f45"), 0.35)
        self.block(0, 0, n, n, -0.55, 0.5, soil)
        self.block(0, 0, n, n, -0.12, 0.12, grass)
        if stage.detail:
            self._paths(grass)
        order = sorted(((x, y) for x in range(n) for y in range(n)), key=sum)
        for x, y in order:
            self.plot(x, y)

    def _kinds(self) -> list[str]:
        brief = self.stage.brief
        if brief.has(SHOPS):
            return ["tree", "tree", "lamp", "house", "bush", "pine"]
        if brief.has(TALL):
            return ["tower", "tower", "tower", "tree", ""]
        if brief.has("forest tree trees woods jungle"):
            return ["tree", "tree", "pine", "pine", ""]
        if brief.has("sea ocean island beach boat"):
            return ["water", "water", "palm", "tree", "house"]
        return ["house", "tree", "tree", "pine", "", "bush"]

    def _paths(self, grass: Colour) -> None:
        way = mix(self.stage.palette.paper, grass, 0.2)
        k = self.n // 2
        for a, b in (
            ((k - 0.14, 0), (k + 0.14, self.n)),
            ((0, k - 0.14), (self.n, k + 0.14)),
        ):
            quad = [
                self.at(a[0], a[1]),
                self.at(b[0], a[1]),
                self.at(b[0], b[1]),
                self.at(a[0], b[1]),
            ]
            self.stage.canvas.fill([quad], way)

    def plot(self, x: int, y: int) -> None:
        kind = self.roll.pick(self.kinds)
        chief = self.n // 2 - (0 if self.n % 2 else 1)
        if (x, y) == (chief, chief):
            self.chief(x, y)
            return
        if (abs(x - chief) <= 0 and y == chief + 1) or (
            abs(y - chief) <= 0 and x == chief + 1
        ):
            return
        middle = (
            x + 0.5 + self.roll.around(0, 0.08),
            y + 0.5 + self.roll.around(0, 0.08),
        )
        tones = (
            self.stage.palette.accent,
            self.stage.palette.second,
            self.stage.palette.land[1],
            self.stage.palette.paper,
        )
        if kind == "tower":
            self.tower(
                x + 0.14,
                y + 0.14,
                0.72,
                self.roll.uniform(0.8, 2.6),
                self.roll.pick(tones),
            )
        elif kind == "house":
            isometric_houses.house(
                self, x + 0.2, y + 0.2, 0.6, 0.5, self.roll.pick(tones[:2])
            )
        elif kind == "water":
            quad = [
                self.at(x, y),
                self.at(x + 1, y),
                self.at(x + 1, y + 1),
                self.at(x, y + 1),
            ]
            self.stage.canvas.fill(
                [quad], mix(self.stage.palette.land[1], rgb("58b9d9"), 0.6)
            )
        elif kind == "lamp":
            isometric_green.lamp(self, *middle)
        elif kind:
            isometric_green.tree(self, kind, *middle)

    def chief(self, x: int, y: int) -> None:
        """The building that the picture is about."""
        brief, palette = self.stage.brief, self.stage.palette
        if brief.has(TALL):
            self.tower(x + 0.05, y + 0.05, 0.95, 3.2, palette.accent)
        elif brief.has("forest tree trees woods jungle") and not brief.has(
            "house cabin"
        ):
            isometric_green.tree(self, "tree", x + 0.6, y + 0.6, 2.0)
        else:
            isometric_houses.house(
                self,
                x - 0.15,
                y - 0.15,
                1.4,
                1.05,
                palette.accent,
                shop=brief.has(SHOPS),
            )

    def block(
        self, x: float, y: float, w: float, d: float, z: float, h: float, colour: Colour
    ) -> None:
        canvas, at = self.stage.canvas, self.at
        top = [
            at(x, y, z + h),
            at(x + w, y, z + h),
            at(x + w, y + d, z + h),
            at(x, y + d, z + h),
        ]
        left = [
            at(x, y + d, z + h),
            at(x + w, y + d, z + h),
            at(x + w, y + d, z),
            at(x, y + d, z),
        ]
        right = [
            at(x + w, y, z + h),
            at(x + w, y + d, z + h),
            at(x + w, y + d, z),
            at(x + w, y, z),
        ]
        canvas.fill([left], shade(colour, 0.07))
        canvas.fill([right], shade(colour, 0.16))
        canvas.fill([top], tint(colour, 0.07))

    def panes(
        self,
        x: float,
        y: float,
        w: float,
        z: float,
        h: float,
        columns: int,
        rows: int,
        lit: float,
    ) -> None:
        """Windows on both visible walls of a square block."""
        palette, roll, at = self.stage.palette, self.roll, self.at
        warm: list[Outline] = []
        cool: list[Outline] = []
        for r in range(rows):
            low, high = z + h * (r + 0.26) / rows, z + h * (r + 0.78) / rows
            for c in range(columns):
                a, b = w * (c + 0.2) / columns, w * (c + 0.8) / columns
                front = [
                    at(x + a, y + w, high),
                    at(x + b, y + w, high),
                    at(x + b, y + w, low),
                    at(x + a, y + w, low),
                ]
                side = [
                    at(x + w, y + a, high),
                    at(x + w, y + b, high),
                    at(x + w, y + b, low),
                    at(x + w, y + a, low),
                ]
                for pane in (front, side):
                    (warm if roll.chance(lit) else cool).append(pane)
        self.stage.canvas.fill(cool, mix(palette.land[4], palette.sky[0], 0.35), 0.75)
        self.stage.canvas.fill(warm, rgb("ffdf94"))

    def tower(self, x: float, y: float, w: float, h: float, colour: Colour) -> None:
        if self.stage.palette.dark:
            colour = mix(colour, self.stage.palette.land[2], 0.6)
        self.block(x, y, w, w, 0, h, colour)
        if self.stage.detail:
            self.panes(
                x,
                y,
                w,
                0.1,
                h - 0.15,
                3,
                max(2, round(h * 3)),
                0.5 if self.stage.palette.dark else 0.2,
            )
        self.block(
            x + w * 0.2, y + w * 0.2, w * 0.3, w * 0.3, h, 0.14, shade(colour, 0.05)
        )
