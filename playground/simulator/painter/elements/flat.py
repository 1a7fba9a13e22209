"""Compositions without a subject, each in its own geometry."""

import math
from typing import Any

from playground.simulator.painter import figures
from playground.simulator.painter.dice import wave, wave_at
from playground.simulator.painter.figures import Place
from playground.simulator.painter.paint import Linear, down, stops
from playground.simulator.painter.palettes import tint
from playground.simulator.painter.shapes import ellipse
from playground.simulator.painter.stage import Stage, way


def _tones(stage: Stage, o: dict[str, Any]) -> list[str]:
    """Colours that go together, in an order that belongs to the prompt."""
    tones = list(o["colours"])
    stage.always("tones").shuffle(tones)
    return tones


def circles(stage: Stage, o: dict[str, Any]) -> None:
    """Overlapping transparent discs, like coloured film."""
    canvas, w, h, tones = stage.canvas, stage.width, stage.height, _tones(stage, o)
    number, start = (
        stage.count(5, 7, 9, 12, 15),
        stage.always("turn").random() * math.tau,
    )
    for i in range(number):
        roll = stage.roll(f"circle {i}")
        turn, reach = start + i * 2.4, 0.5 * math.sqrt((i + 0.4) / number)
        x = w / 2 + math.cos(turn) * (w - 500) * reach + roll.around(0, 24)
        y = h / 2 + math.sin(turn) * (h - 500) * reach + roll.around(0, 24)
        y += 10 * math.sin(math.tau * (stage.phase + i / number))
        r = roll.uniform(100, 240) * (1.15 if i < 3 else 0.8)
        colour, ball = stage.colour(tones[i % len(tones)]), [ellipse(x, y, r)]
        ends, light = ((x - r, y - r), (x + r, y + r)), tint(colour, 0.4)
        canvas.fill(ball, Linear(*ends, stops(tint(colour, 0.1), colour)), 0.82)
        if stage.detail:
            fade = ((0.0, light, 0.75), (0.5, light, 0.0), (1.0, light, 0.0))
            canvas.fill(ball, Linear(*ends, fade), grain=True)
        if stage.detail and i % 3 == 0:
            rings = range(1, stage.count(0, 3, 4, 5, 6))
            canvas.stroke([ellipse(x, y, r + 14 * k) for k in rings], colour, 2.2, 0.5)


def flow(stage: Stage, o: dict[str, Any]) -> None:
    """Silk ribbons of colour across the frame."""
    canvas, w, h, tones = stage.canvas, stage.width, stage.height, _tones(stage, o)
    shift, terms = stage.roll("flow").random(), wave(stage.always("flow"), 2, 0.5)
    number, n = stage.count(5, 8, 12, 16, 22), int(w / 20)
    beat = 0.02 * math.sin(math.tau * stage.phase)
    for i in range(number):
        t = i / number
        swing, level = h * 0.17 * (1.1 - 0.4 * t), h * (0.08 + 0.95 * t)
        us = [k / n for k in range(n + 1)]
        bow = [wave_at(terms, u * 0.9 + shift + t * 0.5 + beat) * swing for u in us]
        ridge = [(w * u, level + y) for u, y in zip(us, bow, strict=True)]
        colour, top = stage.colour(way(tones, t)), min(y for _, y in ridge)
        over = [(x, y - 26) for x, y in ridge]
        canvas.fill([[*over, *ridge[::-1]]], stage.palette.ink, 0.16, soft=14)
        canvas.ground(ridge, down(top, top + h * 0.3, tint(colour, 0.14), colour))
        if stage.detail:
            canvas.stroke([ridge], tint(colour, 0.3), 1.8, 0.7)


def tiles(stage: Stage, o: dict[str, Any]) -> None:
    """A grid of quarter circles, discs, stripes and triangles."""
    w, h, size = stage.width, stage.height, 1000 / stage.count(3, 4, 5, 6, 8)
    columns, rows = math.ceil(w / size - 0.01), math.ceil(h / size - 0.01)
    left, top = (w - columns * size) / 2, (h - rows * size) / 2
    colours, roll = [*_tones(stage, o), "paper"], stage.roll("tiles")
    for j in range(rows):
        for i in range(columns):
            names = dict(
                zip(("front", "back", "third"), roll.sample(colours, 3), strict=True)
            )
            at = (left + (i + 0.5) * size, top + (j + 0.5) * size)
            place = Place(at, size, 90 * roll.randrange(4))
            figures.draw(stage, f"tile-{roll.randrange(6) + 1}", place, names)
