"""A street seen straight on: narrow houses, shops, lamps."""

from playground.simulator.painter.colour import WHITE, Colour, mix, rgb
from playground.simulator.painter.dice import Roll
from playground.simulator.painter.paint import down, glow
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes import plants, sky
from playground.simulator.painter.scenes.solids import rounded_shade
from playground.simulator.painter.shapes import Outline, box, ellipse
from playground.simulator.painter.stage import Stage


def draw(stage: Stage) -> None:
    w, h, palette = stage.width, stage.height, stage.palette
    ground = h * 0.84
    sky.sky(stage, ground)
    if palette.dark:
        sky.stars(stage, ground * 0.5)
    sky.sun(stage, sky.sun_place(stage, ground * 0.6))
    if stage.detail:
        sky.clouds(stage, ground * 0.5)
    roll = stage.roll("houses")
    tones = _tones(stage)
    x = -roll.uniform(0, 80)
    k = 0
    while x < w:
        wide = roll.uniform(170, 250)
        tall = ground * roll.uniform(0.46, 0.72)
        _house(
            stage,
            stage.roll(f"house {k}"),
            (x, ground - tall, x + wide, ground),
            tones[k % len(tones)],
        )
        x += wide
        k += 1
    pavement = mix(palette.land[3], palette.paper, 0.3)
    road = mix(palette.land[4], palette.ink, 0.25)
    stage.canvas.fill(
        [box(0, ground, w, h)],
        down(ground, h, mix(pavement, palette.horizon, 0.2), pavement),
    )
    stage.canvas.fill([box(0, ground + (h - ground) * 0.4, w, h)], road)
    if stage.detail:
        dashes = [
            box(d, h - (h - ground) * 0.3, d + 90, h - (h - ground) * 0.26)
            for d in range(30, int(w), 180)
        ]
        stage.canvas.fill(dashes, palette.paper, 0.7)
        _lamps(stage, ground)


def _tones(stage: Stage) -> list[Colour]:
    palette = stage.palette
    tones = [
        palette.accent,
        palette.land[1],
        palette.second,
        palette.land[2],
        mix(palette.paper, palette.land[0], 0.4),
        palette.land[3],
    ]
    if palette.dark:
        tones = [mix(tone, palette.land[3], 0.6) for tone in tones]
    stage.always("tones").shuffle(tones)
    return tones


def _house(
    stage: Stage, roll: Roll, frame: tuple[float, float, float, float], colour: Colour
) -> None:
    canvas, palette = stage.canvas, stage.palette
    left, top, right, foot = frame
    wide = right - left
    wall = [box(left, top, right, foot)]
    roof_colour = shade(mix(colour, palette.ink, 0.35), 0.04)
    if roll.chance(0.5):
        canvas.fill(
            [
                [
                    (left - 4, top + 2),
                    (left + wide * 0.5, top - wide * 0.42),
                    (right + 4, top + 2),
                ]
            ],
            down(top - wide * 0.42, top, tint(roof_colour), roof_colour),
        )
    else:
        canvas.fill([box(left - 5, top - 18, right + 5, top + 2)], roof_colour)
        canvas.fill(
            [box(left + wide * 0.7, top - 62, left + wide * 0.82, top - 16)],
            shade(roof_colour),
        )
    canvas.fill(wall, down(top, foot, tint(colour, 0.08), colour))
    rounded_shade(stage, wall, colour, 0.3)
    shop = foot - 150
    _panes(stage, roll, (left, top, right, shop), colour)
    _shop(stage, roll, (left, shop, right, foot), colour)


