"""Edits: the first source stays recognisable, the prompt changes it."""

from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

import numpy as np
from PIL import Image, ImageChops, ImageEnhance

from playground.simulator.painter import styles
from playground.simulator.painter.brief import COLOURS, PaintJob, read
from playground.simulator.painter.colour import WHITE, Colour, lightness, mix
from playground.simulator.painter.compose import plan
from playground.simulator.painter.edits import areas
from playground.simulator.painter.edits.areas import Area
from playground.simulator.painter.elements.sky import weather
from playground.simulator.painter.figures import Hero
from playground.simulator.painter.noise import grained, toned
from playground.simulator.painter.paint import stops, table
from playground.simulator.painter.palettes import named_palette
from playground.simulator.painter.picture import draw, sign, stage_for
from playground.simulator.painter.raster import RasterCanvas
from playground.simulator.painter.shapes import Outline, box
from playground.simulator.painter.stage import Stage
from playground.simulator.painter.styles.finishing import EDITED, loosened
from playground.simulator.painter.svg import SvgCanvas

GONE = "remove erase delete without clean"
SWAPPED = "replace instead swap turn change"
FREEDOM = {"high": 0.45, "low": 1.3}
"""How far an edit may go from its source, by fidelity; without one it is 1."""
ACROSS = (40, 64, 100, 130, 160)
"""Pieces along the short side, from low to max."""
TONES = (12, 20, 32, 48, 64)
OVERLAP = 0.5
"""Neighbours overlap by a hair, else their seams shine through."""
ADDED = "add adding put place insert include with"


