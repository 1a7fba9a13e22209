"""A grid of quarter circles, discs and triangles."""

import math

from playground.simulator.painter.colour import Colour
from playground.simulator.painter.shapes import box, ellipse
from playground.simulator.painter.stage import Stage


def draw(stage: Stage, tones: list[Colour]) -> None:
    """A grid of quarter circles, discs and triangles."""
    canvas, w, h = stage.canvas, stage.width, stage.height
    across = stage.count(3, 4, 5, 6, 8)
    size = 1000 / across
    columns, rows = math.ceil(w / size - 0.01), math.ceil(h / size - 0.01)
    left, top = (w - columns * size) / 2, (h - rows * size) / 2
    colours = [*tones, stage.palette.paper]
    roll = stage.roll("tiles")
    for j in range(rows):
        for i in range(columns):
            x, y = left + i * size, top + j * size
            back, front = roll.sample(colours, 2)
            canvas.fill([box(x - 0.5, y - 0.5, x + size + 0.5, y + size + 0.5)], back)
            _motif(
                stage,
                roll.randrange(7),
                roll.randrange(4),
                x,
                y,
                size,
                front,
                roll.pick(colours),
            )


def _motif(
    stage: Stage,
    kind: int,
    turn: int,
    x: float,
    y: float,
    s: float,
    front: Colour,
    third: Colour,
) -> None:
    canvas = stage.canvas
    tile = [box(x, y, x + s, y + s)]
    corner = ((x, y), (x + s, y), (x + s, y + s), (x, y + s))[turn]
    if kind == 0:
        canvas.fill([ellipse(*corner, s)], front, within=tile)
        canvas.fill([ellipse(*corner, s / 2)], third, within=tile)
    elif kind == 1:
        canvas.fill([ellipse(x + s / 2, y + s / 2, s * 0.36)], front)
    elif kind == 2:
        points = [(x, y), (x + s, y), (x + s, y + s), (x, y + s)]
        del points[turn]
        canvas.fill([points], front)
    elif kind == 3:
        canvas.fill(
            [
                ellipse(x + s / 2, y, s / 2, s / 2, 0, 180),
                ellipse(x + s / 2, y + s / 2, s / 2, s / 2, 0, 180),
            ],
            front,
        )
    elif kind == 4:
        bars = 5 if stage.detail else 3
        canvas.fill(
            [
                box(x + s * k / bars, y, x + s * (k + 0.5) / bars, y + s)
                for k in range(bars)
            ],
            front,
        )
    elif kind == 5:
        canvas.fill([ellipse(*corner, s)], front, within=tile)
    else:
        n = 4 if stage.detail else 2
        canvas.fill(
            [
                ellipse(x + s * (a + 0.5) / n, y + s * (b + 0.5) / n, s * 0.28 / n)
                for a in range(n)
                for b in range(n)
            ],
            front,
        )
