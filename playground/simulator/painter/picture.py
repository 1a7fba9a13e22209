"""From a job to pixels: which scene, in which palette, in which style."""

from dataclasses import replace

from PIL import Image

from playground.simulator.painter import styles
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
from playground.simulator.painter.noise import grained
from playground.simulator.painter.paint import Canvas
from playground.simulator.painter.raster import RasterCanvas
from playground.simulator.painter.shapes import rounded
from playground.simulator.painter.stage import Stage
from playground.simulator.painter.svg import SvgCanvas
from playground.simulator.painter.tinting import palette_for

MARK = "simulated"


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
    # Paint that runs needs no sharp edge: a quick watercolour is made smaller. What
    # print, lens or blade make of it then brings edges of its own.
    small = "watercolour" in brief.styles and job.detail < 2
    rough = bool(brief.styles & styles.ROUGH) and job.detail < 2
    fine = tuple(-(-side * 3 // 4) for side in size) if small or rough else size
    canvas = RasterCanvas((fine[0], fine[1]), transparent=clear, fine=job.detail > 1)
    stage = stage_for(job, brief, canvas, phase)
    compose(replace(stage, cutout=False) if cut else stage)
    image = canvas.image
    if rough and not small:
        image = image.resize(size, Image.Resampling.BICUBIC)
    image = grained(image, styles.grain_for(brief, job.detail))
    image = styles.finished(image, brief, dice, job.detail)
    if cut:
        outline = RasterCanvas(image.size, transparent=True)
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
    sign(canvas)
    return canvas.document()


def sign(canvas: Canvas) -> None:
    """The mark in the bottom right corner, on a pill that any picture carries."""
    canvas.style = None
    # Never smaller than 9 pixels can say it.
    k = max(15.0, 9 / canvas.scale)
    right, low = canvas.width - k, canvas.height - k
    if k * 7.4 > canvas.width or k * 3 > canvas.height:
        return
    pill = rounded(right - k * 5.9, low - k * 1.8, right, low, k * 0.9)
    canvas.fill([pill], rgb("10131c"), 0.42)
    middle = (right - k * 2.95, low - k * 0.9)
    canvas.text(MARK, middle, k, rgb("ffffff"), k * 5)


def signed(image: Image.Image) -> Image.Image:
    canvas = RasterCanvas(image.size)
    canvas.image = image
    sign(canvas)
    return image
