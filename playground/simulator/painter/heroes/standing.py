"""What stands in a landscape: a cottage, mushrooms, a tree."""

import math

from playground.simulator.painter.colour import WHITE, Colour, mix, rgb
from playground.simulator.painter.dice import Roll
from playground.simulator.painter.paint import Linear, down, glow, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes import plants
from playground.simulator.painter.scenes.solids import rounded_shade
from playground.simulator.painter.shapes import (
    Outline,
    blob,
    box,
    ellipse,
    pine,
    smooth,
)
from playground.simulator.painter.stage import Stage


def cottage(stage: Stage, x: float, y: float, s: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    foot = y + s * 0.44
    wall = mix(palette.paper, palette.horizon, 0.15)
    if palette.dark:
        wall = mix(wall, palette.land[1], 0.5)
    roof = palette.accent
    left, right, eaves = x - s * 0.34, x + s * 0.34, y + s * 0.0
    ridge = y - s * 0.34
    _smoke(stage, x + s * 0.17, ridge - s * 0.04, s)
    chimney = mix(roof, palette.ink, 0.4)
    canvas.fill(
        [box(x + s * 0.13, ridge - s * 0.05, x + s * 0.21, eaves)],
        Linear((x + s * 0.13, 0), (x + s * 0.21, 0), stops(tint(chimney), chimney)),
    )
    canvas.fill(
        [box(x + s * 0.115, ridge - s * 0.075, x + s * 0.225, ridge - s * 0.045)],
        shade(chimney),
    )
    front: Outline = [
        (left, foot),
        (left, eaves),
        (x - s * 0.1, ridge + s * 0.03),
        (x + s * 0.14, eaves),
        (x + s * 0.14, foot),
    ]
    side = box(x + s * 0.14, eaves, right, foot)
    canvas.fill([side], down(eaves, foot, shade(wall, 0.12), shade(wall, 0.06)))
    canvas.fill([front], down(ridge, foot, tint(wall, 0.05), wall))
    if stage.detail > 1:
        planks = [
            [(left, eaves + s * 0.055 * k), (x + s * 0.14, eaves + s * 0.055 * k)]
            for k in range(8)
        ]
        canvas.stroke(planks, shade(wall, 0.1), s * 0.004, 0.6, within=[front])
        rounded_shade(stage, [front], wall, 0.3)
    slope: Outline = [
        (x - s * 0.1, ridge),
        (right - s * 0.1, ridge),
        (right + s * 0.05, eaves + s * 0.02),
        (x + s * 0.15, eaves + s * 0.02),
    ]
    canvas.fill([slope], down(ridge, eaves, roof, shade(roof, 0.1)))
    if stage.detail > 1:
        tiles = []
        for k in range(1, 6):
            t = k / 6
            yy = ridge + (eaves - ridge) * t
            tiles.append(
                [(x - s * 0.1 + s * 0.25 * t, yy), (right - s * 0.1 + s * 0.15 * t, yy)]
            )
        canvas.stroke(tiles, shade(roof, 0.16), s * 0.006, 0.6)
    gable: list[Outline] = [
        [
            (x - s * 0.1, ridge - s * 0.005),
            (x + s * 0.17, eaves + s * 0.03),
            (x + s * 0.13, eaves + s * 0.045),
            (x - s * 0.1, ridge + s * 0.06),
            (left - s * 0.01, eaves + s * 0.045),
            (left - s * 0.05, eaves + s * 0.03),
        ]
    ]
    canvas.fill(gable, tint(roof, 0.1))
    light = (
        rgb("ffd98a")
        if palette.dark or palette.name in ("sunset", "dusk")
        else mix(palette.sky[0], palette.land[3], 0.35)
    )
    door = mix(palette.second, palette.ink, 0.12)
    canvas.fill(
        [box(x - s * 0.15, foot - s * 0.2, x - s * 0.05, foot)],
        down(foot - s * 0.2, foot, tint(door), door),
    )
    canvas.fill([ellipse(x - s * 0.065, foot - s * 0.1, s * 0.008)], palette.sun)
    frames = [
        (x - s * 0.29, foot - s * 0.24, 0.09, 0.11),
        (x + s * 0.03, foot - s * 0.24, 0.08, 0.11),
        (x - s * 0.14, eaves - s * 0.13, 0.08, 0.09),
        (x + s * 0.19, foot - s * 0.24, 0.1, 0.11),
    ]
    for wx, wy, ww, wh in frames:
        canvas.fill(
            [
                box(
                    wx - s * 0.01,
                    wy - s * 0.01,
                    wx + s * (ww + 0.01),
                    wy + s * (wh + 0.01),
                )
            ],
            mix(WHITE, wall, 0.3),
        )
        canvas.fill([box(wx, wy, wx + s * ww, wy + s * wh)], light)
        if stage.detail:
            canvas.stroke(
                [
                    [(wx + s * ww / 2, wy), (wx + s * ww / 2, wy + s * wh)],
                    [(wx, wy + s * wh / 2), (wx + s * ww, wy + s * wh / 2)],
                ],
                mix(WHITE, wall, 0.3),
                s * 0.007,
            )
        if palette.dark:
            middle = (wx + s * ww / 2, wy + s * wh / 2)
            canvas.fill([ellipse(*middle, s * 0.2)], glow(middle, s * 0.2, light, 0.5))
    if stage.detail:
        _bushes(stage, x, foot, s)


def _smoke(stage: Stage, x: float, y: float, s: float) -> None:
    for k in range(stage.count(2, 3, 4, 5, 5)):
        t = (k + stage.phase) / 5
        puff = ellipse(
            x + s * (0.05 * math.sin(t * 5) + 0.16 * t),
            y - s * (0.04 + 0.34 * t),
            s * (0.025 + 0.05 * t),
        )
        stage.canvas.fill(
            [puff],
            mix(WHITE, stage.palette.sky[1], 0.25),
            0.6 * (1 - t),
            soft=s * 0.008,
        )


def _bushes(stage: Stage, x: float, foot: float, s: float) -> None:
    roll = stage.roll("bushes")
    green = mix(stage.palette.land[2], stage.palette.land[3], 0.4)
    for k in (-0.38, -0.22, 0.2, 0.34, 0.44):
        shape = [
            blob(
                roll,
                x + s * k,
                foot - s * 0.02,
                s * roll.uniform(0.06, 0.09),
                s * roll.uniform(0.05, 0.075),
                0.1,
            )
        ]
        stage.canvas.fill(
            shape,
            down(foot - s * 0.1, foot + s * 0.04, tint(green, 0.1), shade(green, 0.05)),
        )
        rounded_shade(stage, shape, green, 0.5)
    stage.canvas.fill(
        [pine(x - s * 0.44, foot + s * 0.02, s * 0.5, 4)],
        down(foot - s * 0.5, foot, green, shade(green, 0.08)),
    )


def mushrooms(stage: Stage, x: float, y: float, s: float) -> None:
    foot = y + s * 0.46
    roll = stage.roll("mushrooms")
    _mushroom(stage, roll, x + s * 0.27, foot, s * 0.5, 7)
    _mushroom(stage, roll, x - s * 0.29, foot, s * 0.4, -9)
    _mushroom(stage, roll, x - s * 0.01, foot + s * 0.02, s * 0.92, roll.around(0, 3))
    blades: list[Outline] = []
    for _ in range(stage.count(10, 24, 46, 64, 90)):
        bx = x + s * roll.around(0, 0.48)
        tip = (
            bx + roll.around(0, s * 0.05),
            foot + s * 0.02 - s * roll.uniform(0.04, 0.15),
        )
        blades.append(
            [(bx - s * 0.008, foot + s * 0.03), tip, (bx + s * 0.008, foot + s * 0.03)]
        )
    stage.canvas.fill(blades, mix(stage.palette.land[2], rgb("3f8a4e"), 0.3))


def _mushroom(
    stage: Stage, roll: Roll, x: float, foot: float, s: float, lean: float
) -> None:
    canvas, palette = stage.canvas, stage.palette
    cream = mix(palette.paper, rgb("f6e7cf"), 0.6)
    if palette.dark:
        cream = mix(cream, palette.land[1], 0.4)
    cx, cy = x + lean * s * 0.01, foot - s * 0.62
    stalk = [
        (x - s * 0.12, foot),
        *smooth(
            [
                (x - s * 0.12, foot),
                (x - s * 0.075, foot - s * 0.25),
                (cx - s * 0.08, cy),
            ],
            8,
        ),
        *smooth(
            [
                (cx + s * 0.08, cy),
                (x + s * 0.075, foot - s * 0.25),
                (x + s * 0.12, foot),
            ],
            8,
        ),
    ]
    canvas.fill(
        [stalk],
        Linear((x - s * 0.12, 0), (x + s * 0.12, 0), stops(cream, shade(cream, 0.1))),
    )
    rounded_shade(stage, [stalk], cream, 0.6)
    canvas.fill(
        [
            smooth(
                [
                    (cx - s * 0.13, cy + s * 0.13),
                    (cx, cy + s * 0.1),
                    (cx + s * 0.13, cy + s * 0.13),
                    (cx + s * 0.1, cy + s * 0.19),
                    (cx, cy + s * 0.16),
                    (cx - s * 0.1, cy + s * 0.19),
                ],
                6,
                closed=True,
            )
        ],
        tint(cream, 0.05),
    )
    gills = [ellipse(cx, cy + s * 0.0, s * 0.36, s * 0.075)]
    canvas.fill(gills, shade(cream, 0.12))
    if stage.detail > 1:
        lines = [
            [(cx, cy + s * 0.03), (cx + s * 0.36 * math.sin(k / 6), cy + s * 0.075)]
            for k in range(-9, 10)
        ]
        canvas.stroke(lines, shade(cream, 0.24), s * 0.005, 0.6, within=gills)
    colour: Colour = palette.accent
    cap = smooth(
        [
            (cx - s * 0.4, cy + s * 0.0),
            (cx - s * 0.33, cy - s * 0.2),
            (cx, cy - s * 0.37),
            (cx + s * 0.33, cy - s * 0.2),
            (cx + s * 0.4, cy + s * 0.0),
            (cx, cy + s * 0.045),
        ],
        9,
        closed=True,
    )
    canvas.fill(
        [cap],
        Linear(
            (cx - s * 0.3, cy - s * 0.35),
            (cx + s * 0.3, cy + s * 0.05),
            stops(tint(colour, 0.12), colour, shade(colour, 0.1)),
        ),
    )
    dots = [
        (-0.22, -0.1, 0.05),
        (-0.04, -0.22, 0.065),
        (0.14, -0.12, 0.055),
        (0.27, -0.04, 0.035),
        (-0.3, 0.0, 0.03),
        (0.02, -0.05, 0.035),
        (0.16, -0.25, 0.03),
    ]
    spots = [
        blob(roll, cx + s * a, cy + s * b, s * r, s * r * 0.8, 0.1)
        for a, b, r in dots[: stage.count(3, 5, 7)]
    ]
    canvas.fill(spots, mix(WHITE, cream, 0.4), within=[cap])
    rounded_shade(stage, [cap], colour, 0.65)


def lone_tree(stage: Stage, x: float, y: float, s: float) -> None:
    green = mix(stage.palette.land[2], rgb("5fa564"), 0.25)
    plants.round_tree(stage, stage.roll("lone tree"), (x, y + s * 0.5), s, green)
