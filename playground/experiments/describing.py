"""Descriptors of pictures: how much draws of one cell differ among themselves.

They describe and judge nothing: colour, sharpness and a perceptual hash, each measured
on the small copy that lists show.
"""

import contextlib
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mean

from PIL import Image as Pillow

from playground.core.files import storage_of
from playground.experiments.models import Descriptor
from playground.library.models import Image
from playground.library.thumbnails import thumbnail_edges, thumbnail_name

logger = logging.getLogger(__name__)

AT_ONCE = 16


def describe_some() -> int:
    """Measure some pictures of experiments that nobody has measured yet."""
    left = Image.objects.filter(descriptor=None, has_thumbnails=True)
    found = list(left.filter(generation__draws__isnull=False)[:AT_ONCE])
    found += list(left.filter(taken_as_draws__isnull=False)[: AT_ONCE - len(found)])
    made = 0
    for image in dict.fromkeys(found):
        name = _smallest(image)
        try:
            with storage_of(name).open(name, "rb") as file:
                data = file.read()
        except FileNotFoundError:
            data = b""
        except OSError:
            # The storage is away: it is asked again in the next round.
            logger.warning("Image %s: its file cannot be read now", image.code)
            continue
        sharpness: float | None = None
        number: int | None = None
        # An SVG, or a file that is gone, is not asked again.
        with contextlib.suppress(OSError, ValueError):
            sharpness, number = measure(data)
        Descriptor.objects.get_or_create(
            image=image,
            defaults={"sharpness": sharpness, "perceptual_hash": number},
        )
        made += 1
    return made


def _smallest(image: Image) -> str:
    edges = thumbnail_edges(image)
    return thumbnail_name(image.file, edges[0]) if edges else image.file


def measure(data: bytes) -> tuple[float, int]:
    """Return the sharpness and the perceptual hash of a picture."""
    import numpy as np  # Not where nothing is measured: it is large.

    with Pillow.open(io.BytesIO(data)) as picture:
        grey = picture.convert("L")
    grey.thumbnail((256, 256))
    pixels = np.asarray(grey, dtype=float)
    sharpness = 0.0
    if min(pixels.shape) > 2:
        middle = pixels[1:-1, 1:-1]
        around = (
            pixels[:-2, 1:-1] + pixels[2:, 1:-1] + pixels[1:-1, :-2] + pixels[1:-1, 2:]
        )
        sharpness = float((around - 4 * middle).var())
    small = np.asarray(grey.resize((9, 8)), dtype=int)
    bits = (small[:, 1:] > small[:, :-1]).flatten()
    number = int("".join("1" if bit else "0" for bit in bits), 2)
    # With a sign, as databases keep it.
    return sharpness, number - (1 << 64) if number >= 1 << 63 else number


@dataclass(frozen=True)
class Measures:
    """What was measured of a picture."""

    sharpness: float
    perceptual_hash: int


def measures_of(images: Sequence[int]) -> dict[int, Measures]:
    """Return what is known of these pictures, without those that have no pixels."""
    found = Descriptor.objects.filter(image__in=images)
    return {
        row.image_id: Measures(row.sharpness, row.perceptual_hash)
        for row in found
        if row.sharpness is not None and row.perceptual_hash is not None
    }


@dataclass(frozen=True)
class Noise:
    """How far pictures lie apart, on average: of 64 bits, in sharpness, in colour."""

    bits: float
    sharpness: float
    colour: float
    pairs: int


def apart(pictures: Sequence[tuple[Image, Measures]]) -> Noise | None:
    """Return how much these differ among themselves; None with fewer than two."""
    return _noise([(one, other) for one, other in combinations(pictures, 2)])


def between(
    some: Sequence[tuple[Image, Measures]], others: Sequence[tuple[Image, Measures]]
) -> Noise | None:
    """How much pictures of two values differ: every pair of one and the other."""
    return _noise([(one, other) for one in some for other in others])


def mean_noise(found: Sequence[Noise]) -> Noise | None:
    """Return the average of several groups; None where there are none."""
    if not found:
        return None
    return Noise(
        mean(it.bits for it in found),
        mean(it.sharpness for it in found),
        mean(it.colour for it in found),
        sum(it.pairs for it in found),
    )


Described = tuple[Image, Measures]


def _noise(pairs: Sequence[tuple[Described, Described]]) -> Noise | None:
    if not pairs:
        return None
    return Noise(
        mean(_bits(one[1], other[1]) for one, other in pairs),
        mean(abs(one[1].sharpness - other[1].sharpness) for one, other in pairs),
        mean(_colours(one[0].colour, other[0].colour) for one, other in pairs),
        len(pairs),
    )


def _bits(one: Measures, other: Measures) -> int:
    mask = (1 << 64) - 1
    return ((one.perceptual_hash ^ other.perceptual_hash) & mask).bit_count()


def _colours(one: str, other: str) -> float:
    try:
        first = [int(one[at : at + 2], 16) for at in (1, 3, 5)]
        second = [int(other[at : at + 2], 16) for at in (1, 3, 5)]
    except ValueError:
        return 0.0
    return float(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5)
