"""What goes over the finished picture: grain, and the mark that says it is simulated."""

from PIL import Image, ImageChops, ImageDraw

from playground.simulator.painter.colour import Colour, rgb
from playground.simulator.painter.noise import sheet_of_noise
from playground.simulator.painter.raster import font

MARK = "simulated"


def grain(image: Image.Image, strength: float, seed: int = 1) -> Image.Image:
    """Fine grain, which also hides the steps of soft gradients; alpha is kept."""
    if strength <= 0:
        return image
    layer = sheet_of_noise(image.size, seed, strength)
    result = ImageChops.add(image.convert("RGB"), layer, 1, -128)
    if image.mode == "RGBA":
        result.putalpha(image.getchannel("A"))
    return result


def mark(image: Image.Image) -> None:
    """Writes the mark into the bottom right corner, on a pill that any picture carries."""
    width, height = image.size
    size = max(9.0, min(width, height) * 0.0145)
    face = font(round(size, 1))
    left, _, right, _ = face.getbbox(MARK)
    pad, gap = size * 0.62, max(3, round(min(width, height) * 0.014))
    pill_w, pill_h = round(right - left + pad * 2), round(size * 1.72)
    if pill_w + gap > width or pill_h + gap > height:
        return
    k = 4
    mask = Image.new("L", (pill_w * k, pill_h * k))
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, pill_w * k - 1, pill_h * k - 1), pill_h * k / 2, 255
    )
    shape = mask.reduce(k)
    words = Image.new("L", (pill_w, pill_h))
    ImageDraw.Draw(words).text((pill_w / 2, pill_h / 2), MARK, 255, face, anchor="mm")
    x, y = width - pill_w - gap, height - pill_h - gap
    _through(image, (x, y), shape, rgb("10131c"), 0.36)
    _through(image, (x, y), words, rgb("ffffff"), 0.88)


def _through(
    image: Image.Image,
    at: tuple[int, int],
    mask: Image.Image,
    colour: Colour,
    alpha: float,
) -> None:
    mask = mask.point([round(i * alpha) for i in range(256)])
    if image.mode == "RGBA":
        layer = Image.new("RGBA", mask.size, (*colour, 0))
        layer.putalpha(mask)
        image.alpha_composite(layer, at)
    else:
        image.paste(colour, at, mask)
