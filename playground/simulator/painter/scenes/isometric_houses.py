"""Houses and shops of the isometric world."""

from typing import TYPE_CHECKING

from playground.simulator.painter.colour import WHITE, Colour, mix, rgb
from playground.simulator.painter.paint import Point
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.shapes import ellipse

if TYPE_CHECKING:
    from playground.simulator.painter.scenes.isometric import World

SHOPS = "shop shops cafe café coffee bakery store restaurant bar kiosk"


def house(
    world: "World",
    x: float,
    y: float,
    w: float,
    h: float,
    roof: Colour,
    *,
    shop: bool = False,
) -> None:
    palette, at, canvas = world.stage.palette, world.at, world.stage.canvas
    wall = mix(palette.paper, palette.horizon, 0.2)
    if palette.dark:
        wall = mix(wall, palette.land[1], 0.45)
    lit = 0.85 if palette.dark or world.stage.brief.has("evening warm night") else 0.3
    world.block(x, y, w, w, 0, h, wall)
    world.panes(
        x,
        y,
        w,
        0.12 if not shop else h * 0.5,
        h * (0.8 if not shop else 0.45),
        2 if w < 1 else 3,
        1,
        lit,
    )
    if shop:
        _shop(world, x, y, w, h, roof)
    z, e, peak = h, 0.1, h + w * 0.42
    mid = y + w / 2
    front = [
        at(x - e, y + w + e, z - 0.04),
        at(x + w + e, y + w + e, z - 0.04),
        at(x + w + e, mid, peak),
        at(x - e, mid, peak),
    ]
    back = [
        at(x - e, y - e, z - 0.04),
        at(x + w + e, y - e, z - 0.04),
        at(x + w + e, mid, peak),
        at(x - e, mid, peak),
    ]
    gable = [at(x + w, y, z), at(x + w, y + w, z), at(x + w, mid, peak - 0.05)]
    canvas.fill([back], shade(roof, 0.1))
    canvas.fill([gable], shade(wall, 0.16))
    canvas.fill([front], tint(roof, 0.04))
    if world.stage.detail > 1:
        rows = [
            [_between(front[0], front[3], t), _between(front[1], front[2], t)]
            for t in (0.2, 0.4, 0.6, 0.8)
        ]
        canvas.stroke(rows, shade(roof, 0.12), 2.2, 0.6)
    world.block(
        x + w * 0.2,
        y + w * 0.2,
        w * 0.12,
        w * 0.12,
        z + w * 0.1,
        w * 0.42,
        shade(roof, 0.12),
    )


def _shop(
    world: "World", x: float, y: float, w: float, h: float, colour: Colour
) -> None:
    at, canvas, palette = world.at, world.stage.canvas, world.stage.palette
    glass = [
        at(x + w * 0.08, y + w, h * 0.42),
        at(x + w * 0.6, y + w, h * 0.42),
        at(x + w * 0.6, y + w, 0.1),
        at(x + w * 0.08, y + w, 0.1),
    ]
    door = [
        at(x + w * 0.68, y + w, h * 0.46),
        at(x + w * 0.9, y + w, h * 0.46),
        at(x + w * 0.9, y + w, 0),
        at(x + w * 0.68, y + w, 0),
    ]
    side = [
        at(x + w, y + w * 0.92, h * 0.42),
        at(x + w, y + w * 0.12, h * 0.42),
        at(x + w, y + w * 0.12, 0.1),
        at(x + w, y + w * 0.92, 0.1),
    ]
    canvas.fill([glass, side], rgb("ffe09a"))
    canvas.fill([door], mix(palette.second, palette.ink, 0.2))
    for k in range(8):
        a, b = x + w * k / 8, x + w * (k + 1) / 8
        strip = [
            at(a, y + w, h * 0.62),
            at(b, y + w, h * 0.62),
            at(b, y + w + 0.26, h * 0.44),
            at(a, y + w + 0.26, h * 0.44),
        ]
        canvas.fill(
            [strip], palette.second if k % 2 else mix(WHITE, palette.paper, 0.5)
        )
    for k in range(2):
        tx, ty = x + w * (0.2 + 0.5 * k), y + w + 0.5
        canvas.fill(
            [ellipse(*at(tx, ty, 0.2), world.tile * 0.16, world.tile * 0.09)],
            palette.paper,
        )
        canvas.stroke(
            [[at(tx, ty, 0.19), at(tx, ty, 0)]], palette.ink, world.tile * 0.03
        )


def _between(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
