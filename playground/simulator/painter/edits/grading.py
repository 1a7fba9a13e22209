"""Changes the light and the hand of a whole picture, keeping what is on it."""

from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from playground.simulator.painter.brief import Brief
from playground.simulator.painter.colour import Colour, lightness, mix, ramp
from playground.simulator.painter.dice import Dice
from playground.simulator.painter.palettes import COLOURS, Palette
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
    share = min(0.85, (0.46 if named else 0.2) * free)
    tones = _tones(palette)
    table = ramp(tones, 256)
    plane = image.convert("L")
    channels = [plane.point([tone[k] for tone in table]) for k in range(3)]
    toned = Image.merge("RGB", channels)
    result = Image.blend(image.convert("RGB"), toned, share)
    if palette.dark and named:
        night = Image.new("RGB", image.size, mix(palette.sky[1], (255, 255, 255), 0.45))
        result = Image.blend(
            result, ImageChops.multiply(result, night), min(1.0, 0.7 * free)
        )
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
    short = min(image.size)
    alpha = image.getchannel("A")
    flat = image.convert("RGB")
    if free > 1:
        small = flat.resize(
            (max(1, image.width // 3), max(1, image.height // 3)), Image.Resampling.BOX
        )
        small = small.filter(ImageFilter.ModeFilter(5)).filter(ImageFilter.SMOOTH)
        flat = Image.blend(
            flat, small.resize(image.size, Image.Resampling.BICUBIC), 0.85
        )
    flat = wobbled(flat, roll, short / (620 if free <= 1 else 260))
    flat.putalpha(alpha)
    return flat


def restyled(
    image: Image.Image,
    brief: Brief,
    palette: Palette,
    dice: Dice,
    detail: int,
    free: float,
) -> Image.Image:
    """The styles that the prompt names, over what is there."""
    for name, finish in FINISHES.items():
        if name in brief.styles:
            done = finish(image.convert("RGB"), palette, dice, detail)
            done.putalpha(image.getchannel("A"))
            image = Image.blend(image, done, min(1.0, 0.62 + 0.38 * free))
    if "ink" in brief.styles and min(image.size) > 8:
        image = Image.blend(image, _traced(image, palette), min(1.0, 0.5 + 0.5 * free))
    return image


def _traced(image: Image.Image, palette: Palette) -> Image.Image:
    """Pen lines along the edges, on paper."""
    short = min(image.size)
    grey = image.convert("L").filter(ImageFilter.GaussianBlur(short / 420))
    edges = grey.filter(ImageFilter.FIND_EDGES)
    edges = edges.point([max(0, 255 - max(0, i - 5) * 11) for i in range(256)])
    # The filter leaves the outermost pixels as they were.
    rim = Image.new("L", image.size, 255)
    rim.paste(edges.crop((2, 2, image.width - 2, image.height - 2)), (2, 2))
    edges = rim.filter(ImageFilter.GaussianBlur(short / 1600))
    pale = Image.blend(
        image.convert("RGB"), Image.new("RGB", image.size, palette.paper), 0.84
    )
    result = ImageChops.multiply(pale, Image.merge("RGB", (edges, edges, edges)))
    result.putalpha(image.getchannel("A"))
    return result