def edit(
    job: PaintJob, *, phase: float = 0.0, size: tuple[int, int] | None = None
) -> Image.Image:
    """The changed first source without mark, at the job's size unless told another."""
    size = size or (job.width, job.height)
    canvas = RasterCanvas(size, transparent=True)
    stage = stage_for(job, read(job.prompt), canvas, phase)
    source = areas.fitted(areas.opened(job.sources[0]), size)
    free = FREEDOM.get(job.fidelity or "", 1.0)
    work = Edit(job, stage, canvas, source, free, *plan(stage.brief, stage.dice))
    area, marked = areas.masked(job.mask, size), areas.marked(job.markup, size)
    if area:
        result = Image.composite(work.inside(area), source, area.mask)
    elif marked:
        result = Image.composite(work.marked(*marked), source, marked[0].mask)
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
    hero: Hero | None
    scene: str

    def everywhere(self) -> Image.Image:
        """The whole picture, changed: for an edit without a mask."""
        brief, free = self.stage.brief, self.free
        image = loosened(self.source, self.stage.roll("loose"), free)
        image = graded(image, self.stage, free)
        # "The bottle on a beach": the thing is there already, the beach is new.
        scene = self.scene
        hero = None if scene and not brief.has(ADDED) else self.hero
        if scene and not hero and free >= 1:
            # A new scene behind what stands out from the source's own background.
            behind = self._scene(self.canvas.size).convert("RGBA")
            mixed = Image.composite(image, behind, areas.standing_out(image))
            image = Image.blend(image, mixed, min(1.0, 0.5 * free))
        self.canvas.image = image
        # A repaired area has no weather of its own; a whole picture has.
        weather(self.stage)
        if hero:
            # On a line of thirds; what flies goes up, what stands goes down.
            x = self.stage.roll("added").pick((0.3, 0.36, 0.64, 0.7))
            y = 0.3 if hero.home == "air" else 0.7
            at = (self.canvas.width * x, self.canvas.height * y)
            hero.stand(replace(self.stage, cutout=True), *at, 400)
        image = self._finished((0, 0, *self.canvas.size))
        return grained(image, 0.02 * self.job.detail * free)

    def inside(self, area: Area) -> Image.Image:
        """What the masked area becomes: the scene or hero asked for, or a repair."""
        brief, free, hero = self.stage.brief, self.free, self.hero
        left, top, right, bottom = area.box
        gone = brief.has(GONE)
        if self.scene and not hero and not gone:
            scenery = self._scene((right - left, bottom - top))
            self.canvas.image = self.source.copy()
            self.canvas.image.paste(scenery, (left, top))
        elif gone or brief.has(SWAPPED):
            filled = areas.filled_in(self.source, area)
            self.canvas.image = graded(filled, self.stage, free * 0.5)
        else:
            much = 0.6 if hero else 2
            self.canvas.image = graded(self.source, self.stage, free * much)
        if hero and not gone:
            k = self.canvas.scale
            size = min(right - left, bottom - top) / k * 0.94
            at = ((left + right) / 2 / k, (top + bottom) / 2 / k)
            hero.stand(replace(self.stage, cutout=True), *at, size)
        return self._finished(area.box)

    def marked(self, area: Area, drawing: Image.Image) -> Image.Image:
        """The hero where the markup is, or the markup itself as finished paint."""
        self.canvas.image = graded(self.source, self.stage, self.free * 0.35)
        if self.hero:
            left, top, right, bottom = (edge / self.canvas.scale for edge in area.box)
            sides = (right - left, bottom - top)
            size = max(120.0, min(max(sides), 1.4 * min(sides)))
            palette = replace(self.stage.palette, accent=areas.ink_of(drawing))
            stage = replace(self.stage, palette=palette, cutout=True)
            self.hero.stand(stage, (left + right) / 2, (top + bottom) / 2, size)
        else:
            paint = areas.embossed(drawing)
            middle = (paint.width // 2, paint.height // 2)
            areas.drop(self.canvas.image, paint, middle, min(paint.size) // 90)
        return self.canvas.image

    def _scene(self, size: tuple[int, int]) -> Image.Image:
        return draw(replace(self.job, background="opaque"), size=size)

    def _finished(self, box: tuple[int, int, int, int]) -> Image.Image:
        """The style that the prompt names, and the further sources laid on."""
        brief, dice, share = self.stage.brief, self.stage.dice, 0.62 + 0.38 * self.free
        image, detail = self.canvas.image, self.stage.detail
        image = styles.finished(image, brief, dice, detail, EDITED, min(1.0, share))
        others = [areas.opened(data) for data in self.job.sources[1:16]]
        for other in others:
            other.thumbnail(image.size)
        if others:
            areas.lay_on(image, others, box, self.stage.roll("collage"))
        return image


def graded(image: Image.Image, stage: Stage, free: float) -> Image.Image:
    """Shadows, middle tones and lights drawn towards the palette."""
    palette, words = stage.palette, stage.brief.words
    named = named_palette(stage.brief) or bool(words & COLOURS.keys())
    middle = sorted({*palette.land, *palette.sky}, key=lightness)
    row = table(stops(palette.ink, *middle[:: max(1, len(middle) // 5)], palette.paper))
    tones = Image.fromarray(row[np.asarray(image.convert("L")), :3])
    share = min(0.85, (0.46 if named else 0.2) * free)
    result = Image.blend(image.convert("RGB"), tones, share)
    if palette.dark and named:
        night = Image.new("RGB", image.size, mix(palette.sky[1], WHITE, 0.45))
        night = ImageChops.multiply(result, night)
        result = Image.blend(result, night, min(1.0, 0.7 * free))
    elif named:
        result = ImageEnhance.Color(result).enhance(1 + 0.12 * free)
    result.putalpha(image.getchannel("A"))
    return result


def vector_copy(job: PaintJob) -> bytes:
    """The edited picture as a mosaic of areas, no pixels inside."""
    canvas = SvgCanvas((job.width, job.height))
    fine = ACROSS[job.detail] / min(job.width, job.height)
    columns, rows = max(1, round(job.width * fine)), max(1, round(job.height * fine))
    large = (columns * 4, rows * 4)
    picture = edit(replace(job, output_format="png"), size=large).reduce(4)
    few = picture.convert("RGB").quantize(TONES[job.detail], dither=Image.Dither.NONE)
    cells, alpha = few.convert("RGBA"), picture.convert("RGBA").getchannel("A")
    cells.putalpha(toned(alpha, lambda i: 255 * (i > 127)))
    pieces: dict[Colour, list[Outline]] = {}
    k, m = canvas.width / columns, canvas.height / rows
    for row, line in enumerate(np.asarray(cells).tolist()):
        for (*colour, opacity), run in groupby(enumerate(line), itemgetter(1)):
            if opacity:
                places = [place for place, _ in run]
                right, low = (places[-1] + 1) * k + OVERLAP, (row + 1) * m + OVERLAP
                piece = box(places[0] * k, row * m, right, low)
                pieces.setdefault(tuple(colour), []).append(piece)
    for paint, shapes in pieces.items():
        canvas.fill(shapes, paint)
    sign(canvas)
    return canvas.document()
