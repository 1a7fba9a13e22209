"""How a picture is made: some styles change the drawing, some the finished pixels.

A drawing style wraps the canvas, so that it works for pixels and vectors alike; a
finishing style takes the picture as it comes.
"""

from PIL import Image

from playground.simulator.painter.brief import Brief
from playground.simulator.painter.dice import Dice
from playground.simulator.painter.paint import Canvas
from playground.simulator.painter.palettes import Palette
from playground.simulator.painter.styles.drawing import (
    FlatCanvas,
    InkCanvas,
    SmoothCanvas,
)
from playground.simulator.painter.styles.finishing import FINISHES

GRAIN = (0.0, 0.03, 0.055, 0.07, 0.085)
GRAINLESS = {"flat", "minimal", "pixel", "watercolour", "riso", "isometric"}


def drawn(canvas: Canvas, brief: Brief, palette: Palette, detail: int) -> Canvas:
    """The canvas that draws in the style of the brief."""
    if "ink" in brief.styles:
        return InkCanvas(canvas, palette, detail)
    if brief.styles & {"flat", "minimal"}:
        return FlatCanvas(canvas)
    if brief.styles & {"watercolour", "riso", "pixel"}:
        return SmoothCanvas(canvas)
    return canvas


def grain_for(brief: Brief, detail: int) -> float:
    """Flat styles keep a trace of grain at high detail, against banding only."""
    strength = GRAIN[detail]
    return strength * 0.35 if brief.styles & GRAINLESS else strength


def finished(
    image: Image.Image, brief: Brief, palette: Palette, dice: Dice, detail: int
) -> Image.Image:
    """The picture after every finishing style that the brief names."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    flat = image.convert("RGB")
    used = False
    for name, finish in FINISHES.items():
        if name in brief.styles:
            flat = finish(flat, palette, dice, detail)
            used = True
    if not used:
        return image
    if alpha is not None:
        flat.putalpha(alpha)
    return flat
