"""Edits: the first source stays recognisable, the prompt changes it."""

from dataclasses import replace

from PIL import Image, ImageChops, ImageFilter

from playground.simulator.painter import finish
from playground.simulator.painter.brief import read
from playground.simulator.painter.compose import plan, weather
from playground.simulator.painter.edits import areas, collage, grading
from playground.simulator.painter.elements.plants import shadow
from playground.simulator.painter.heroes import Hero
from playground.simulator.painter.job import PaintJob
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
    source = areas.fitted(areas.opened(job.sources[0]), size)
    brief = read(job.prompt)
    canvas = RasterCanvas(size, transparent=True)
    stage = stage_for(job, brief, canvas, phase)
    free = grading.freedom(job.fidelity)
    area = areas.masked_area(job.mask, size)
    marked = areas.marked_area(job.markup, size)
    if area:
        result = area.confine(source, _inside(job, stage, canvas, source, area, free))
    elif marked:
        result = _marked(stage, canvas, source, *marked, free)
    else:
        result = _everywhere(job, stage, canvas, source, free)
    if job.transparent:
        return _cleared(result) if _opaque(result) else result
    backing = Image.new("RGBA", size, (*stage.palette.paper, 255))
    backing.alpha_composite(result)
    return backing.convert("RGB")


def _everywhere(
    job: PaintJob, stage: Stage, canvas: RasterCanvas, source: Image.Image, free: float
) -> Image.Image:
    brief, dice, palette = stage.brief, stage.dice, stage.palette
    image = grading.loosened(source, dice.fresh("loose"), free)
    image = grading.graded(image, brief, palette, free)
    hero, scene = plan(brief, dice)
    if scene and hero and not brief.has(ADDED):
        # "The bottle on a beach": the thing is there already, the beach is new.
        hero = None
    if scene and not hero and free >= 1:
        image = _surrounded(job, image, canvas.size, free)
    canvas.image = image
    # A repaired area has no weather of its own; a whole picture has.
    weather(replace(stage, cutout=False))
    if hero:
        _add_hero(stage, hero, _place(stage, hero), 400)
    image = grading.restyled(canvas.image, brief, palette, dice, stage.detail, free)
    _collage(job, image, (0, 0, *canvas.size), stage)
    return finish.grain(image, 0.02 * job.detail * free)


def _inside(
    job: PaintJob,
    stage: Stage,
    canvas: RasterCanvas,
    source: Image.Image,
    area: areas.Area,
    free: float,
) -> Image.Image:
    """What the masked area becomes: the scene or the hero asked for, or a repair."""
    hero, scene = plan(stage.brief, stage.dice)
    left, top, right, bottom = area.box
    gone = stage.brief.has(GONE)
    if scene and not hero and not gone:
        patch = draw(
            replace(job, background="opaque"), size=(right - left, bottom - top)
        )
        canvas.image = source.copy()
        canvas.image.paste(patch, (left, top))
    elif gone or stage.brief.has(SWAPPED):
        base = areas.filled_in(source, area)
        canvas.image = grading.graded(base, stage.brief, stage.palette, free * 0.5)
    else:
        share = free * (0.6 if hero else 2)
        canvas.image = grading.graded(source, stage.brief, stage.palette, share)
    if hero and not gone:
        k = canvas.scale
        middle = ((left + right) / 2 / k, (top + bottom) / 2 / k)
        _add_hero(stage, hero, middle, min(right - left, bottom - top) / k * 0.94)
    image = grading.restyled(
        canvas.image, stage.brief, stage.palette, stage.dice, stage.detail, free
    )
    _collage(job, image, area.box, stage)
    return image


def _marked(
    stage: Stage,
    canvas: RasterCanvas,
    source: Image.Image,
    area: areas.Area,
    drawing: Image.Image,
    free: float,
) -> Image.Image:
    """The hero where the markup is, or the markup itself as finished paint."""
    canvas.image = grading.graded(source, stage.brief, stage.palette, free * 0.35)
    hero, _ = plan(stage.brief, stage.dice)
    if hero:
        ink = areas.ink_of(drawing)
        coloured = replace(stage, palette=replace(stage.palette, accent=ink))
        left, top, right, bottom = (edge / canvas.scale for edge in area.box)
        size = max(
            120.0,
            min(max(right - left, bottom - top), 1.4 * min(right - left, bottom - top)),
        )
        _add_hero(coloured, hero, ((left + right) / 2, (top + bottom) / 2), size)
    else:
        canvas.image.alpha_composite(_painted(drawing, stage))
    return area.confine(source, canvas.image)


