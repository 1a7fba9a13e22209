"""The real application, with a studio in which little is drawn."""

import hashlib
from typing import Any

from PIL import Image, ImageChops

from playground.simulator.app import Application, Simulator
from playground.simulator.app import create_app as real_app
from playground.simulator.drawing import Studio
from playground.simulator.painter import FRAME_MS, FRAMES, PaintJob
from playground.simulator.painter.edits import edit
from playground.simulator.painter.encode import encode, encode_gif
from tests.quick_simulator.enlarging import enlarged_png

SHARE = 8
NEAREST = Image.Resampling.NEAREST


class QuickStudio(Studio):
    def finished(self, job: PaintJob) -> bytes:
        if job.output_format == "svg" or (job.sources and job.output_format == "gif"):
            return super().finished(job)
        if job.output_format == "gif":
            return _moving(job)
        return _file(_edited(job) if job.sources else _drawn(job), job)

    def partial(self, job: PaintJob, index: int, of: int) -> bytes:
        if job.sources:
            return super().partial(job, index, of)
        picture = _drawn(job)
        grey = Image.new(picture.mode, picture.size, "grey")
        return _file(Image.blend(grey, picture, (index + 1) / (of + 1)), job)


def _file(picture: Image.Image, job: PaintJob) -> bytes:
    """Enlarge a picture to the job's size, without looking at each pixel for a PNG."""
    size = (job.width, job.height)
    if job.output_format not in ("jpeg", "webp"):
        return enlarged_png(picture, size)
    large = picture.resize(size, NEAREST)
    return encode(large, job.output_format, job.output_compression)


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


def _moving(job: PaintJob) -> bytes:
    """The squares, which move on."""
    squares, size = _drawn(job), (job.width, job.height)
    frames = [
        ImageChops.offset(squares, number, number // 4).resize(size, NEAREST)
        for number in range(job.frame_count or FRAMES)
    ]
    return encode_gif(frames, job.frame_duration_ms or FRAME_MS)


def create_app(**options: Any) -> Application:
    made = real_app(**options)
    assert isinstance(made, Simulator)
    made._studio = QuickStudio(made._studio.latency, made._studio.day)
    return made
