"""Reads sources, masks and markup, and knows which part of the picture may change."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageFilter, ImageOps

from playground.simulator.painter.colour import Colour
from playground.simulator.painter.noise import SMOOTH, blurred, toned

Size = tuple[int, int]


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
    box: tuple[int, int, int, int]

    def confine(self, source: Image.Image, changed: Image.Image) -> Image.Image:
        return Image.composite(changed, source, self.mask)


def masked_area(mask: bytes | None, size: Size) -> Area | None:
    """The clear part of the mask, soft inwards only; None where nothing is clear."""
    if mask is None:
        return None
    clear = ImageOps.invert(fitted(opened(mask), size).getchannel("A"))
    box = toned(clear, lambda i: 255 * (i > 127)).getbbox()
    inner = blurred(clear.filter(ImageFilter.MinFilter(3)), max(1.0, min(size) / 130))
    return Area(ImageChops.multiply(inner, clear), box) if box else None


def marked_area(markup: bytes | None, size: Size) -> tuple[Area, Image.Image] | None:
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
    raw = drawing.resize((16, 16), Image.Resampling.BOX).tobytes()
    red, green, blue, _ = max(
        (raw[i : i + 4] for i in range(0, len(raw), 4)), key=lambda pixel: pixel[3]
    )
    return (red, green, blue)


def filled_in(image: Image.Image, area: Area) -> Image.Image:
    """The picture with the area painted over from its surroundings."""
    holed = image.copy()
    open_ = ImageOps.invert(area.mask)
    holed.putalpha(ImageChops.multiply(image.getchannel("A"), open_))
    levels = [holed.reduce(2) if min(holed.size) > 2 else holed]
    while max(levels[-1].size) > 2:
        smaller = [max(1, side // 2) for side in levels[-1].size]
        levels.append(levels[-1].resize((smaller[0], smaller[1]), Image.Resampling.BOX))
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
