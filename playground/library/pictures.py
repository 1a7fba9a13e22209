"""What a file of pixels really is, found out by decoding it.

Everything that comes from outside, from the API or from a person, goes through
``check_picture`` before it is kept.
"""

import hashlib
import io
import logging
from dataclasses import dataclass
from typing import IO

from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from playground.library import svg
from playground.library.file_kinds import HEAD_BYTES, what_it_is
from playground.library.heads import TOO_MANY_PARTS, has_too_many_parts
from playground.library.unusable import UnusableFile

logger = logging.getLogger(__name__)

__all__ = [
    "PictureFacts",
    "UnusableFile",
    "check_picture",
    "flattened",
    "size_seen",
]

# The largest picture of any model has 8.3 million pixels; a photo from a good
# camera 50 million. Decoded, one pixel takes four bytes.
MAX_PIXELS = 50_000_000
# All frames of an animation together.
MAX_ANIMATION_PIXELS = 100_000_000
MAX_FRAMES = 300

# What Pillow calls them, and what the API does. A JPEG from a phone may hold a
# second picture (a depth map) and is then an MPO.
FORMATS = {"PNG": "png", "JPEG": "jpeg", "MPO": "jpeg", "WEBP": "webp", "GIF": "gif"}
OPENED = ("PNG", "JPEG", "WEBP", "GIF")
UNKNOWN_COLOUR = "#808080"
# Pillow's limits, and what its message names.
TOO_MUCH_TEXT = "The picture carries more than 1 MB of text beside its pixels. Save it without that."
# The number of the entry in Exif that says how a camera was held; from 5 on it lay on
# its side.
ORIENTATION = 0x0112
ON_ITS_SIDE = range(5, 9)


@dataclass(frozen=True, kw_only=True)
class PictureFacts:
    """Facts measured from the bytes, whatever their name or media type said.

    ``has_alpha`` tells that the file can hold transparency, ``fully_opaque`` that
    no pixel of the first frame makes use of it. Width and height are those that are
    seen: browsers turn a picture as its camera was held. ``colour`` is the average colour
    of the first frame as ``#rrggbb``, transparent parts not counted.
    """

    format: str
    width_px: int
    height_px: int
    has_alpha: bool
    fully_opaque: bool
    frame_count: int
    colour: str
    sha256: str
    bytes: int


def check_picture(data: bytes) -> tuple[PictureFacts, Pillow.Image | None]:
    """Decode the whole file; return its facts and the first frame's pixels.

    They are there anyway, and decoding is the most of what small copies cost. None
    for an SVG. Raises ``UnusableFile`` with a sentence for the person. Takes time and
    memory in proportion to the pixels: never call it inside a transaction.
    """
    if not data:
        raise UnusableFile("The file is empty.")
    if svg.looks_like_svg(data):
        return _svg_facts(data), None
    if has_too_many_parts(data):
        raise UnusableFile(f"The picture {TOO_MANY_PARTS}")
    try:
        return _raster(data)
    except UnidentifiedImageError:
        raise UnusableFile(_what_it_is(data)) from None
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        raise UnusableFile(_too_large()) from None
    # Pillow's decoders raise whatever they like on damaged files, and one of them must
    # not cost the pictures beside it.
    except UnusableFile:
        raise
    except Exception as error:  # noqa: BLE001
        logger.warning("A picture cannot be decoded: %r", error)
        if "MAX_TEXT" in str(error):
            raise UnusableFile(TOO_MUCH_TEXT) from None
        raise UnusableFile(
            "The picture is damaged or incomplete: it could not be read to its end."
        ) from None


def flattened(picture: Pillow.Image) -> Pillow.Image:
    """Return the current frame as RGB, or as RGBA where it has transparency."""
    if picture.mode.startswith("I"):
        # Sixteen bits a channel; a plain conversion would clip to white.
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def _svg_facts(data: bytes) -> PictureFacts:
    width, height = svg.size(data)
    return PictureFacts(
        format="svg",
        width_px=width,
        height_px=height,
        has_alpha=True,
        fully_opaque=False,
        frame_count=1,
        colour=UNKNOWN_COLOUR,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
    )


