"""A living room: a window, an armchair, a lamp, a plant, a rug."""

import math

from playground.simulator.painter.colour import WHITE, mix, rgb
from playground.simulator.painter.paint import Linear, down, glow, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.plants import leaf
from playground.simulator.painter.scenes.solids import contact_shadow, rounded_shade
from playground.simulator.painter.shapes import box, ellipse, rounded, smooth
from playground.simulator.painter.stage import Stage


def draw(stage: Stage) -> None:
    canvas, palette, w, h = stage.canvas, stage.palette, stage.width, stage.height
    floor = h * 0.76
    wall = mix(
        palette.land[1] if palette.dark else palette.sky[-2],
        palette.paper,
        0.12 if palette.dark else 0.35,
    )
    wood = mix(rgb("c98f5f"), palette.land[2], 0.35)
    canvas.wash(down(0, floor, shade(wall, 0.03), wall))
    canvas.fill([box(0, floor, w, h + 2)], down(floor, h, wood, shade(wood, 0.08)))
    if stage.detail > 1:
        k = h - floor
        boards = [
            [(0, floor + k * t), (w, floor + k * t)] for t in (0.14, 0.32, 0.55, 0.82)
        ]
        canvas.stroke(boards, shade(wood, 0.14), 2.4, 0.5)
    canvas.fill([box(0, floor - 20, w, floor)], tint(wall, 0.12))
    side = stage.always("window side").pick((0.3, 0.62))
    _window(stage, w * side, floor)
    middle = w * (0.5 if w < 1200 else 0.46)
    canvas.fill(
        [
            ellipse(
                middle,
                floor + (h - floor) * 0.52,
                min(w * 0.42, 520),
                (h - floor) * 0.3,
            )
        ],
        palette.second,
        0.9,
    )
    if stage.detail:
        canvas.stroke(
            [
                ellipse(
                    middle,
                    floor + (h - floor) * 0.52,
                    min(w * 0.42, 520) * k,
                    (h - floor) * 0.3 * k,
                )
                for k in (0.9, 0.72)
            ],
            palette.paper,
            5,
            0.7,
        )
    _picture(stage, w * (1 - side) + 40, floor - h * 0.46)
    _armchair(stage, middle, floor + (h - floor) * 0.5)
    _lamp(stage, middle + 330 if side < 0.5 else middle - 330, floor + 26)
    _plant(stage, middle - 340 if side < 0.5 else middle + 340, floor + 34)


