"""Further sources, laid on the picture as prints or as cut-outs."""

from collections.abc import Sequence

from PIL import Image, ImageFilter

from playground.simulator.painter.dice import Roll
from playground.simulator.painter.edits.areas import fitted

Box = tuple[int, int, int, int]


def lay_on(
    image: Image.Image, others: Sequence[Image.Image], box: Box, roll: Roll
) -> None:
    """Arranges the others in the lower part of the box, never hiding all of it."""
    width, height, count = box[2] - box[0], box[3] - box[1], len(others)
    rows = 1 if count <= 4 else 2
    columns = -(-count // rows)
    share = (0.4, 0.34, 0.28, 0.24)[min(count, 4) - 1]
    edge = round(min(min(width, height) * share, width * 0.86 / columns))
    spread = width * (0.5 if count == 1 else 0.86)
    left = box[0] + (width - spread) * (1 if count == 1 else 0.5)
    for k, other in enumerate(others):
        x = left + (k % columns + 0.5) * spread / columns
        y = box[1] + height - edge * (0.66 + (rows - 1 - k // columns) * 1.08)
        low, _ = other.getchannel("A").getextrema()
        cut = isinstance(low, int) and low < 128
        card = _cutout(other, edge) if cut else _print(other, edge)
        card = card.rotate(roll.around(0, 5), Image.Resampling.BICUBIC, expand=True)
        _drop(image, card, round(x), round(y))


def _print(image: Image.Image, edge: int) -> Image.Image:
    border = max(2, round(edge * 0.045))
    inner = max(1, edge - 2 * border)
    card = Image.new("RGBA", (max(1, edge), max(1, edge)), (252, 250, 246, 255))
    picture = fitted(image, (inner, inner))
    card.paste(picture, (border, border), picture)
    return card


def _cutout(image: Image.Image, edge: int) -> Image.Image:
    scale = edge * 1.2 / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BICUBIC)


def _drop(image: Image.Image, card: Image.Image, x: int, y: int) -> None:
    """The card with its soft shadow, centred on the point; cut at the picture's edge."""
    blur = max(2, card.width // 22)
    pad = blur * 3
    sheet = Image.new("RGBA", (card.width + pad * 2, card.height + pad * 2))
    shadow = Image.new("L", sheet.size)
    dim = card.getchannel("A").point([i * 2 // 5 for i in range(256)])
    shadow.paste(dim, (pad, pad + blur))
    sheet.putalpha(shadow.filter(ImageFilter.GaussianBlur(blur)))
    sheet.alpha_composite(card, (pad, pad))
    layer = Image.new("RGBA", image.size)
    layer.paste(sheet, (x - sheet.width // 2, y - sheet.height // 2))
    image.alpha_composite(layer)
