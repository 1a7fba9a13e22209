"""Reads sources, masks and markup, and knows which part of the picture may change."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageFilter, ImageOps

from playground.simulator.painter.colour import Colour

Size = tuple[int, int]


def opened(data: bytes) -> Image.Image:
    """The picture upright, as RGBA; of an animation the first frame."""
    with Image.open(BytesIO(data)) as image:
        return ImageOps.exif_transpose(image).convert("RGBA")


def fitted(image: Image.Image, size: Size) -> Image.Image:
    """Scaled to cover the frame, the overhang cut off evenly."""
    return ImageOps.fit(image, size, Image.Resampling.BICUBIC)


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
    box = clear.point([255 if i > 127 else 0 for i in range(256)]).getbbox()
    if box is None:
        return None
    radius = max(1.0, min(size) / 130)
    inner = clear.filter(ImageFilter.MinFilter(3)).filter(
        ImageFilter.GaussianBlur(radius)
    )
    return Area(ImageChops.multiply(inner, clear), box)


def marked_area(markup: bytes | None, size: Size) -> tuple[Area, Image.Image] | None:
    """The neighbourhood of what was drawn on the picture, and the drawing itself."""
    if markup is None:
        return None
    drawing = fitted(opened(markup), size)
    alpha = drawing.getchannel("A")
    box = alpha.point([255 if i > 40 else 0 for i in range(256)]).getbbox()
    if box is None:
        return None
    margin = round(min(size) / 14)
    wide = (
        max(0, box[0] - margin),
        max(0, box[1] - margin),
        min(size[0], box[2] + margin),
        min(size[1], box[3] + margin),
    )
    mask = Image.new("L", size)
    mask.paste(255, wide)
    return Area(mask.filter(ImageFilter.GaussianBlur(margin / 2)), wide), drawing


def ink_of(drawing: Image.Image) -> Colour:
    """The colour most of the markup is drawn in."""
    tiny = drawing.resize((16, 16), Image.Resampling.BOX)
    raw = tiny.tobytes()
    pixels = [tuple(raw[i : i + 4]) for i in range(0, len(raw), 4)]
    red, green, blue, _ = max(pixels, key=lambda pixel: pixel[3])
    return (red, green, blue)


def filled_in(image: Image.Image, area: Area) -> Image.Image:
    """The picture with the area painted over from its surroundings."""
    hole = ImageChops.multiply(image.getchannel("A"), ImageOps.invert(area.mask))
    holed = image.copy()
    holed.putalpha(hole)
    levels = [holed.reduce(2) if min(holed.size) > 2 else holed]
    while max(levels[-1].size) > 2:
        last = levels[-1]
        smaller = (max(1, last.width // 2), max(1, last.height // 2))
        levels.append(last.resize(smaller, Image.Resampling.BOX))
    result = levels[-1]
    for level in reversed(levels[:-1]):
        result = result.resize(level.size, Image.Resampling.BICUBIC)
        result.alpha_composite(level)
    result = result.resize(image.size, Image.Resampling.BICUBIC)
    result.putalpha(image.getchannel("A").filter(ImageFilter.MaxFilter(3)))
    return Image.composite(result, image, area.mask)
