"""From a job to pixels: which scene, in which palette, in which style."""

from PIL import Image

from playground.simulator.painter import finish
from playground.simulator.painter.brief import Brief, read
from playground.simulator.painter.compose import compose, suited_palettes
from playground.simulator.painter.dice import Dice
from playground.simulator.painter.job import PaintJob
from playground.simulator.painter.paint import Canvas
from playground.simulator.painter.palettes import palette_for
from playground.simulator.painter.raster import RasterCanvas
from playground.simulator.painter.stage import Stage
from playground.simulator.painter.svg import SvgCanvas

GRAIN = (0.0, 0.03, 0.055, 0.07, 0.085)


def stage_for(job: PaintJob, brief: Brief, canvas: Canvas, phase: float = 0.0) -> Stage:
    dice = Dice(job.prompt, job.variation)
    return Stage(
        canvas=canvas,
        palette=palette_for(brief.words, suited_palettes(brief.subjects), dice),
        dice=dice,
        brief=brief,
        detail=job.detail,
        phase=phase,
        cutout=job.transparent,
    )


def draw(
    job: PaintJob, *, phase: float = 0.0, size: tuple[int, int] | None = None
) -> Image.Image:
    """The drawn picture without mark, at the job's size unless told another."""
    brief = read(job.prompt)
    canvas = RasterCanvas(size or (job.width, job.height), transparent=job.transparent)
    stage = stage_for(job, brief, canvas, phase)
    compose(stage)
    return finish.grain(canvas.image, GRAIN[job.detail])


def draw_svg(job: PaintJob) -> bytes:
    brief = read(job.prompt)
    canvas = SvgCanvas((job.width, job.height))
    stage = stage_for(job, brief, canvas)
    if not job.transparent:
        canvas.wash(stage.palette.sky[0])
    compose(stage)
    canvas.text(
        finish.MARK, canvas.width - 16, canvas.height - 16, 16, stage.palette.paper, 0.8
    )
    return canvas.document()
