"""What really differs between two pictures, pixel by pixel, from their originals."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from PIL import Image as Pillow

from playground.core.files import is_missing
from playground.library.models import Generation, GenerationSource, Image, SourceImage
from playground.library.pictures import upright

if TYPE_CHECKING:
    import numpy as np

# A difference of so many of 255 levels in a channel is seen by nobody, and comes from
# saving alone.
UNSEEN = 3


@dataclass(frozen=True)
class PixelDifference:
    """Shares of pixels, 0 to 1, that changed by more than ``UNSEEN`` levels.

    ``outside`` is the share of the pixels outside the mask, None where there is none.
    ``largest`` is the greatest change of a channel, in levels.
    """

    changed: float
    outside: float | None
    largest: int

    @property
    def words(self) -> str:
        """Say such as "12.4 % of the pixels changed, 0.0 % outside the mask"."""
        if not self.largest:
            return "Every pixel is the same"
        said = f"{percent(self.changed)} of the pixels changed"
        if self.outside is None:
            return said
        return f"{said}, {percent(self.outside)} outside the mask"


def percent(share: float) -> str:
    """Write a share; never "0.0 %" for what is not nothing."""
    if 0 < share < 0.0005:
        return "under 0.1 %"
    return f"{share * 100:.1f} %"


def pixel_difference(
    before: Image | SourceImage, after: Image | SourceImage, mask: SourceImage | None
) -> PixelDifference | None:
    """Compare two originals of one size; None where they cannot be held together.

    The files are decoded whole: four bytes a pixel each, and no place for it in a
    transaction. ``mask`` is that of the edit: what is transparent in it was to change.
    """
    import numpy as np  # Not where nothing is measured: it is large.

    one, other = _pixels(before), _pixels(after)
    if one is None or other is None or one.shape != other.shape:
        return None
    levels = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2)
    changed = levels > UNSEEN
    outside = None
    if mask is not None:
        kept = _kept_by(mask, changed.shape)
        if kept is not None and kept.any():
            outside = float(changed[kept].mean())
    return PixelDifference(float(changed.mean()), outside, int(levels.max()))


def why_unmeasured(*pair: Image | SourceImage) -> str:
    """Say why ``pixel_difference`` has nothing to tell of two pictures."""
    if any(is_missing(it.file) for it in pair):
        return "A file is gone: no pixels to count"
    if any(it.file.endswith(".svg") for it in pair):
        return "A drawing in SVG has no pixels to count"
    if len({(it.width_px, it.height_px) for it in pair}) > 1:
        return "Pictures of other sizes: no pixels to count"
    return "A file cannot be read now: no pixels to count"


def mask_between(
    before: Image | SourceImage, after: Image | SourceImage
) -> SourceImage | None:
    """Return the mask of an edit when the one picture is the first source of the other."""
    if not isinstance(after, Image):
        return None
    links = list(after.generation.generation_sources.all())
    role = GenerationSource.Role
    first = next((link for link in links if link.role == role.IMAGE), None)
    mask = next((link.source for link in links if link.role == role.MASK), None)
    if first is None or mask is None or first.source.sha256 != before.sha256:
        return None
    return mask


def first_source(generation: Generation) -> SourceImage | None:
    """Return what an edit started from: the first of its source pictures."""
    role = GenerationSource.Role.IMAGE
    links = generation.generation_sources.all()
    return next((link.source for link in links if link.role == role), None)


def _pixels(picture: Image | SourceImage) -> "np.ndarray | None":
    """Return the first frame, as it is seen, in rows of RGBA.

    None for what has no pixels to read.
    """
    import numpy as np

    try:
        with default_storage.open(picture.file) as file:
            data = io.BytesIO(file.read())
        with Pillow.open(data) as opened:
            return np.asarray(upright(opened).convert("RGBA"))
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        return None


def _kept_by(mask: SourceImage, shape: tuple[int, ...]) -> "np.ndarray | None":
    """Return where the mask is opaque, brought to the pictures' size.

    Only a mask of the same proportions can be brought there.
    """
    import numpy as np

    height, width = shape
    if abs(mask.width_px * height - mask.height_px * width) > max(width, height):
        return None
    try:
        with default_storage.open(mask.file) as file, Pillow.open(file) as opened:
            alpha = upright(opened).convert("RGBA").getchannel("A")
    except (OSError, ValueError):
        return None
    if alpha.size != (width, height):
        alpha = alpha.resize((width, height), Pillow.Resampling.NEAREST)
    return np.asarray(alpha) > 0