def _raster(data: bytes) -> tuple[PictureFacts, Pillow.Image]:
    with Pillow.open(io.BytesIO(data), formats=OPENED) as picture:
        _check_area(picture.width * picture.height, 1)
        # Checks what decoding does not look at, such as checksums.
        picture.verify()
    with Pillow.open(io.BytesIO(data), formats=OPENED) as picture:
        # The second picture of an MPO is not a frame.
        animated = picture.format != "MPO"
        frames = getattr(picture, "n_frames", 1) if animated else 1
        _check_area(picture.width * picture.height, frames)
        picture.load()
        has_alpha = picture.has_transparency_data
        still = flattened(picture)
        lowest_alpha = still.getchannel("A").getextrema()[0] if has_alpha else 255
        width, height = _as_seen(picture)
        facts = PictureFacts(
            format=FORMATS[picture.format or ""],
            width_px=width,
            height_px=height,
            has_alpha=has_alpha,
            fully_opaque=lowest_alpha == 255,
            frame_count=frames,
            colour=_average_colour(still),
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
        )
        if frames > 1 and still is picture:
            # What is read next would take its place.
            still = picture.copy()
        for frame in range(1, frames):
            picture.seek(frame)
            picture.load()
    return facts, still


def upright(picture: Pillow.Image) -> Pillow.Image:
    """Return it as it is seen; as it lies where a camera's word is damaged."""
    try:
        # It makes a copy of what stands upright already.
        turned = picture.getexif().get(ORIENTATION, 1) != 1
        return ImageOps.exif_transpose(picture) if turned else picture
    except Exception:  # noqa: BLE001
        return picture


def size_seen(file: IO[bytes]) -> tuple[int, int]:
    """Return width and height as they are seen, by the head of a raster file.

    Raises ``UnusableFile`` for what is none.
    """
    try:
        with Pillow.open(file, formats=OPENED) as picture:
            return _as_seen(picture)
    except Exception as error:  # noqa: BLE001
        # Whatever a decoder trips over.
        raise UnusableFile(str(error)) from None


def _as_seen(picture: Pillow.Image) -> tuple[int, int]:
    try:
        held = picture.getexif().get(ORIENTATION, 1)
    except Exception:  # noqa: BLE001
        # What a camera says beside the pixels may be damaged by itself.
        held = 1
    width, height = picture.size
    return (height, width) if held in ON_ITS_SIDE else (width, height)


def _check_area(pixels: int, frames: int) -> None:
    if pixels > MAX_PIXELS:
        raise UnusableFile(_too_large())
    if frames > MAX_FRAMES:
        raise UnusableFile(
            f"The animation has {frames} frames. At most {MAX_FRAMES} can be used."
        )
    if pixels * frames > MAX_ANIMATION_PIXELS:
        raise UnusableFile(
            "The animation is too large: fewer or smaller frames, please."
        )


def _too_large() -> str:
    return (
        "The picture has too many pixels. "
        f"At most {MAX_PIXELS // 1_000_000} megapixels can be used."
    )


def _average_colour(picture: Pillow.Image) -> str:
    if picture.mode == "RGBA":
        # Premultiplied, so that what nobody sees does not count.
        pixel = picture.convert("RGBa").resize((1, 1), Pillow.Resampling.BOX)
        red, green, blue, alpha = pixel.convert("RGBA").getpixel((0, 0))  # type: ignore[misc]
        if not alpha:
            return UNKNOWN_COLOUR
    else:
        pixel = picture.resize((1, 1), Pillow.Resampling.BOX)
        red, green, blue = pixel.getpixel((0, 0))  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _what_it_is(data: bytes) -> str:
    known, _ = what_it_is(data[:HEAD_BYTES])
    if known:
        return f"This is {known}. Please use a PNG, JPEG, WebP or GIF."
    return (
        "This is not a picture that can be read. Please use a PNG, JPEG, WebP or GIF."
    )
