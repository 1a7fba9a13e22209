"""Repeatable noise: grain, stipple and clouds (Pillow's own noise cannot be seeded)."""

from functools import lru_cache
from random import Random

from PIL import Image, ImageChops

TILE = 512


@lru_cache(maxsize=8)
def _white(seed: int) -> Image.Image:
    random = Random(seed)  # noqa: S311 - grain, not secrets
    return Image.frombytes("L", (TILE, TILE), random.randbytes(TILE * TILE))


@lru_cache(maxsize=8)
def _bell(seed: int) -> Image.Image:
    """Noise around 128 in which middle values are the most frequent."""
    return ImageChops.blend(_white(seed), _white(seed + 1000), 0.5)


def _tiled(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    sheet = Image.new("L", size)
    for y in range(0, size[1], tile.height):
        for x in range(0, size[0], tile.width):
            sheet.paste(tile, (x, y))
    return sheet


@lru_cache(maxsize=4)
def sheet_of_noise(size: tuple[int, int], seed: int, strength: float) -> Image.Image:
    """A grey sheet of grain, to be read only: 128 where nothing changes."""
    table = [round(128 + (i - 128) * strength) for i in range(256)]
    sheet = _tiled(_bell(seed).point(table), size)
    return Image.merge("RGB", (sheet, sheet, sheet))


@lru_cache(maxsize=4)
def _thresholds(grain: int) -> Image.Image:
    tile = _white(7)
    if grain > 1:
        tile = tile.resize((TILE * grain, TILE * grain), Image.Resampling.BICUBIC)
    return tile.point([round(10 + i * 0.92) for i in range(256)])


def stippled(mask: Image.Image, grain: int) -> Image.Image:
    """The mask as grains: the more opaque, the denser; nearly hard edges."""
    over = ImageChops.subtract(mask, _tiled(_thresholds(grain), mask.size))
    return over.point([min(255, i * 5) for i in range(256)])


def clouds(
    size: tuple[int, int], random: Random, cells: float, octaves: int = 4
) -> Image.Image:
    """Soft fractal noise over the whole range; `cells` along the short side."""
    short = min(size)
    result: Image.Image | None = None
    for i in range(octaves):
        n = cells * 2**i
        small = (
            max(2, round(size[0] / short * n)),
            max(2, round(size[1] / short * n)),
        )
        layer = Image.frombytes("L", small, random.randbytes(small[0] * small[1]))
        layer = layer.resize(size, Image.Resampling.BICUBIC)
        result = layer if result is None else ImageChops.blend(result, layer, 0.36)
    assert result is not None  # noqa: S101 - octaves is at least 1
    return result
