"""Woods: tall trunks in mist, or a glade of leafy trees."""

import math

from playground.simulator.painter.colour import WHITE, Colour, mix, rgb
from playground.simulator.painter.dice import Roll
from playground.simulator.painter.paint import Linear, down, glow
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes import plants, sky
from playground.simulator.painter.scenes.mountains import ridge_line
from playground.simulator.painter.shapes import Outline, blob, ellipse, pine, tapered
from playground.simulator.painter.stage import Stage


def draw(stage: Stage) -> None:
    leafy = stage.brief.has("tree trees autumn fall spring blossom grove apple park")
    if leafy or (
        not stage.brief.has("pine pines woods") and stage.always("wood").chance(0.3)
    ):
        _glade(stage)
    else:
        _deep_wood(stage)


def _deep_wood(stage: Stage) -> None:
    canvas, palette, w, h = stage.canvas, stage.palette, stage.width, stage.height
    light = mix(palette.horizon, palette.sun, 0.5)
    canvas.wash(
        down(
            0,
            h,
            mix(palette.sky[1], palette.land[0], 0.3),
            light,
            mix(light, palette.land[0], 0.4),
        )
    )
    place = (
        w
        * stage.roll("sun").around(
            stage.always("sun side").pick((0.36, 0.5, 0.64)), 0.06
        ),
        h * 0.36,
    )
    canvas.fill([ellipse(*place, 700)], glow(place, 700, palette.sun, 0.9))
    canvas.fill([ellipse(*place, 88)], palette.sun, 0.95)
    layers = stage.count(3, 4, 6, 7, 8)
    for i in range(layers):
        near = i / (layers - 1)
        colour = mix(mix(palette.land[0], light, 0.35), palette.land[4], near**0.9)
        _trunks(stage, near, colour, place[0])
        floor = ridge_line(
            stage, f"floor {round(near, 2)}", h * (0.76 + 0.19 * near), 26, near
        )
        canvas.ground(
            floor,
            down(
                h * (0.72 + 0.16 * near),
                h * 1.02,
                mix(colour, light, 0.12 * (1 - near)),
                colour,
            ),
        )
        if stage.detail:
            _undergrowth(stage, floor, near, colour, i)
        if near < 0.8 and stage.detail:
            sky.mist(stage, h * (0.74 + 0.12 * near), 150, light, 0.42 * (1 - near))
        if i == layers // 2 and stage.detail > 1:
            _shafts(stage, place, light)


def _trunks(stage: Stage, near: float, colour: Colour, sun_x: float) -> None:
    roll = stage.roll(f"trunks {round(near, 2)}")
    w, h = stage.width, stage.height
    number = max(2, int(w / 1000 * (12 - 8.5 * near)))
    shapes: list[Outline] = []
    for k in range(number):
        x = w * (k + roll.uniform(0.1, 0.9)) / number
        if near > 0.5 and abs(x - sun_x) < 130:
            x += 190 if x > sun_x else -190
        thick = (9 + 52 * near**1.5) * roll.uniform(0.75, 1.25)
        foot = h * (0.8 + 0.2 * near)
        lean = roll.around(0, 14)
        line = [(x, foot + 20), (x + lean * 0.2, foot - h * 0.3), (x + lean, -20)]
        trunk = tapered(line, thick * 1.25, thick * 0.7)
        shapes.append(trunk)
        for _ in range(stage.count(1, 3, 5, 6, 8)):
            shapes.append(_branch(roll, x, thick, roll.uniform(0, foot * 0.62), near))
    stage.canvas.fill(
        shapes, down(0, h, mix(colour, stage.palette.sky[1], 0.12), colour)
    )
    if stage.detail > 1 and near > 0.6:
        _bark(stage, roll, shapes, colour)


def _branch(roll: Roll, x: float, thick: float, y: float, near: float) -> Outline:
    side = roll.pick((-1, 1))
    reach = roll.uniform(46, 120) * (0.5 + near)
    line = [
        (x, y),
        (x + side * reach * 0.5, y - reach * 0.16),
        (x + side * reach, y - reach * roll.uniform(0.3, 0.6)),
    ]
    return tapered(line, thick * 0.3, 1.5)


def _bark(stage: Stage, roll: Roll, shapes: list[Outline], colour: Colour) -> None:
    lines = []
    for trunk in shapes:
        xs = [p[0] for p in trunk]
        if max(xs) - min(xs) > 90:
            continue
        for _ in range(stage.count(0, 0, 5, 9, 14)):
            x, y = roll.uniform(min(xs), max(xs)), roll.random() * stage.height * 0.8
            lines.append([(x, y), (x + roll.around(0, 3), y + roll.uniform(20, 80))])
    stage.canvas.stroke(lines, tint(colour, 0.1), 1.8, 0.35, within=shapes)


