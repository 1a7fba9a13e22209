"""Reads sources, masks and markup, and knows which part of the picture may change.

Further sources are laid on the picture as prints or as cut-outs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

from playground.simulator.painter.colour import Colour
from playground.simulator.painter.dice import Roll
from playground.simulator.painter.noise import SMOOTH, blurred, grey, toned

Size = tuple[int, int]
Box = tuple[int, int, int, int]
CARD = (252, 250, 246, 255)


def opened(data: bytes) -> Image.Image:
    """The picture upright, as RGBA; of an animation the first frame."""
    with Image.open(BytesIO(data)) as image:
        return ImageOps.exif_transpose(image).convert("RGBA")


def fitted(image: Image.Image, size: Size) -> Image.Image:
    """Scaled to cover the frame, the overhang cut off evenly."""
    return ImageOps.fit(image, size, SMOOTH)


@dataclass(frozen=True)
class Area:
    """Where a change may happen: a soft mask (255 = free) and the box around it."""

    mask: Image.Image
    box: Box


def masked(mask: bytes | None, size: Size) -> Area | None:
    """The clear part of the mask, soft inwards only; None where nothing is clear."""
    if mask is None:
        return None
    clear = ImageOps.invert(fitted(opened(mask), size).getchannel("A"))
    box = toned(clear, lambda i: 255 * (i > 127)).getbbox()
    inner = blurred(clear.filter(ImageFilter.MinFilter(3)), max(1.0, min(size) / 130))
    return Area(ImageChops.multiply(inner, clear), box) if box else None


def marked(markup: bytes | None, size: Size) -> tuple[Area, Image.Image] | None:
    """The neighbourhood of what was drawn on the picture, and the drawing itself."""
    if markup is None:
        return None
    drawing = fitted(opened(markup), size)
    box = toned(drawing.getchannel("A"), lambda i: 255 * (i > 40)).getbbox()
    if box is None:
        return None
    margin = round(min(size) / 14)
    left, top = max(0, box[0] - margin), max(0, box[1] - margin)
    wide = (left, top, min(size[0], box[2] + margin), min(size[1], box[3] + margin))
    mask = Image.new("L", size)
    mask.paste(255, wide)
    return Area(blurred(mask, margin / 2), wide), drawing


def ink_of(drawing: Image.Image) -> Colour:
    """The colour most of the markup is drawn in."""
    spots = np.asarray(drawing.resize((16, 16), Image.Resampling.BOX)).reshape(-1, 4)
    red, green, blue, _ = spots[spots[:, 3].argmax()].tolist()
    return (red, green, blue)


def embossed(drawing: Image.Image) -> Image.Image:
    """Strokes of markup as paint: with a rounder edge and light from above."""
    short = min(drawing.size)
    body = blurred(drawing.getchannel("A"), short / 260)
    body = toned(body, lambda i: (i - 70) * 3)
    depth = blurred(body, short / 90)
    above = ImageChops.offset(depth, 0, round(short / 120))
    light = grey(ImageChops.subtract(depth, above, 1, 128))
    colour = ImageChops.overlay(blurred(drawing, short / 300).convert("RGB"), light)
    colour.putalpha(body)
    return colour


def filled_in(image: Image.Image, area: Area) -> Image.Image:
    """The picture with the area painted over from its surroundings."""
    holed = image.copy()
    open_ = ImageOps.invert(area.mask)
    holed.putalpha(ImageChops.multiply(image.getchannel("A"), open_))
    levels = [holed.reduce(2)]
    while max(levels[-1].size) > 2:
        levels.append(levels[-1].reduce(2))
    result = levels.pop()
    for level in reversed(levels):
        result = result.resize(level.size, SMOOTH)
        result.alpha_composite(level)
    result = result.resize(image.size, SMOOTH)
    result.putalpha(image.getchannel("A").filter(ImageFilter.MaxFilter(3)))
    return Image.composite(result, image, area.mask)


def standing_out(image: Image.Image) -> Image.Image:
    """What differs from the colours of the picture's own rim, as a soft mask."""
    small = image.convert("RGB").resize((96, 96), Image.Resampling.BOX)
    rim = small.copy()
    rim.paste(small.resize((1, 1)).resize((72, 72)), (12, 12))
    ground = blurred(rim, 30).resize(image.size, SMOOTH)
    apart = ImageChops.difference(image.convert("RGB"), ground).convert("L")
    mask = toned(apart, lambda i: (i - 26) * 9).filter(ImageFilter.MedianFilter(5))
    return blurred(mask, min(image.size) / 400)


def cleared(image: Image.Image) -> Image.Image:
    """The background taken away; the rim is always clear."""
    if image.getchannel("A").getextrema() != (255, 255):
        return image
    edge = max(1, min(image.size) // 40)
    inside = Image.new("L", image.size)
    inside.paste(255, (edge, edge, image.width - edge, image.height - edge))
    inside = blurred(inside, edge / 2)
    image.putalpha(ImageChops.multiply(standing_out(image), inside))
    return image


def lay_on(
    image: Image.Image, others: Sequence[Image.Image], area: Box, roll: Roll
) -> None:
    """Arranges the others in the lower part of the area, never hiding all of it."""
    width, height, count = area[2] - area[0], area[3] - area[1], len(others)
    rows = 1 if count <= 4 else 2
    columns = -(-count // rows)
    share = (0.4, 0.34, 0.28, 0.24)[min(count, 4) - 1]
    edge = round(min(min(width, height) * share, width * 0.86 / columns))
    spread = width * (0.5 if count == 1 else 0.86)
    left = area[0] + (width - spread) * (1 if count == 1 else 0.5)
    for k, other in enumerate(others):
        x = left + (k % columns + 0.5) * spread / columns
        y = area[1] + height - edge * (0.66 + (rows - 1 - k // columns) * 1.08)
        card = _card(other, edge).rotate(roll.around(0, 5), SMOOTH, expand=True)
        drop(image, card, (round(x), round(y)), card.width // 22)


def _card(image: Image.Image, edge: int) -> Image.Image:
    """A cut-out as it is, anything else as a print with a border."""
    low, _ = image.getchannel("A").getextrema()
    if isinstance(low, int) and low < 128:
        scale = edge * 1.2 / max(image.size)
        wide, tall = (max(1, round(side * scale)) for side in image.size)
        return image.resize((wide, tall), SMOOTH)
    border = max(2, round(edge * 0.045))
    inner = max(1, edge - 2 * border)
    card = Image.new("RGBA", (inner, inner), CARD)
    card.alpha_composite(fitted(image, (inner, inner)))
    return ImageOps.expand(card, border, CARD)


def drop(image: Image.Image, card: Image.Image, at: tuple[int, int], blur: int) -> None:
    """The card with its soft shadow, centred on the point; cut at the picture's edge."""
    blur = max(2, blur)
    pad = blur * 3
    sheet = Image.new("RGBA", (card.width + pad * 2, card.height + pad * 2))
    shadow = Image.new("L", sheet.size)
    shadow.paste(toned(card.getchannel("A"), lambda i: i * 0.4), (pad, pad + blur))
    sheet.putalpha(blurred(shadow, blur))
    sheet.alpha_composite(card, (pad, pad))
    layer = Image.new("RGBA", image.size)
    layer.paste(sheet, (at[0] - sheet.width // 2, at[1] - sheet.height // 2))
    image.alpha_composite(layer)
