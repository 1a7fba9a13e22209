"""An edit as vectors: the edited picture traced into triangles, no pixels inside."""

from dataclasses import replace

from playground.simulator.painter.colour import Colour
from playground.simulator.painter.dice import Dice
from playground.simulator.painter.edits import edit
from playground.simulator.painter.job import PaintJob
from playground.simulator.painter.paint import Point
from playground.simulator.painter.picture import mark_svg
from playground.simulator.painter.svg import SvgCanvas

ACROSS = (20, 32, 48, 64, 80)
"""Triangle pairs along the short side, from low to max."""


def vector_copy(job: PaintJob) -> bytes:
    canvas = SvgCanvas((job.width, job.height))
    n = ACROSS[job.detail] / 1000
    columns, rows = max(1, round(canvas.width * n)), max(1, round(canvas.height * n))
    picture = edit(replace(job, output_format="png"), size=(columns * 2, rows * 2))
    picture = picture.convert("RGBA")
    roll = Dice(job.prompt, job.variation).fresh("triangles")
    step = (canvas.width / columns, canvas.height / rows)

    def corner(i: int, j: int) -> Point:
        inner = 0 < i < columns and 0 < j < rows
        dx, dy = (roll.around(0, 0.3), roll.around(0, 0.3)) if inner else (0.0, 0.0)
        return ((i + dx) * step[0], (j + dy) * step[1])

    points = [[corner(i, j) for i in range(columns + 1)] for j in range(rows + 1)]
    for j in range(rows):
        for i in range(columns):
            a, b = points[j][i], points[j][i + 1]
            c, d = points[j + 1][i + 1], points[j + 1][i]
            for triangle, at in (
                ([a, b, d], (i * 2, j * 2)),
                ([b, c, d], (i * 2 + 1, j * 2 + 1)),
            ):
                red, green, blue, alpha = _pixel(picture.getpixel(at))
                if alpha > 20:
                    colour: Colour = (red, green, blue)
                    canvas.fill([triangle], colour, alpha / 255)
                    if alpha > 250:
                        # Neighbours overlap by a hair, else the seams shine through.
                        canvas.stroke([[*triangle, triangle[0]]], colour, 0.8)
    mark_svg(canvas)
    return canvas.document()


def _pixel(value: object) -> tuple[int, int, int, int]:
    assert isinstance(value, tuple)  # noqa: S101 - the picture is RGBA
    red, green, blue, alpha = value
    return red, green, blue, alpha