def _undergrowth(
    stage: Stage, floor: Outline, near: float, colour: Colour, index: int
) -> None:
    roll = stage.roll(f"undergrowth {index}")
    shapes: list[Outline] = []
    if near < 0.55:
        for _ in range(int(stage.width / 1000 * stage.by_detail(0, 5, 11, 15, 20))):
            x, y = roll.pick(floor)
            shapes.append(pine(x, y + 6, roll.uniform(30, 110) * (0.6 + near), 4))
        stage.canvas.fill(shapes, colour)
        return
    for _ in range(int(stage.width / 1000 * stage.by_detail(0, 12, 30, 44, 64))):
        x, y = roll.pick(floor)
        for _ in range(4):
            size = roll.uniform(16, 52) * near
            a = math.radians(roll.uniform(-160, -20))
            tip = (x + math.cos(a) * size, y + 6 + math.sin(a) * size)
            shapes.append(
                plants.leaf((x, y + 8), tip, size * 0.26, roll.around(0, 0.25))
            )
    stage.canvas.fill(shapes, mix(colour, stage.palette.accent, 0.06))


def _shafts(stage: Stage, place: tuple[float, float], light: Colour) -> None:
    roll = stage.roll("shafts")
    for _ in range(stage.count(0, 0, 4, 5, 6)):
        a = math.radians(roll.uniform(35, 145))
        spread = math.radians(roll.uniform(1.5, 4))
        reach = stage.height
        end = [
            (place[0] + math.cos(b) * reach, place[1] + math.sin(b) * reach)
            for b in (a - spread, a + spread)
        ]
        fade = ((0.0, light, 0.36), (1.0, light, 0.0))
        tip = (
            place[0] + math.cos(a) * reach * 0.9,
            place[1] + math.sin(a) * reach * 0.9,
        )
        stage.canvas.fill([[place, *end]], Linear(place, tip, fade), soft=5)


def _glade(stage: Stage) -> None:
    """Hills with leafy trees, the nearest large."""
    w, h, palette = stage.width, stage.height, stage.palette
    horizon = h * 0.6
    sky.backdrop(stage, horizon, sky.sun_place(stage, horizon))
    tones = _leaf_tones(stage)
    layers = stage.count(2, 3, 4, 4, 5)
    for i in range(layers):
        near = i / (layers - 1)
        level = horizon + (h * 0.86 - horizon) * near
        colour = mix(palette.land[0], palette.land[3], near)
        ridge = ridge_line(stage, f"glade {round(near, 2)}", level, 40, near)
        stage.canvas.ground(
            ridge, down(level - 40, level + 180, tint(colour, 0.08), colour)
        )
        roll = stage.roll(f"glade trees {round(near, 2)}")
        size = 70 + 330 * near**1.5
        number = max(2, int(w / size * stage.by_detail(0.5, 0.7, 0.9, 1.1, 1.3)))
        for _ in range(number):
            x, y = roll.pick(ridge)
            leaf = mix(roll.pick(tones), palette.horizon, 0.45 * (1 - near))
            plants.round_tree(
                stage, roll, (x, y + 10), size * roll.uniform(0.75, 1.15), leaf
            )
        if stage.detail > 1:
            _meadow(stage, ridge, near, colour, i)


def _leaf_tones(stage: Stage) -> list[Colour]:
    if stage.brief.has("autumn fall october") or stage.palette.name == "autumn":
        return [rgb(c) for c in ("d9652b", "e8a23a", "b93e2c", "c98a3a")]
    if stage.brief.has("blossom cherry sakura") or stage.palette.name in (
        "spring",
        "candy",
    ):
        return [rgb(c) for c in ("f2a7bd", "f7c6d3", "e88aa6", "8fc48a")]
    base = stage.palette.land
    return [mix(base[2], rgb("5fa564"), 0.3), base[2], mix(base[1], base[3], 0.4)]


def _meadow(
    stage: Stage, ridge: Outline, near: float, colour: Colour, index: int
) -> None:
    roll = stage.roll(f"meadow {index}")
    blades, flowers = [], []
    for _ in range(
        int(stage.width / 1000 * stage.by_detail(0, 0, 120, 200, 320) * near)
    ):
        x, y = roll.pick(ridge)
        x += roll.around(0, 6)
        y += roll.random() * 130
        size = roll.uniform(6, 20) * near
        blades.append([(x - 1.6, y), (x + roll.around(0, 5), y - size), (x + 1.6, y)])
        if roll.chance(0.14):
            flowers.append(blob(roll, x, y - size, 3.4 * near + 1, 3 * near + 1, 0.15))
    stage.canvas.fill(blades, shade(colour, 0.08), 0.8)
    stage.canvas.fill(flowers, mix(stage.palette.accent, WHITE, 0.2), 0.95)
