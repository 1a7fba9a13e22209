"""Dunes in raking light: each has a bright windward side and a dark lee."""

from collections.abc import Callable

from playground.simulator.painter.colour import Colour, mix
from playground.simulator.painter.dice import wave, wave_at
from playground.simulator.painter.paint import Linear, down, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes import sky
from playground.simulator.painter.scenes.solids import rounded_shade
from playground.simulator.painter.shapes import (
    Outline,
    ellipse,
    rounded,
    smooth,
    tapered,
)
from playground.simulator.painter.stage import Stage


def draw(stage: Stage) -> None:
    h = stage.height
    horizon = h * stage.always("horizon").uniform(0.5, 0.6)
    place = sky.sun_place(stage, horizon * 1.05)
    sky.backdrop(stage, horizon, place)
    if stage.brief.has("canyon mesa") or stage.always("mesa").chance(0.5):
        _mesas(stage, horizon)
    if stage.brief.has("pyramid pyramids egypt"):
        _pyramids(stage, horizon)
    light = -1 if place[0] < stage.width / 2 else 1
    count = stage.count(3, 4, 5, 6, 7)
    for i in range(count):
        near = i / (count - 1)
        _dune(stage, horizon, near, light)
    if stage.brief.has("cactus") or not stage.brief.has(
        "sahara dunes pyramid pyramids camel"
    ):
        _cacti(stage)


def _mesas(stage: Stage, horizon: float) -> None:
    roll = stage.roll("mesas")
    for k in range(stage.count(2, 3, 4, 5, 5)):
        colour = mix(stage.palette.land[0], stage.palette.land[2], 0.2 + 0.1 * k)
        x, wide, tall = (
            stage.width * roll.random(),
            roll.uniform(90, 280),
            roll.uniform(70, 190),
        )
        outline: Outline = [(x - wide, horizon + 40)]
        for side in (-1, 1):
            steps = [(0.86, 0.34), (0.7, 0.4), (0.64, 0.82), (0.5, 0.86), (0.47, 1.0)]
            part = [
                (
                    x + side * wide * a * roll.uniform(0.94, 1.04),
                    horizon + 40 - tall * b,
                )
                for a, b in steps
            ]
            outline += part if side < 0 else part[::-1]
        outline.append((x + wide, horizon + 40))
        stage.canvas.fill(
            [outline],
            down(
                horizon - tall,
                horizon + 40,
                colour,
                mix(colour, stage.palette.horizon, 0.5),
            ),
        )
        if stage.detail:
            rounded_shade(stage, [outline], colour, 0.4)
        if stage.detail > 1:
            bands = [
                [
                    (x - wide, horizon + 40 - tall * t),
                    (x + wide, horizon + 36 - tall * t),
                ]
                for t in (0.2, 0.5, 0.62, 0.74, 0.92)
            ]
            stage.canvas.stroke(bands, shade(colour, 0.1), 3, 0.35, within=[outline])


def _pyramids(stage: Stage, horizon: float) -> None:
    roll = stage.roll("pyramids")
    for k, size in enumerate((150, 240, 190)):
        x = stage.width * (0.24 + 0.26 * k + roll.around(0, 0.04))
        colour = mix(stage.palette.land[1], stage.palette.horizon, 0.3 - 0.1 * k)
        foot = horizon + 50
        stage.canvas.fill(
            [[(x, foot - size), (x - size, foot), (x + size, foot)]],
            down(foot - size, foot, tint(colour), colour),
        )
        stage.canvas.fill(
            [[(x, foot - size), (x + size * 0.28, foot), (x + size, foot)]],
            shade(colour, 0.14),
        )


def _dune(stage: Stage, horizon: float, near: float, light: int) -> None:
    canvas, palette, w, h = stage.canvas, stage.palette, stage.width, stage.height
    roll = stage.roll(f"dune {round(near, 2)}")
    level: float = horizon + (h * 0.9 - horizon) * near**1.2
    size = 40 + 70 * near
    terms = wave(roll, 2, 0.35)
    n = int(w / 9)

    def crest(x: float) -> float:
        return level + wave_at(terms, x / 1000 * (1.0 - 0.35 * near)) * size

    ridge = [(w * i / n, crest(w * i / n)) for i in range(n + 1)]
    colour = mix(palette.land[0], palette.land[2], near**0.8)
    lit = tint(colour, 0.1)
    foot = level + size + (h - horizon) * 0.3
    canvas.ground(
        ridge,
        down(level - size, foot, lit, mix(colour, palette.horizon, 0.12 * (1 - near))),
    )
    tops = [
        (x, y)
        for i, (x, y) in enumerate(ridge[1:-1], 1)
        if ridge[i - 1][1] > y <= ridge[i + 1][1]
    ]
    for x, y in tops:
        _lee(stage, (x, y), crest, near, -light, shade(colour, 0.13))
    if stage.detail > 1:
        _ripples(stage, ridge, near, colour)


