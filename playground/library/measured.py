"""What a picture really is: measured from its file where that can be done.

An answer can tell a size or a format that its file does not have. The file wins.
"""

from collections.abc import Sequence
from typing import Any

from playground.imaging.parameters import PARAMETERS
from playground.library.models import Image

MEASURED = ("size", "output_format", "background")


def came_out(image: Image, name: str) -> Any:
    """Return what became of a parameter: measured, else as told, else None."""
    told = image.resolved.get(name)
    if name == "output_format":
        return image.output_format
    if image.output_format == Image.Format.SVG:
        # A drawing has no pixels of its own.
        return told
    if name == "size":
        return f"{image.width_px}x{image.height_px}"
    if name == "background" and not image.has_alpha:
        # Without an alpha channel nothing is transparent, whatever was told.
        return "opaque"
    return told


def measured_values(images: Sequence[Image], name: str) -> set[Any]:
    """Return what a parameter became, by the files themselves.

    Empty where they do not tell it of every picture.
    """
    if name not in MEASURED:
        return set()
    if name != "output_format" and any(
        image.output_format == Image.Format.SVG for image in images
    ):
        return set()
    values = {came_out(image, name) for image in images}
    return set() if None in values else values


def mismatch(image: Image, name: str, asked: Any) -> str:
    """Say how a file is not what was asked for; "" where it is, or was left open."""
    real, told = came_out(image, name), image.resolved.get(name)
    if name == "background" and asked == "transparent" and not image.has_alpha:
        return "asked for a transparent background, but the file has no transparency"
    if asked in (None, "", "auto") or real is None or real == asked:
        return ""
    wished = f"asked for {PARAMETERS.said(name)} {PARAMETERS.words(name, asked)}"
    made = PARAMETERS.words(name, real)
    if name not in MEASURED or real == told:
        return f"{wished}, but the API says it made {made}"
    said = PARAMETERS.words(name, told)
    also = f", though the API says {said}" if told not in (None, real) else ""
    return f"{wished}, but its file is {made}{also}"
