"""Draws the simulator's stand-in pictures, locally and repeatably."""

from PIL import Image, ImageFilter

from playground.simulator.painter import finish
from playground.simulator.painter.edits import edit
from playground.simulator.painter.encode import encode, encode_gif
from playground.simulator.painter.job import PaintJob
from playground.simulator.painter.picture import draw, draw_svg

__all__ = ["PaintJob", "paint", "paint_partial"]

FRAMES = 9
FRAME_MS = 200


def paint(job: PaintJob) -> bytes:
    """The finished file, in the job's format, with its true mode, size and alpha."""
    if job.output_format == "svg":
        return draw_svg(job)
    if job.output_format == "gif":
        count = max(1, job.frame_count or FRAMES)
        frames = [_finished(job, draw(job, phase=i / count)) for i in range(count)]
        return encode_gif(frames, job.frame_duration_ms or FRAME_MS)
    image = _finished(job, draw(job))
    return encode(image, job.output_format, job.output_compression)


def paint_partial(job: PaintJob, index: int, of: int) -> bytes:
    """The same picture unfinished: index 0 is the coarsest of `of`; same size as the end."""
    share = (index + 1) / (of + 1)
    small = (
        max(1, round(job.width * (0.12 + 0.4 * share))),
        max(1, round(job.height * (0.12 + 0.4 * share))),
    )
    image = draw(job, size=small)
    blur = min(small) * 0.035 * (1 - share)
    image = image.filter(ImageFilter.GaussianBlur(blur))
    image = image.resize((job.width, job.height), Image.Resampling.BICUBIC)
    output_format = "png" if job.output_format in ("gif", "svg") else job.output_format
    return encode(_finished(job, image), output_format, job.output_compression)


def _finished(job: PaintJob, image: Image.Image) -> Image.Image:
    if job.sources:
        image = edit(job, image)
    finish.mark(image)
    return image