def _lee(
    stage: Stage,
    top: tuple[float, float],
    crest: Callable[[float], float],
    near: float,
    side: int,
    dark: Colour,
) -> None:
    """The shadow that falls from a crest and winds down the dune."""
    roll = stage.roll(f"lee {near:.2f} {round(top[0])}")
    x, y = top
    reach = (200 + 300 * near) * roll.uniform(0.8, 1.2)
    deep = (90 + 230 * near) * roll.uniform(0.8, 1.1)
    along = [
        (x + side * reach * t, crest(x + side * reach * t))
        for t in (i / 14 for i in range(15))
    ]
    winding = smooth(
        [
            (x, y),
            (x + side * reach * 0.05, y + deep * 0.22),
            (x - side * reach * 0.07, y + deep * 0.5),
            (x + side * reach * 0.18, y + deep * 0.8),
            (x + side * reach * 0.5, y + deep),
        ],
        8,
    )
    end = along[-1]
    bottom = smooth([winding[-1], (x + side * reach * 0.85, y + deep * 0.7), end], 6)
    fade = ((0.0, dark, 0.95), (0.55, dark, 0.72), (1.0, dark, 0.0))
    stage.canvas.fill(
        [[*along, *bottom[::-1], *winding[::-1]]],
        Linear((x, y), (x + side * reach * 0.35, y + deep), fade),
    )


def _ripples(stage: Stage, ridge: Outline, near: float, colour: Colour) -> None:
    if near < 0.5:
        return
    roll = stage.roll(f"ripples {near:.2f}")
    lines = []
    for _ in range(stage.count(0, 0, 34, 60, 100)):
        x, y = roll.pick(ridge)
        y += roll.uniform(30, 190) * near
        half = roll.uniform(20, 70)
        lines.append(
            smooth(
                [
                    (x - half, y + 4),
                    (x - half * 0.3, y - 3),
                    (x + half * 0.3, y + 3),
                    (x + half, y - 4),
                ],
                4,
            )
        )
    stage.canvas.stroke(lines, tint(colour, 0.16), 2.0, 0.4)


def _cacti(stage: Stage) -> None:
    roll = stage.roll("cacti")
    w, h = stage.width, stage.height
    side = stage.always("cactus side").pick((0.18, 0.82))
    _cactus(stage, w * roll.around(side, 0.05), h * 0.97, 330)
    for _ in range(stage.count(0, 1, 3, 4, 6)):
        _cactus(
            stage,
            w * roll.random(),
            h * roll.uniform(0.74, 0.86),
            roll.uniform(60, 120),
        )


def _cactus(stage: Stage, x: float, foot: float, height: float) -> None:
    palette = stage.palette
    colour = (
        mix(palette.second, palette.land[4], 0.3)
        if height > 200
        else mix(palette.second, palette.land[3], 0.45)
    )
    r = height * 0.085
    arms: list[Outline] = [rounded(x - r, foot - height, x + r, foot + 10, r)]
    for sign, low, high in ((-1, 0.42, 0.74), (1, 0.3, 0.6)):
        out = x + sign * height * 0.25
        bend = smooth(
            [
                (x, foot - height * low),
                (x + sign * height * 0.16, foot - height * low),
                (out, foot - height * (low + 0.1)),
                (out, foot - height * high),
            ],
            8,
        )
        arms.append(tapered(bend, r * 1.4, r * 1.4))
        arms.append(ellipse(out, foot - height * high, r * 0.7))
    stage.canvas.fill(
        [ellipse(x + height * 0.2, foot + 6, height * 0.34, height * 0.03)],
        palette.ink,
        0.22,
        soft=5,
    )
    stage.canvas.fill(
        arms,
        Linear(
            (x - r, 0),
            (x + r * 1.6, 0),
            stops(tint(colour, 0.1), colour, shade(colour, 0.1)),
        ),
    )
    rounded_shade(stage, arms, colour, 0.4)
    if stage.detail > 1 and height > 200:
        lines = [
            [(x + r * k, foot - height * 0.94), (x + r * k, foot)]
            for k in (-0.5, 0.0, 0.5)
        ]
        stage.canvas.stroke(lines, shade(colour, 0.1), 2.4, 0.5)
        bloom = [ellipse(x + dx, foot - height - 4, 11, 8) for dx in (-9, 9)]
        stage.canvas.fill(
            [*bloom, ellipse(x, foot - height - 11, 11, 9)], palette.accent
        )
