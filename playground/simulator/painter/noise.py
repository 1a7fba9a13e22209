"""What Pillow lacks in short words: blur, tone curves, and noise that can be seeded."""

from collections.abc import Callable
from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageFilter

TILE = 512
SMOOTH = Image.Resampling.BICUBIC


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """Blurred, in the quickest way that looks the same.

    A few pixels are blurred by one pass where a bell takes three, many in a smaller image.
    """
    k = min(8, int(radius / 1.5), *image.size)
    if k < 2:
        return image.filter(ImageFilter.BoxBlur(max(0.0, radius * 1.73 - 0.5)))
    small = image.reduce(k).filter(ImageFilter.GaussianBlur(radius / k))
    return small.resize(image.size, Image.Resampling.BILINEAR)


def toned(image: Image.Image, curve: Callable[[int], float]) -> Image.Image:
    """Every channel through one curve, from 0 to 255."""
    table = [max(0, min(255, round(curve(i)))) for i in range(256)]
    return image.point(table * len(image.getbands()))


def grey(plane: Image.Image) -> Image.Image:
    return Image.merge("RGB", (plane, plane, plane))


@lru_cache(maxsize=8)
def _white(seed: int) -> Image.Image:
    random = Random(seed)  # noqa: S311 - grain, not secrets
    return Image.frombytes("L", (TILE, TILE), random.randbytes(TILE * TILE))


def _tiled(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    sheet = Image.new("L", size)
    for y in range(0, size[1], tile.height):
        for x in range(0, size[0], tile.width):
            sheet.paste(tile, (x, y))
    return sheet


@lru_cache(maxsize=4)
def sheet_of_noise(size: tuple[int, int], seed: int, strength: float) -> Image.Image:
    """A grey sheet of grain, to be read only: 128 where nothing changes."""
    # Two of them make a bell: middle values are the most frequent.
    bell = ImageChops.blend(_white(seed), _white(seed + 1000), 0.5)
    return grey(_tiled(toned(bell, lambda i: 128 + (i - 128) * strength), size))


def grained(image: Image.Image, strength: float, seed: int = 1) -> Image.Image:
    """Fine grain, which also hides the steps of soft gradients; alpha is kept."""
    if strength <= 0:
        return image
    layer = sheet_of_noise(image.size, seed, strength)
    result = ImageChops.add(image.convert("RGB"), layer, 1, -128)
    if image.mode == "RGBA":
        result.putalpha(image.getchannel("A"))
    return result


@lru_cache(maxsize=4)
def _thresholds(grain: int) -> Image.Image:
    tile = _white(7).resize((TILE * grain, TILE * grain), SMOOTH)
    return toned(tile, lambda i: 10 + i * 0.92)


def stippled(mask: Image.Image, grain: int) -> Image.Image:
    """The mask as grains: the more opaque, the denser; nearly hard edges."""
    over = ImageChops.subtract(mask, _tiled(_thresholds(grain), mask.size))
    return toned(over, lambda i: i * 5)


def clouds(
    size: tuple[int, int], random: Random, cells: float, octaves: int = 4
) -> Image.Image:
    """Soft fractal noise over the whole range; `cells` along the short side."""
    # What is blurred anyway is made small.
    k = max(1.0, min(size) / 256)
    work = (max(2, round(size[0] / k)), max(2, round(size[1] / k)))
    result = Image.new("L", work, 128)
    for i in range(octaves):
        n = cells * 2**i / min(work)
        wide, tall = (max(2, round(side * n)) for side in work)
        layer = Image.frombytes("L", (wide, tall), random.randbytes(wide * tall))
        result = ImageChops.blend(result, layer.resize(work, SMOOTH), 0.36 if i else 1)
    return result.resize(size, SMOOTH)
