"""Trees and lamps of the isometric world."""

from typing import TYPE_CHECKING

from playground.simulator.painter.colour import Colour, mix, rgb
from playground.simulator.painter.dice import Roll
from playground.simulator.painter.paint import Point
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.shapes import ellipse
from playground.simulator.painter.stage import Stage

if TYPE_CHECKING:
    from playground.simulator.painter.scenes.isometric import World


def lamp(world: "World", x: float, y: float) -> None:
    canvas, palette = world.stage.canvas, world.stage.palette
    canvas.stroke(
        [[world.at(x, y), world.at(x, y, 0.8)]], palette.ink, world.tile * 0.045
    )
    canvas.fill(
        [ellipse(*world.at(x, y, 0.85), world.tile * 0.3)],
        rgb("ffdf94"),
        0.25,
        soft=8,
    )
    canvas.fill([ellipse(*world.at(x, y, 0.85), world.tile * 0.1)], rgb("ffe7ae"))


def tree(world: "World", kind: str, x: float, y: float, size: float = 1.0) -> None:
    canvas, palette, roll, t = (
        world.stage.canvas,
        world.stage.palette,
        world.roll,
        world.tile,
    )
    size *= roll.uniform(0.75, 1.1)
    foot = world.at(x, y)
    canvas.fill(
        [ellipse(foot[0] + t * 0.08, foot[1], t * 0.28 * size, t * 0.14 * size)],
        palette.ink,
        0.18,
    )
    green = mix(palette.land[2], rgb("57a05c"), 0.5)
    if palette.dark:
        green = mix(green, palette.land[3], 0.5)
    green = mix(green, palette.second, roll.random() * 0.16)
    if kind == "bush":
        canvas.fill(
            [ellipse(foot[0], foot[1] - t * 0.12, t * 0.22 * size, t * 0.18 * size)],
            green,
        )
        canvas.fill(
            [
                ellipse(
                    foot[0] - t * 0.05,
                    foot[1] - t * 0.17,
                    t * 0.12 * size,
                    t * 0.09 * size,
                )
            ],
            tint(green, 0.12),
        )
        return
    canvas.stroke(
        [[foot, world.at(x, y, 0.4 * size)]],
        mix(palette.ink, rgb("8a5f45"), 0.6),
        t * 0.08 * size,
    )
    if kind == "pine":
        for k in range(3):
            z = 0.24 + 0.3 * k
            wide = t * (0.34 - 0.08 * k) * size
            base, top = world.at(x, y, z * size), world.at(x, y, (z + 0.62) * size)
            canvas.fill(
                [
                    [
                        (base[0] - wide, base[1]),
                        top,
                        (base[0], base[1] + wide * 0.42),
                    ]
                ],
                tint(green, 0.05 + 0.03 * k),
            )
            canvas.fill(
                [
                    [
                        (base[0], base[1] + wide * 0.42),
                        top,
                        (base[0] + wide, base[1]),
                    ]
                ],
                shade(green, 0.1),
            )
        return
    centre = world.at(x, y, 0.75 * size)
    _round_crown(world.stage, roll, centre, t * 0.36 * size, green)


def _round_crown(
    stage: Stage, roll: Roll, centre: Point, r: float, green: Colour
) -> None:
    x, y = centre
    stage.canvas.fill([ellipse(x, y, r, r * 1.08)], shade(green, 0.08))
    stage.canvas.fill([ellipse(x - r * 0.14, y - r * 0.16, r * 0.78, r * 0.82)], green)
    if stage.detail:
        stage.canvas.fill(
            [ellipse(x - r * 0.28, y - r * 0.34, r * 0.42, r * 0.42)], tint(green, 0.14)
        )