def _panes(
    stage: Stage, roll: Roll, frame: tuple[float, float, float, float], colour: Colour
) -> None:
    left, top, right, foot = frame
    palette = stage.palette
    columns, rows = (
        (2 if right - left < 205 else 3),
        max(1, int((foot - top - 20) / 105)),
    )
    gap_x, gap_y = (right - left) / columns, (foot - top - 16) / rows
    glass: list[Outline] = []
    lit: list[Outline] = []
    frames: list[Outline] = []
    sills: list[Outline] = []
    bars: list[Outline] = []
    for r in range(rows):
        for c in range(columns):
            x, y = left + gap_x * (c + 0.27), top + 18 + gap_y * (r + 0.12)
            pw, ph = gap_x * 0.46, gap_y * 0.62
            frames.append(box(x - 5, y - 5, x + pw + 5, y + ph + 5))
            (lit if roll.chance(0.55 if palette.dark else 0.2) else glass).append(
                box(x, y, x + pw, y + ph)
            )
            sills.append(box(x - 9, y + ph + 5, x + pw + 9, y + ph + 11))
            bars += [
                [(x + pw / 2, y), (x + pw / 2, y + ph)],
                [(x, y + ph * 0.45), (x + pw, y + ph * 0.45)],
            ]
    light = mix(palette.paper, colour, 0.2)
    if stage.detail:
        stage.canvas.fill(frames, light)
    stage.canvas.fill(glass, mix(palette.sky[0], palette.ink, 0.45))
    stage.canvas.fill(lit, rgb("ffdc92"))
    if stage.detail:
        stage.canvas.fill(sills, shade(light, 0.08))
    if stage.detail > 1:
        stage.canvas.stroke(bars, light, 3)


def _shop(
    stage: Stage, roll: Roll, frame: tuple[float, float, float, float], colour: Colour
) -> None:
    left, top, right, foot = frame
    canvas, palette = stage.canvas, stage.palette
    wide = right - left
    front = shade(mix(colour, palette.ink, 0.3), 0.05)
    canvas.fill([box(left + 12, top + 10, right - 12, foot)], front)
    warm = rgb("ffe0a0") if palette.dark else mix(rgb("ffe9c0"), palette.sky[2], 0.4)
    door_left = roll.chance(0.5)
    door = left + 26 if door_left else right - 26 - wide * 0.24
    show = (
        (left + 40 + wide * 0.24, right - 26)
        if door_left
        else (left + 26, right - 40 - wide * 0.24)
    )
    canvas.fill(
        [box(show[0], top + 46, show[1], foot - 26)],
        down(top + 46, foot - 26, warm, mix(warm, palette.sky[1], 0.3)),
    )
    canvas.fill(
        [box(door, top + 46, door + wide * 0.24, foot)],
        mix(palette.second, palette.ink, 0.25),
    )
    canvas.fill([ellipse(door + wide * 0.2, foot - 52, 4)], palette.sun)
    if not stage.detail:
        return
    if stage.detail > 1:
        goods = [
            ellipse(show[0] + (show[1] - show[0]) * t, foot - 40, 13, 13)
            for t in (0.2, 0.42, 0.62, 0.84)
        ]
        canvas.fill(goods, palette.accent, 0.9)
    stripe = wide / 9
    cover = palette.accent if roll.chance(0.5) else palette.second
    for k in range(9):
        x = left + stripe * k
        piece: Outline = [
            (x, top + 8),
            (x + stripe, top + 8),
            (x + stripe, top + 44),
            *ellipse(x + stripe / 2, top + 44, stripe / 2, 13, 0, 180),
            (x, top + 44),
        ]
        canvas.fill([piece], cover if k % 2 == 0 else mix(WHITE, palette.horizon, 0.12))
    canvas.fill([box(left, top + 8, right, top + 16)], palette.ink, 0.16)
    canvas.fill([box(left + 12, top + 56, right - 12, top + 66)], palette.ink, 0.12)


def _lamps(stage: Stage, ground: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    roll = stage.roll("lamps")
    iron = mix(palette.ink, palette.land[4], 0.3)
    count = max(2, round(stage.width / 460))
    for k in range(count):
        x = stage.width * (k + 0.5) / count + roll.around(0, 30)
        y = ground + 26
        canvas.stroke([[(x, y), (x, y - 250)]], iron, 8)
        head = (x, y - 272)
        if palette.dark:
            canvas.fill([ellipse(*head, 150)], glow(head, 150, rgb("ffd98a"), 0.7))
        canvas.fill(
            [
                [
                    (x - 20, y - 250),
                    (x + 20, y - 250),
                    (x + 26, y - 294),
                    (x - 26, y - 294),
                ]
            ],
            rgb("ffe6a8"),
        )
        canvas.fill([[(x - 30, y - 292), (x + 30, y - 292), (x, y - 316)]], iron)
        canvas.fill([box(x - 16, y - 6, x + 16, y + 4)], iron)
        tx = x + stage.width / count / 2
        tone = mix(palette.land[2], rgb("4c9a6a"), 0.35)
        plants.round_tree(
            stage,
            roll,
            (tx, y),
            230,
            mix(tone, palette.land[4], 0.5) if palette.dark else tone,
        )
