"""An edit as vectors: the edited picture as a mosaic of areas, no pixels inside."""

from dataclasses import replace

from PIL import Image

from playground.simulator.painter.colour import Colour
from playground.simulator.painter.edits import edit
from playground.simulator.painter.job import PaintJob
from playground.simulator.painter.picture import mark_svg
from playground.simulator.painter.shapes import box
from playground.simulator.painter.svg import SvgCanvas

ACROSS = (40, 64, 100, 130, 160)
"""Pieces along the short side, from low to max."""
COLOURS = (12, 20, 32, 48, 64)
CLEAR = 128
OVERLAP = 0.5
"""Neighbours overlap by a hair, else their seams shine through."""


def vector_copy(job: PaintJob) -> bytes:
    canvas = SvgCanvas((job.width, job.height))
    short = min(job.width, job.height)
    fine = ACROSS[job.detail] / short
    columns, rows = max(1, round(job.width * fine)), max(1, round(job.height * fine))
    large = (columns * 4, rows * 4)
    picture = edit(replace(job, output_format="png"), size=large).reduce(4)
    for colour, pieces in _areas(picture, COLOURS[job.detail]).items():
        k, m = canvas.width / columns, canvas.height / rows
        shapes = [
            box(left * k, row * m, right * k + OVERLAP, (row + 1) * m + OVERLAP)
            for row, left, right in pieces
        ]
        canvas.fill(shapes, colour)
    mark_svg(canvas)
    return canvas.document()


def _areas(
    picture: Image.Image, colours: int
) -> dict[Colour, list[tuple[int, int, int]]]:
    """Runs of one colour as (row, from, to), by colour; clear places are left out."""
    few = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
    index = few.tobytes()
    alpha = picture.convert("RGBA").getchannel("A").tobytes()
    flat = few.getpalette() or []
    result: dict[Colour, list[tuple[int, int, int]]] = {}
    for row in range(picture.height):
        start = row * picture.width
        left = 0
        for x in range(1, picture.width + 1):
            at = start + left
            ends = x == picture.width
            if (
                not ends
                and index[start + x] == index[at]
                and (alpha[start + x] < CLEAR) == (alpha[at] < CLEAR)
            ):
                continue
            if alpha[at] >= CLEAR:
                k = index[at] * 3
                colour: Colour = (flat[k], flat[k + 1], flat[k + 2])
                result.setdefault(colour, []).append((row, left, x))
            left = x
    return result
