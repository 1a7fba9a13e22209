"""What Pillow lacks in short words: blur, tone curves, and noise that can be seeded."""

from collections.abc import Callable
from functools import lru_cache
from random import Random

import numpy as np
from numpy.typing import NDArray
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
    """An RGB picture of one band."""
    return Image.merge("RGB", (plane, plane, plane))


def _tiled(tile: NDArray[np.uint8], size: tuple[int, int]) -> Image.Image:
    times = [-(-side // len(tile)) for side in size[::-1]]
    return Image.fromarray(np.tile(tile, times)[: size[1], : size[0]])


@lru_cache(maxsize=4)
def sheet_of_noise(size: tuple[int, int], seed: int, strength: float) -> Image.Image:
    """A grey sheet of grain, to be read only: 128 where nothing changes."""
    bell = np.random.default_rng(seed).normal(128, 52 * strength, (TILE, TILE))
    return grey(_tiled(bell.round().clip(0, 255).astype(np.uint8), size))


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
def _thresholds(grain: int) -> NDArray[np.uint8]:
    white = np.random.default_rng(7).integers(10, 246, (TILE, TILE), np.uint8)
    return np.asarray(Image.fromarray(white).resize((TILE * grain,) * 2, SMOOTH))


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
