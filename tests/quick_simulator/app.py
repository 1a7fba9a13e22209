"""The real application, with a studio in which little is drawn."""

import hashlib
from typing import Any

from PIL import Image

from playground.simulator.app import Application, Simulator
from playground.simulator.app import create_app as real_app
from playground.simulator.drawing import Studio
from playground.simulator.painter import PaintJob
from playground.simulator.painter.edits import edit
from playground.simulator.painter.encode import encode

SHARE = 8


class QuickStudio(Studio):
    def finished(self, job: PaintJob) -> bytes:
        if self.repeats or job.output_format in ("gif", "svg"):
            return super().finished(job)
        picture = _edited(job) if job.sources else _drawn(job)
        picture = picture.resize((job.width, job.height), Image.Resampling.NEAREST)
        return encode(picture, job.output_format, job.output_compression)


def _edited(job: PaintJob) -> Image.Image:
    return edit(job, size=(max(1, job.width // SHARE), max(1, job.height // SHARE)))


def _drawn(job: PaintJob) -> Image.Image:
    """Coloured squares, other ones for each request and draw."""
    seed = hashlib.sha256(repr(job).encode()).digest()
    mode = "RGBA" if job.transparent else "RGB"
    squares = Image.frombytes(mode, (4, 4), (seed * 2)[: 16 * len(mode)])
    if job.transparent:
        squares.putalpha(Image.linear_gradient("L").resize((4, 4)))
    return squares


def create_app(**options: Any) -> Application:
    made = real_app(**options)
    assert isinstance(made, Simulator)
    made._studio = QuickStudio(options["latency"], options["day"])
    return made
