"""Water: the path of the sun on it, and the swells in front."""

import math
from typing import Any

from playground.simulator.painter.colour import WHITE, Colour, mix
from playground.simulator.painter.dice import Roll, wave, wave_at
from playground.simulator.painter.paint import down
from playground.simulator.painter.palettes import tint
from playground.simulator.painter.shapes import Outline, diamond
from playground.simulator.painter.stage import Stage

EARTHY = ("golden", "autumn", "desert", "vintage")


def _colours(stage: Stage) -> list[Colour]:
    """Far to near: light from the sky in the distance, depth in front."""
    land = ["land1", "land2", "land3", "land4"]
    if stage.palette.name in EARTHY:
        # Water in the colours of sand would be mud.
        water = ("#8cc3cb", "#56a0b2", "#2f7d94", "#1f5a70")
        land = [f"mix({a},{b},0.85)" for a, b in zip(land, water, strict=True)]
    far = f"mix(horizon,{land[0]},0.5)"
    return [stage.colour(c) for c in (far, f"mix({land[0]},sky0,0.35)", *land[1:])]


def water(stage: Stage, o: dict[str, Any]) -> None:
    """From a level to the lower edge, with glitter under the sun."""
    h, tones, palette = stage.height, _colours(stage), stage.palette
    level = stage.agreed["horizon"] + (h - stage.agreed["horizon"]) * o.get("y", 0)
    stage.canvas.ground([(0, level), (stage.width, level)], down(level, h, *tones[:4]))
    roll, sun_x = stage.roll("glitter"), stage.agreed["sun"][0]
    light: list[Outline] = []
    dim: list[Outline] = []
    for _ in range(stage.count(*o.get("count", (16, 46, 110, 170, 260)))):
        t, path = roll.random() ** 1.35, roll.chance(0.62)
        x = roll.gauss(sun_x, 24 + 92 * t) if path else roll.random() * stage.width
        x += 8 * math.sin(math.tau * (stage.phase + t * 3))
        y, length = level + 5 + (h - level) * t * 0.92, roll.uniform(14, 60)
        shape = diamond(x, y, length * (0.4 + 1.3 * t), 1.0 + 3.4 * t)
        (light if path else dim).append(shape)
    stage.canvas.fill(light, mix(palette.sun, palette.horizon, 0.2), 0.72)
    stage.canvas.fill(dim, mix(tones[0], WHITE, 0.15), 0.26)


def swells(stage: Stage, o: dict[str, Any]) -> None:
    """Swells, darker the nearer, each crest catching the light."""
    tones, count = _colours(stage), stage.count(2, 3, 4, 5, 6)
    level, rough = stage.agreed["horizon"], stage.brief.has("storm stormy heavy rough")
    after, until = o["between"]
    for i in range(count):
        near = (i + 1) / count
        if not after < near <= until:
            continue
        roll = stage.roll(f"swell {i}")
        base = level + (stage.height - level) * (0.34 + 0.56 * near)
        size = (16 + 30 * near) * (1.7 if rough else 1)
        ridge = _swell(stage, roll, base, size, near)
        colour = mix(tones[2], tones[4], near * 0.8)
        light = mix(tint(colour, 0.16), tones[1], 0.4)
        paint = down(base - size * 1.4, base + 70 + 60 * near, light, colour)
        stage.canvas.ground(ridge, paint)
        if stage.detail:
            crest = [(x, y + size * 0.1 + 2 * near) for x, y in ridge]
            bow = [(x, y + size * 0.24 * abs(math.sin(x / 97))) for x, y in crest]
            foam = mix(tones[0], WHITE, 0.5)
            stage.canvas.fill([[*crest, *bow[::-1]]], foam, 0.3)
        if stage.detail > 1:
            _foam(stage, roll, ridge, near)


def _swell(stage: Stage, roll: Roll, base: float, size: float, near: float) -> Outline:
    """Rounded troughs that meet in crests, like a row of bows."""
    n, length = int(stage.width / 9), roll.uniform(250, 330) * (0.6 + 0.7 * near)
    start = roll.random() * length + length * 0.12 * math.sin(math.tau * stage.phase)
    lift, ridge = wave(roll, 3), []
    for k in range(n + 1):
        x = stage.width * k / n
        bow = (x + start + 40 * wave_at(lift, x / 900)) / length
        height = size * (1.1 + 0.5 * wave_at(lift, x / 1300 + 0.4))
        trough = abs(math.sin(math.pi * bow))
        ridge.append((x, base - height * (1 - trough**0.8) ** 1.2))
    return ridge


def _foam(stage: Stage, roll: Roll, ridge: Outline, near: float) -> None:
    dots, dashes = [], []
    for _ in range(stage.count(0, 0, 46, 90, 150)):
        x, y = roll.pick(ridge)
        r, half = 1 + 2.6 * near * roll.random(), roll.uniform(14, 44) * (0.4 + near)
        dots.append(diamond(x + roll.around(0, 10), y + roll.around(4, 7), r, r))
        y += roll.uniform(14, 50) * (0.4 + near)
        dashes.append(diamond(x, y, half, 1.4 + near))
    white = mix(WHITE, stage.palette.horizon, 0.15)
    stage.canvas.fill(dots, white, 0.6)
    stage.canvas.fill(dashes, white, 0.16)
