"""Changes the light and the hand of a whole picture, keeping what is on it."""

from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from playground.simulator.painter.brief import Brief
from playground.simulator.painter.colour import WHITE, Colour, lightness, mix
from playground.simulator.painter.noise import SMOOTH, blurred, grey, toned
from playground.simulator.painter.paint import stops, table
from playground.simulator.painter.palettes import COLOURS, Palette
from playground.simulator.painter.stage import Stage
from playground.simulator.painter.styles.finishing import FINISHES, wobbled
from playground.simulator.painter.tinting import named_palette

FREEDOM = {"high": 0.45, "low": 1.3}
"""How far an edit may go from its source, by fidelity; without one it is 1."""


def freedom(fidelity: str | None) -> float:
    return FREEDOM.get(fidelity or "", 1.0)


def graded(
    image: Image.Image, brief: Brief, palette: Palette, free: float
) -> Image.Image:
    """Shadows, middle tones and lights drawn towards the palette."""
    named = named_palette(brief) or bool(brief.words & COLOURS.keys())
    plane, row = image.convert("L"), table(stops(*_tones(palette)))
    bands = [plane.point(list(row[k::4])) for k in range(3)]
    share = min(0.85, (0.46 if named else 0.2) * free)
    result = Image.blend(image.convert("RGB"), Image.merge("RGB", bands), share)
    if palette.dark and named:
        night = Image.new("RGB", image.size, mix(palette.sky[1], WHITE, 0.45))
        night = ImageChops.multiply(result, night)
        result = Image.blend(result, night, min(1.0, 0.7 * free))
    elif named:
        result = ImageEnhance.Color(result).enhance(1 + 0.12 * free)
    result.putalpha(image.getchannel("A"))
    return result


def _tones(palette: Palette) -> tuple[Colour, ...]:
    """From the palette's darkest to its lightest."""
    middle = sorted({*palette.land, *palette.sky}, key=lightness)
    return (palette.ink, *middle[:: max(1, len(middle) // 5)], palette.paper)


def loosened(image: Image.Image, roll: Random, free: float) -> Image.Image:
    """A free copy loses small detail and trembles a little; a faithful one does not."""
    if free < 0.9:
        return image
    flat = image.convert("RGB")
    if free > 1:
        third = (max(1, image.width // 3), max(1, image.height // 3))
        small = flat.resize(third, Image.Resampling.BOX)
        small = small.filter(ImageFilter.ModeFilter(5)).filter(ImageFilter.SMOOTH)
        flat = Image.blend(flat, small.resize(image.size, SMOOTH), 0.85)
    flat = wobbled(flat, roll, min(image.size) / (620 if free <= 1 else 260))
    flat.putalpha(image.getchannel("A"))
    return flat


def restyled(image: Image.Image, stage: Stage, free: float) -> Image.Image:
    """The styles that the prompt names, over what is there."""
    styles = stage.brief.styles
    for name in (name for name in FINISHES if name in styles):
        done = FINISHES[name](image.convert("RGB"), stage.roll(name), stage.detail)
        done.putalpha(image.getchannel("A"))
        image = Image.blend(image, done, min(1.0, 0.62 + 0.38 * free))
    if "ink" in styles and min(image.size) > 8:
        traced = _traced(image, stage.palette.paper)
        image = Image.blend(image, traced, min(1.0, 0.5 + 0.5 * free))
    return image


def _traced(image: Image.Image, paper: Colour) -> Image.Image:
    """Pen lines along the edges, on paper."""
    short = min(image.size)
    edges = blurred(image.convert("L"), short / 420).filter(ImageFilter.FIND_EDGES)
    edges = toned(edges, lambda i: 255 - max(0, i - 5) * 11)
    # The filter leaves the outermost pixels as they were.
    rim = Image.new("L", image.size, 255)
    rim.paste(edges.crop((2, 2, image.width - 2, image.height - 2)), (2, 2))
    bare = Image.new("RGB", image.size, paper)
    pale = Image.blend(image.convert("RGB"), bare, 0.84)
    result = ImageChops.multiply(pale, grey(blurred(rim, short / 1600)))
    result.putalpha(image.getchannel("A"))
    return result