def _window(stage: Stage, x: float, floor: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    wide, top, low = 190.0, floor * 0.14, floor * 0.66
    frame = mix(WHITE, palette.paper, 0.5)
    canvas.fill([rounded(x - wide - 14, top - 14, x + wide + 14, low + 14, 10)], frame)
    pane = [box(x - wide, top, x + wide, low)]
    canvas.fill(pane, down(top, low, *palette.sky))
    sun = (x + 60, top + (low - top) * 0.42)
    canvas.fill([ellipse(*sun, 200)], glow(sun, 200, palette.sun, 0.8), within=pane)
    canvas.fill([ellipse(*sun, 40)], palette.sun, within=pane)
    for k in range(stage.count(1, 2, 3)):
        base = top + (low - top) * (0.72 + 0.09 * k)
        hill = smooth(
            [
                (x - wide - 40, base),
                (x - wide * 0.4, base - 50 + 20 * k),
                (x + wide * 0.2, base),
                (x + wide * 0.7, base - 30),
                (x + wide + 40, base),
            ],
            8,
        )
        canvas.fill(
            [[*hill, (x + wide + 40, low + 40), (x - wide - 40, low + 40)]],
            palette.land[k],
            within=pane,
        )
    canvas.fill(
        [
            box(x - 5, top, x + 5, low),
            box(
                x - wide, top + (low - top) * 0.4, x + wide, top + (low - top) * 0.4 + 9
            ),
        ],
        frame,
    )
    canvas.fill(
        [box(x - wide - 34, low + 12, x + wide + 34, low + 30)], shade(frame, 0.05)
    )
    if stage.detail:
        cloth = mix(palette.accent, palette.paper, 0.35)
        for sign in (-1, 1):
            edge = x + sign * (wide + 40)
            fall = smooth(
                [
                    (x + sign * wide * 0.52, top - 30),
                    (x + sign * wide * 0.7, top + (low - top) * 0.5),
                    (x + sign * (wide * 0.82), low + 60),
                ],
                8,
            )
            shape = [*fall, (edge, low + 60), (edge, top - 30)]
            canvas.fill(
                [shape],
                Linear(
                    (x + sign * wide * 0.5, 0),
                    (edge, 0),
                    stops(
                        shade(cloth, 0.05), tint(cloth, 0.08), cloth, shade(cloth, 0.05)
                    ),
                ),
                0.94,
            )
        canvas.stroke(
            [[(x - wide - 60, top - 32), (x + wide + 60, top - 32)]], palette.ink, 8
        )


def _picture(stage: Stage, x: float, y: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    canvas.fill([box(x - 82, y - 96, x + 90, y + 116)], palette.ink, 0.16, soft=6)
    canvas.fill([box(x - 88, y - 106, x + 88, y + 106)], palette.ink)
    canvas.fill([box(x - 80, y - 98, x + 80, y + 98)], palette.paper)
    canvas.fill([ellipse(x + 14, y - 26, 36)], palette.accent)
    canvas.fill(
        [
            [
                (x - 62, y + 72),
                (x - 20, y - 8),
                (x + 14, y + 36),
                (x + 30, y + 14),
                (x + 62, y + 72),
            ]
        ],
        palette.land[2],
    )


def _armchair(stage: Stage, x: float, foot: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    colour = palette.accent
    contact_shadow(stage, x, foot + 4, 230, 0.4)
    legs = [[(x + k, foot - 60), (x + k * 1.12, foot)] for k in (-150, 150)]
    canvas.stroke(legs, mix(palette.ink, rgb("7a4f35"), 0.6), 15)
    parts = (
        (rounded(x - 160, foot - 370, x + 160, foot - 90, 84), colour),
        (rounded(x - 158, foot - 196, x + 158, foot - 110, 36), tint(colour, 0.1)),
        (rounded(x - 168, foot - 136, x + 168, foot - 42, 30), shade(colour, 0.04)),
        (rounded(x - 216, foot - 250, x - 132, foot - 40, 42), colour),
        (rounded(x + 132, foot - 250, x + 216, foot - 40, 42), shade(colour, 0.06)),
    )
    for shape, tone in parts:
        canvas.fill([shape], down(foot - 370, foot - 40, tint(tone, 0.08), tone))
        rounded_shade(stage, [shape], tone, 0.5)
    if stage.detail:
        cushion = smooth(
            [
                (x - 96, foot - 300),
                (x, foot - 312),
                (x + 78, foot - 286),
                (x + 84, foot - 190),
                (x - 10, foot - 176),
                (x - 104, foot - 196),
            ],
            8,
            closed=True,
        )
        canvas.fill([cushion], palette.second)
        rounded_shade(stage, [cushion], palette.second, 0.5)
    if stage.detail > 1:
        canvas.fill(
            [ellipse(x + k, foot - 334, 5) for k in (-70, 0, 70)], shade(colour, 0.16)
        )


def _lamp(stage: Stage, x: float, foot: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    top = foot - 500
    warm = rgb("ffe2a6")
    canvas.fill(
        [ellipse(x, top, 330)], glow((x, top), 330, warm, 0.75 if palette.dark else 0.4)
    )
    canvas.fill([ellipse(x, foot, 62, 13)], palette.ink)
    canvas.stroke([[(x, foot), (x, top)]], palette.ink, 9)
    shadow = [
        (x - 58, top - 70),
        (x + 58, top - 70),
        (x + 92, top + 50),
        (x - 92, top + 50),
    ]
    canvas.fill([shadow], down(top - 70, top + 50, mix(warm, palette.paper, 0.3), warm))
    rounded_shade(stage, [shadow], mix(warm, palette.second, 0.5), 0.4)


def _plant(stage: Stage, x: float, foot: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    roll = stage.roll("plant")
    green = mix(palette.land[2], rgb("4d8f5c"), 0.6)
    pot = mix(palette.land[1], palette.paper, 0.2)
    sway = 3 * math.sin(math.tau * stage.phase)
    contact_shadow(stage, x, foot, 74, 0.35)
    for k in range(stage.count(7, 9, 11, 13, 15)):
        angle = math.radians(
            -170
            + 160 * (k + 0.5) / stage.count(7, 9, 11, 13, 15)
            + roll.around(0, 6)
            + sway
        )
        reach = roll.uniform(180, 300)
        tip = (x + math.cos(angle) * reach, foot - 130 + math.sin(angle) * reach * 1.1)
        tone = mix(green, tint(green, 0.2), roll.random())
        shape = leaf((x, foot - 120), tip, reach * 0.34, 0.12 if tip[0] > x else -0.12)
        canvas.fill([shape], tone)
        if stage.detail:
            canvas.stroke(
                [[(x, foot - 120), tip]], tint(tone, 0.16), 2.4, 0.5, within=[shape]
            )
    shape = [(x - 74, foot - 140), (x + 74, foot - 140), (x + 54, foot), (x - 54, foot)]
    canvas.fill(
        [shape],
        Linear((x - 74, 0), (x + 74, 0), stops(tint(pot, 0.14), pot, shade(pot, 0.12))),
    )
    rounded_shade(stage, [shape], pot, 0.6)