def _painted(drawing: Image.Image, stage: Stage) -> Image.Image:
    """Strokes of markup with a rounder edge, light from above and a soft shadow."""
    short = min(drawing.size)
    alpha = drawing.getchannel("A").filter(ImageFilter.GaussianBlur(short / 260))
    body = alpha.point([max(0, min(255, (i - 70) * 3)) for i in range(256)])
    depth = body.filter(ImageFilter.GaussianBlur(short / 90))
    light = ImageChops.subtract(
        depth, ImageChops.offset(depth, 0, round(short / 120)), 1, 128
    )
    colour = drawing.filter(ImageFilter.GaussianBlur(short / 300)).convert("RGB")
    colour = ImageChops.overlay(colour, Image.merge("RGB", (light, light, light)))
    result = Image.new("RGBA", drawing.size, (*stage.palette.ink, 0))
    shadow = ImageChops.offset(depth, round(short / 160), round(short / 90))
    result.putalpha(shadow.point([i // 3 for i in range(256)]))
    colour.putalpha(body)
    result.alpha_composite(colour)
    return result


def _surrounded(
    job: PaintJob, image: Image.Image, size: tuple[int, int], free: float
) -> Image.Image:
    """A new scene behind what stands out from the source's own background."""
    scene = draw(replace(job, background="opaque"), size=size).convert("RGBA")
    mask = _standing_out(image)
    mixed = Image.composite(image, scene, mask)
    return Image.blend(image, mixed, min(1.0, 0.5 * free))


def _add_hero(stage: Stage, hero: Hero, at: tuple[float, float], size: float) -> None:
    if hero.home in ("ground", "studio"):
        shadow(stage, at[0], at[1] + size * 0.47, size * 0.32, 0.26)
    hero.draw(replace(stage, cutout=True), *at, size)


def _place(stage: Stage, hero: Hero) -> tuple[float, float]:
    """On a line of thirds; what flies goes up, what stands goes down."""
    x = stage.width * stage.roll("added").pick((0.3, 0.36, 0.64, 0.7))
    return (x, stage.height * (0.3 if hero.home == "air" else 0.7))


def _collage(
    job: PaintJob, image: Image.Image, box: tuple[int, int, int, int], stage: Stage
) -> None:
    if len(job.sources) > 1:
        others = [areas.opened(data) for data in job.sources[1:16]]
        for other in others:
            other.thumbnail((image.width, image.height))
        collage.lay_on(image, others, box, stage.roll("collage"))


def _opaque(image: Image.Image) -> bool:
    return image.getchannel("A").getextrema() == (255, 255)


def _standing_out(image: Image.Image) -> Image.Image:
    """What differs from the colours of the picture's own rim, as a soft mask."""
    small = image.convert("RGB").resize((96, 96), Image.Resampling.BOX)
    rim = small.copy()
    rim.paste(small.resize((1, 1)).resize((72, 72)), (12, 12))
    ground = rim.filter(ImageFilter.GaussianBlur(30)).resize(
        image.size, Image.Resampling.BICUBIC
    )
    apart = ImageChops.difference(image.convert("RGB"), ground).convert("L")
    mask = apart.point([max(0, min(255, (i - 26) * 9)) for i in range(256)])
    short = min(image.size)
    return mask.filter(ImageFilter.MedianFilter(5)).filter(
        ImageFilter.GaussianBlur(short / 400)
    )


def _cleared(image: Image.Image) -> Image.Image:
    """The background taken away; the rim is always clear."""
    mask = _standing_out(image)
    inside = Image.new("L", image.size)
    edge = max(1, min(image.size) // 40)
    inside.paste(255, (edge, edge, image.width - edge, image.height - edge))
    inside = inside.filter(ImageFilter.GaussianBlur(edge / 2))
    image.putalpha(ImageChops.multiply(mask, inside))
    return image
