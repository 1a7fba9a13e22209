"""Draws the simulator's stand-in pictures, locally and repeatably."""

from PIL import ImageFilter

from playground.simulator.painter import artwork
from playground.simulator.painter.brief import PaintJob
from playground.simulator.painter.edits import edit, vector_copy
from playground.simulator.painter.encode import encode, encode_gif, moving
from playground.simulator.painter.noise import SMOOTH
from playground.simulator.painter.picture import draw, draw_svg, signed

__all__ = ["PaintJob", "paint", "paint_partial"]

artwork.check()

FRAMES = 9
FRAME_MS = 200


def paint(job: PaintJob) -> bytes:
    """The finished file, in the job's format, with its true mode, size and alpha."""
    make = edit if job.sources else draw
    if job.output_format == "svg":
        return vector_copy(job) if job.sources else draw_svg(job)
    if job.output_format == "gif":
        count = max(1, job.frame_count or FRAMES)
        # Off the zeros of the sine, so that two frames already differ.
        phases = [(i + 0.3) / count for i in range(count)]
        frames = moving([make(job, phase=phase) for phase in phases], phases)
        frames = [signed(frame) for frame in frames]
        return encode_gif(frames, job.frame_duration_ms or FRAME_MS)
    image = signed(make(job))
    return encode(image, job.output_format, job.output_compression)


def paint_partial(job: PaintJob, index: int, of: int) -> bytes:
    """The same picture unfinished: index 0 is the coarsest of `of`; same size as the end.

    GIF and SVG have no unfinished form of their own: those partials are PNG.
    """
    share = (index + 1) / (of + 1)
    scale = 0.12 + 0.4 * share
    small = (max(1, round(job.width * scale)), max(1, round(job.height * scale)))
    image = (edit if job.sources else draw)(job, size=small)
    soft = ImageFilter.GaussianBlur(min(small) * 0.035 * (1 - share))
    image = signed(image.filter(soft).resize((job.width, job.height), SMOOTH))
    output_format = "png" if job.output_format in ("gif", "svg") else job.output_format
    return encode(image, output_format, job.output_compression)
