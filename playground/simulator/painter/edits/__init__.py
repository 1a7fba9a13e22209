"""Edits: the first source stays recognisable, the prompt changes it."""

from dataclasses import dataclass, replace

from PIL import Image, ImageChops

from playground.simulator.painter.brief import read
from playground.simulator.painter.compose import plan, weather
from playground.simulator.painter.edits import areas, collage, grading
from playground.simulator.painter.edits.areas import Area
from playground.simulator.painter.elements.plants import shadow
from playground.simulator.painter.heroes import Hero
from playground.simulator.painter.job import PaintJob
from playground.simulator.painter.noise import blurred, grained, grey, toned
from playground.simulator.painter.paint import Point
from playground.simulator.painter.picture import draw, stage_for
from playground.simulator.painter.raster import RasterCanvas
from playground.simulator.painter.stage import Stage

GONE = "remove erase delete without clean"
SWAPPED = "replace instead swap turn change"
ADDED = "add adding put place insert include with"


def edit(
    job: PaintJob, *, phase: float = 0.0, size: tuple[int, int] | None = None
) -> Image.Image:
    """The changed first source without mark, at the job's size unless told another."""
    size = size or (job.width, job.height)
    canvas = RasterCanvas(size, transparent=True)
    stage = stage_for(job, read(job.prompt), canvas, phase)
    source = areas.fitted(areas.opened(job.sources[0]), size)
    work = Edit(job, stage, canvas, source, grading.freedom(job.fidelity))
    area, marked = (
        areas.masked_area(job.mask, size),
        areas.marked_area(job.markup, size),
    )
    if area:
        result = area.confine(source, work.inside(area))
    elif marked:
        result = marked[0].confine(source, work.marked(*marked))
    else:
        result = work.everywhere()
    if job.transparent:
        return areas.cleared(result)
    backing = Image.new("RGBA", size, (*stage.palette.paper, 255))
    backing.alpha_composite(result)
    return backing.convert("RGB")


@dataclass(frozen=True)
class Edit:
    """One edit at work; `free` is how far it may go from its source."""

    job: PaintJob
    stage: Stage
    canvas: RasterCanvas
    source: Image.Image
    free: float

    def everywhere(self) -> Image.Image:
        brief, free = self.stage.brief, self.free
        image = grading.loosened(self.source, self.stage.roll("loose"), free)
        image = self._graded(image, free)
        hero, scene = plan(brief, self.stage.dice)
        if scene and hero and not brief.has(ADDED):
            # "The bottle on a beach": the thing is there already, the beach is new.
            hero = None
        if scene and not hero and free >= 1:
            # A new scene behind what stands out from the source's own background.
            behind = self._scene(self.canvas.size).convert("RGBA")
            mixed = Image.composite(image, behind, areas.standing_out(image))
            image = Image.blend(image, mixed, min(1.0, 0.5 * free))
        self.canvas.image = image
        # A repaired area has no weather of its own; a whole picture has.
        weather(replace(self.stage, cutout=False))
        if hero:
            # On a line of thirds; what flies goes up, what stands goes down.
            x = self.stage.roll("added").pick((0.3, 0.36, 0.64, 0.7))
            y = 0.3 if hero.home == "air" else 0.7
            self._add(hero, (self.stage.width * x, self.stage.height * y), 400)
        image = self._finished((0, 0, *self.canvas.size))
        return grained(image, 0.02 * self.job.detail * free)

    def inside(self, area: Area) -> Image.Image:
        """What the masked area becomes: the scene or hero asked for, or a repair."""
        brief, free = self.stage.brief, self.free
        hero, scene = plan(brief, self.stage.dice)
        left, top, right, bottom = area.box
        gone = brief.has(GONE)
        if scene and not hero and not gone:
            self.canvas.image = self.source.copy()
            self.canvas.image.paste(
                self._scene((right - left, bottom - top)), (left, top)
            )
        elif gone or brief.has(SWAPPED):
            filled = areas.filled_in(self.source, area)
            self.canvas.image = self._graded(filled, free * 0.5)
        else:
            self.canvas.image = self._graded(self.source, free * (0.6 if hero else 2))
        if hero and not gone:
            k = self.canvas.scale
            size = min(right - left, bottom - top) / k * 0.94
            self._add(hero, ((left + right) / 2 / k, (top + bottom) / 2 / k), size)
        return self._finished(area.box)

    def marked(self, area: Area, drawing: Image.Image) -> Image.Image:
        """The hero where the markup is, or the markup itself as finished paint."""
        self.canvas.image = self._graded(self.source, self.free * 0.35)
        hero, _ = plan(self.stage.brief, self.stage.dice)
        if hero:
            left, top, right, bottom = (edge / self.canvas.scale for edge in area.box)
            sides = (right - left, bottom - top)
            size = max(120.0, min(max(sides), 1.4 * min(sides)))
            middle = ((left + right) / 2, (top + bottom) / 2)
            self._add(hero, middle, size, accent=areas.ink_of(drawing))
        else:
            self.canvas.image.alpha_composite(self._painted(drawing))
        return self.canvas.image

    def _painted(self, drawing: Image.Image) -> Image.Image:
        """Strokes of markup with a rounder edge, light from above and a soft shadow."""
        short = min(drawing.size)
        body = blurred(drawing.getchannel("A"), short / 260)
        body = toned(body, lambda i: (i - 70) * 3)
        depth = blurred(body, short / 90)
        above = ImageChops.offset(depth, 0, round(short / 120))
        light = grey(ImageChops.subtract(depth, above, 1, 128))
        colour = blurred(drawing, short / 300).convert("RGB")
        colour = ImageChops.overlay(colour, light)
        colour.putalpha(body)
        result = Image.new("RGBA", drawing.size, (*self.stage.palette.ink, 0))
        under = ImageChops.offset(depth, round(short / 160), round(short / 90))
        result.putalpha(toned(under, lambda i: i // 3))
        result.alpha_composite(colour)
        return result

    def _scene(self, size: tuple[int, int]) -> Image.Image:
        return draw(replace(self.job, background="opaque"), size=size)

    def _graded(self, image: Image.Image, free: float) -> Image.Image:
        return grading.graded(image, self.stage.brief, self.stage.palette, free)

    def _add(self, hero: Hero, at: Point, size: float, **colours: object) -> None:
        if hero.home in ("ground", "studio"):
            shadow(self.stage, at[0], at[1] + size * 0.47, size * 0.32, 0.26)
        palette = replace(self.stage.palette, **colours)  # type: ignore[arg-type]
        hero.draw(replace(self.stage, palette=palette, cutout=True), *at, size)

    def _finished(self, box: tuple[int, int, int, int]) -> Image.Image:
        """The style that the prompt names, and the further sources laid on."""
        image = grading.restyled(self.canvas.image, self.stage, self.free)
        others = [areas.opened(data) for data in self.job.sources[1:16]]
        for other in others:
            other.thumbnail(image.size)
        if others:
            collage.lay_on(image, others, box, self.stage.roll("collage"))
        return image
