"""An edit as vectors: the edited picture as a mosaic of areas, no pixels inside."""

from dataclasses import replace
from itertools import groupby

from PIL import Image

from playground.simulator.painter.edits import edit
from playground.simulator.painter.job import PaintJob
from playground.simulator.painter.picture import sign
from playground.simulator.painter.shapes import Outline, box
from playground.simulator.painter.svg import SvgCanvas

ACROSS = (40, 64, 100, 130, 160)
"""Pieces along the short side, from low to max."""
COLOURS = (12, 20, 32, 48, 64)
CLEAR = 128
OVERLAP = 0.5
"""Neighbours overlap by a hair, else their seams shine through."""


def vector_copy(job: PaintJob) -> bytes:
    canvas = SvgCanvas((job.width, job.height))
    fine = ACROSS[job.detail] / min(job.width, job.height)
    columns, rows = max(1, round(job.width * fine)), max(1, round(job.height * fine))
    large = (columns * 4, rows * 4)
    picture = edit(replace(job, output_format="png"), size=large).reduce(4)
    few = picture.convert("RGB").quantize(COLOURS[job.detail], dither=Image.Dither.NONE)
    alpha = picture.convert("RGBA").getchannel("A").tobytes()
    cells = [
        k if a >= CLEAR else None for k, a in zip(few.tobytes(), alpha, strict=True)
    ]
    areas: dict[int, list[Outline]] = {}
    k, m = canvas.width / columns, canvas.height / rows
    for row in range(rows):
        left = 0
        for cell, run in groupby(cells[row * columns : (row + 1) * columns]):
            right = left + len(list(run))
            if cell is not None:
                edges = (
                    left * k,
                    row * m,
                    right * k + OVERLAP,
                    (row + 1) * m + OVERLAP,
                )
                areas.setdefault(cell, []).append(box(*edges))
            left = right
    flat = few.getpalette() or []
    for cell, shapes in areas.items():
        red, green, blue = flat[cell * 3 : cell * 3 + 3]
        canvas.fill(shapes, (red, green, blue))
    sign(canvas)
    return canvas.document()
