"""From a job to pixels: which scene, in which palette, in which style."""

from PIL import Image

from playground.simulator.painter import styles
from playground.simulator.painter.brief import Brief, PaintJob, read
from playground.simulator.painter.colour import WHITE, rgb
from playground.simulator.painter.compose import (
    compose,
    cuts_itself,
    suited_palettes,
    vignette,
)
from playground.simulator.painter.dice import Dice
from playground.simulator.painter.noise import SMOOTH, grained
from playground.simulator.painter.paint import Canvas
from playground.simulator.painter.palettes import palette_for
from playground.simulator.painter.raster import RasterCanvas
from playground.simulator.painter.shapes import rounded
from playground.simulator.painter.stage import Stage
from playground.simulator.painter.svg import SvgCanvas


def stage_for(job: PaintJob, brief: Brief, canvas: Canvas, phase: float = 0.0) -> Stage:
    """Also gives the canvas the brief's style; minimal and pixel have little detail."""
    dice = Dice(job.prompt, job.variation)
    palette = palette_for(brief, suited_palettes(brief, dice), dice)
    canvas.style = styles.hand(brief, canvas, palette, job.detail)
    coarse = brief.styles & {"minimal", "pixel"}
    detail = min(job.detail, 1) if coarse else job.detail
    cutout = job.transparent and cuts_itself(brief, dice)
    return Stage(canvas, palette, dice, brief, detail, phase, cutout)


def draw(
    job: PaintJob, *, phase: float = 0.0, size: tuple[int, int] | None = None
) -> Image.Image:
    """The drawn picture without mark, at the job's size unless told another."""
    brief, dice = read(job.prompt), Dice(job.prompt, job.variation)
    clear = job.transparent and cuts_itself(brief, dice)
    wide, tall = size = size or (job.width, job.height)
    # Paint that runs needs no sharp edge: a quick watercolour is made smaller. What
    # print, lens or blade make of it then brings edges of its own.
    small = "watercolour" in brief.styles and job.detail < 2
    if small or (brief.styles & styles.ROUGH and job.detail < 2):
        wide, tall = -(-wide * 3 // 4), -(-tall * 3 // 4)
    canvas = RasterCanvas((wide, tall), transparent=clear, fine=job.detail > 1)
    stage = stage_for(job, brief, canvas, phase)
    compose(stage)
    image = canvas.image
    if image.size != size and not small:
        image = image.resize(size, SMOOTH)
    image = grained(image, styles.grain_for(brief, job.detail))
    image = styles.finished(image, brief, dice, job.detail)
    if job.transparent and not clear:
        outline = RasterCanvas(image.size, transparent=True)
        outline.fill([vignette(stage)], WHITE)
        image.putalpha(outline.image.getchannel("A"))
    return image.resize(size, SMOOTH) if small else image


def draw_svg(job: PaintJob) -> bytes:
    """A whole document, signed."""
    canvas = SvgCanvas((job.width, job.height))
    stage = stage_for(job, read(job.prompt), canvas)
    compose(stage)
    if job.transparent and not stage.cutout:
        canvas.cut(vignette(stage))
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
    canvas.text("simulated", middle, k, WHITE, k * 5)


def signed(image: Image.Image) -> Image.Image:
    """Write the simulator's mark into the picture itself, and return it."""
    canvas = RasterCanvas(image.size)
    canvas.image = image
    sign(canvas)
    return image
