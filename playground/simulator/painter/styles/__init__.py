"""How a picture is made: some styles change the drawing, some the finished pixels.

A drawing style makes other marks of each mark, so that it works for pixels and vectors
alike; a finishing style takes the picture as it comes.
"""

from PIL import Image

from playground.simulator.painter.brief import Brief
from playground.simulator.painter.dice import Dice
from playground.simulator.painter.paint import Canvas, Style
from playground.simulator.painter.palettes import Palette
from playground.simulator.painter.styles.drawing import Ink, flat, smooth
from playground.simulator.painter.styles.finishing import FINISHES

GRAIN = (0.0, 0.025, 0.055, 0.07, 0.085)
ROUGH = {"riso", "linocut", "photo", "neon", "vintage"}
GRAINLESS = {"flat", "minimal", "pixel", "watercolour", "riso", "isometric", "linocut"}


def hand(brief: Brief, canvas: Canvas, palette: Palette, detail: int) -> Style | None:
    """What draws in the style of the brief; nothing for the hand as it is."""
    if "ink" in brief.styles:
        return Ink(canvas, palette, detail)
    if brief.styles & {"flat", "minimal", "linocut"}:
        return flat
    if brief.styles & {"watercolour", "riso", "pixel"}:
        return smooth
    return None


def grain_for(brief: Brief, detail: int) -> float:
    """Flat styles keep a trace of grain at high detail, against banding only."""
    if brief.styles & {"photo", "vintage"}:
        return 0.0  # They bring their own.
    strength = GRAIN[detail]
    return strength * 0.35 if brief.styles & GRAINLESS else strength


def finished(image: Image.Image, brief: Brief, dice: Dice, detail: int) -> Image.Image:
    """The picture after every finishing style that the brief names."""
    used = [name for name in FINISHES if name in brief.styles]
    if not used:
        return image
    flat_image = image.convert("RGB")
    for name in used:
        flat_image = FINISHES[name](flat_image, dice.fresh(name), detail)
    if image.mode == "RGBA":
        flat_image.putalpha(image.getchannel("A"))
    return flat_image
