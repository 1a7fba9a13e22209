"""From a job to pixels: which scene, in which palette, in which style."""

from dataclasses import replace

from PIL import Image

from playground.simulator.painter import finish, styles
from playground.simulator.painter.brief import Brief, read
from playground.simulator.painter.colour import rgb
from playground.simulator.painter.compose import (
    compose,
    cuts_itself,
    suited_palettes,
    vignette,
)
from playground.simulator.painter.dice import Dice
from playground.simulator.painter.job import PaintJob
from playground.simulator.painter.paint import Canvas
from playground.simulator.painter.raster import RasterCanvas
from playground.simulator.painter.shapes import rounded
from playground.simulator.painter.stage import Stage
from playground.simulator.painter.svg import SvgCanvas
from playground.simulator.painter.tinting import palette_for


def stage_for(job: PaintJob, brief: Brief, canvas: Canvas, phase: float = 0.0) -> Stage:
    dice = Dice(job.prompt, job.variation)
    palette = palette_for(brief, suited_palettes(brief), dice)
    minimal = "minimal" in brief.styles or "pixel" in brief.styles
    detail = min(job.detail, 1) if minimal else job.detail
    return Stage(
        canvas=styles.drawn(canvas, brief, palette, job.detail),
        palette=palette,
        dice=dice,
        brief=brief,
        detail=detail,
        phase=phase,
        cutout=job.transparent,
    )


def draw(
    job: PaintJob, *, phase: float = 0.0, size: tuple[int, int] | None = None
) -> Image.Image:
    """The drawn picture without mark, at the job's size unless told another."""
    brief = read(job.prompt)
    cut = job.transparent and not cuts_itself(brief)
    canvas = RasterCanvas(
        size or (job.width, job.height), transparent=job.transparent and not cut
    )
    stage = stage_for(job, brief, canvas, phase)
    compose(replace(stage, cutout=False) if cut else stage)
    image = finish.grain(canvas.image, styles.grain_for(brief, job.detail))
    image = styles.finished(image, brief, stage.palette, stage.dice, job.detail)
    if cut:
        outline = RasterCanvas(canvas.size, transparent=True)
        outline.fill([vignette(stage)], (255, 255, 255))
        image.putalpha(outline.image.getchannel("A"))
    return image


def draw_svg(job: PaintJob) -> bytes:
    brief = read(job.prompt)
    canvas = SvgCanvas((job.width, job.height))
    stage = stage_for(job, brief, canvas)
    cut = job.transparent and not cuts_itself(brief)
    if cut:
        canvas.cut(vignette(stage))
    compose(replace(stage, cutout=False) if cut else stage)
    canvas.cut(None)
    mark_svg(canvas)
    return canvas.document()


def mark_svg(canvas: SvgCanvas) -> None:
    right, low = canvas.width - 14, canvas.height - 14
    canvas.fill([rounded(right - 96, low - 28, right, low, 14)], rgb("10131c"), 0.42)
    canvas.text(finish.MARK, (right - 48, low - 14), 15, rgb("ffffff"), 0.9, fit=76)
