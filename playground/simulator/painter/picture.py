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
    palette = palette_for(brief, suited_palettes(brief, dice), dice)
    canvas.style = styles.hand(brief, canvas, palette, job.detail)
    coarse = brief.styles & {"minimal", "pixel"}
    return Stage(
        canvas=canvas,
        palette=palette,
        dice=dice,
        brief=brief,
        detail=min(job.detail, 1) if coarse else job.detail,
        phase=phase,
        cutout=job.transparent,
    )


def draw(
    job: PaintJob, *, phase: float = 0.0, size: tuple[int, int] | None = None
) -> Image.Image:
    """The drawn picture without mark, at the job's size unless told another."""
    brief, dice = read(job.prompt), Dice(job.prompt, job.variation)
    cut = job.transparent and not cuts_itself(brief, dice)
    clear = job.transparent and not cut
    size = size or (job.width, job.height)
    # Paint that runs needs no sharp edge: a quick watercolour is made smaller.
    small = "watercolour" in brief.styles and job.detail < 2
    fine = tuple(-(-side * 3 // 4) for side in size) if small else size
    canvas = RasterCanvas((fine[0], fine[1]), transparent=clear)
    stage = stage_for(job, brief, canvas, phase)
    compose(replace(stage, cutout=False) if cut else stage)
    image = finish.grain(canvas.image, styles.grain_for(brief, job.detail))
    image = styles.finished(image, brief, stage.palette, dice, job.detail)
    if cut:
        outline = RasterCanvas(canvas.size, transparent=True)
        outline.fill([vignette(stage)], (255, 255, 255))
        image.putalpha(outline.image.getchannel("A"))
    return image.resize(size, Image.Resampling.BICUBIC) if small else image


def draw_svg(job: PaintJob) -> bytes:
    brief, dice = read(job.prompt), Dice(job.prompt, job.variation)
    canvas = SvgCanvas((job.width, job.height))
    stage = stage_for(job, brief, canvas)
    cut = job.transparent and not cuts_itself(brief, dice)
    if cut:
        canvas.cut(vignette(stage))
    compose(replace(stage, cutout=False) if cut else stage)
    canvas.cut(None)
    mark_svg(canvas)
    return canvas.document()


def mark_svg(canvas: SvgCanvas) -> None:
    canvas.style = None
    right, low = canvas.width - 14, canvas.height - 14
    canvas.fill([rounded(right - 96, low - 28, right, low, 14)], rgb("10131c"), 0.42)
    canvas.text(finish.MARK, (right - 48, low - 14), 15, rgb("ffffff"), 76)
