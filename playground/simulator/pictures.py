"""The pictures that come with a request: checked as the API checks them.

What is refused here is what the API is known to refuse: a media type that is not
PNG, JPEG or WebP or not the file's own, several frames (a phone's MPO among them),
CMYK, and anything that does not decode.
"""

import base64
import binascii
import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from playground.catalog.model import MASK_MAX_BYTES, SOURCE_MAX_BYTES
from playground.simulator import errors
from playground.simulator.errors import ApiError
from playground.simulator.fields import kind

MEDIA_TYPES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
MAX_URL_CHARACTERS = 20_971_520
# More than any source a designer has, less than what fills a machine's memory.
_MAX_PIXELS = 100_000_000

_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
_DATA_URL = re.compile(r"data:([\w.+/-]*)(?:;[\w=.-]+)*;base64,", re.IGNORECASE)


class UnusablePictureError(ValueError):
    """These bytes are not a picture that the API takes."""


@dataclass(frozen=True)
class Upload:
    """A file as it came: its field, its declared media type, its bytes."""

    param: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Picture:
    """A picture that passed. ``size`` is after its orientation was applied."""

    data: bytes
    size: tuple[int, int]
    format: str
    has_alpha: bool
    has_transparency: bool


def inspect(data: bytes) -> Picture:
    """Decode a picture completely, or say that it is none."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of files that this function refuses or accepts itself.
            warnings.simplefilter("ignore")
            return _inspect(data)
    except (
        OSError,
        SyntaxError,
        ValueError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        IndexError,
        MemoryError,
        OverflowError,
        TypeError,
    ) as error:
        raise UnusablePictureError from error


def _inspect(data: bytes) -> Picture:
    with Image.open(BytesIO(data), formats=tuple(MEDIA_TYPES.values())) as image:
        frames = getattr(image, "n_frames", 1)
        if image.format not in MEDIA_TYPES.values() or frames > 1:
            raise UnusablePictureError
        if image.mode not in _MODES or image.width * image.height > _MAX_PIXELS:
            raise UnusablePictureError
        picture_format = str(image.format)
        image.load()
        upright = ImageOps.exif_transpose(image)
        has_alpha = upright.has_transparency_data
        lowest: Any = 255
        if has_alpha:
            lowest, _ = upright.convert("RGBA").getchannel("A").getextrema()
        return Picture(data, upright.size, picture_format, has_alpha, lowest == 0)


def check_upload(upload: Upload, position: int) -> Picture:
    """Check a file of a form; ``position`` counts from one, as the API does."""
    if upload.media_type not in MEDIA_TYPES:
        raise errors.wrong_media_type(upload.param, upload.media_type)
    if len(upload.data) >= SOURCE_MAX_BYTES:
        raise errors.bad_picture(position)
    try:
        picture = inspect(upload.data)
    except UnusablePictureError:
        raise errors.bad_picture(position) from None
    if picture.format != MEDIA_TYPES[upload.media_type]:
        raise errors.bad_picture(position)
    return picture


def check_mask(mask: Picture, source: Picture) -> None:
    """Raise ``ApiError`` unless it is a PNG with alpha, of the source's size."""
    if mask.format != "PNG" or not mask.has_alpha:
        raise errors.bad_mask("mask image missing alpha channel")
    if mask.size != source.size:
        raise errors.bad_mask("mask size does not match image size")


def check_markup(markup: Picture, source: Picture, param: str) -> None:
    """Raise ``ApiError`` unless it is a PNG with holes, of the first source's size."""
    # The rules are documented, the texts are not.
    if markup.format != "PNG" or not markup.has_transparency:
        raise errors.refused("The markup must be a PNG with transparent pixels.", param)
    if markup.size != source.size:
        raise errors.refused("The markup must have the size of the first image.", param)


def read_mask_upload(upload: Upload) -> Picture:
    """Read a mask or a markup; neither has a position among the sources."""
    if upload.media_type not in MEDIA_TYPES:
        raise errors.wrong_media_type(upload.param, upload.media_type)
    if len(upload.data) >= MASK_MAX_BYTES:
        # No recorded text.
        raise errors.bad_mask("mask file must be less than 4 MB")
    try:
        return inspect(upload.data)
    except UnusablePictureError:
        # No recorded text.
        raise errors.bad_mask("mask could not be read") from None


def from_url(value: Any, param: str) -> Picture:
    """Read a picture from a data address. Nothing is ever downloaded."""
    if not isinstance(value, str):
        raise errors.wrong_type(param, "a string", kind(value))
    if len(value) > MAX_URL_CHARACTERS:
        raise errors.too_long(param, MAX_URL_CHARACTERS, len(value))
    if value.startswith(("http://", "https://")):
        raise errors.not_downloaded()
    match = _DATA_URL.match(value)
    if not match:
        raise errors.bad_picture_data(param)
    try:
        data = base64.b64decode(value[match.end() :], validate=True)
        return inspect(data)
    except (binascii.Error, ValueError):
        raise errors.bad_picture_data(param) from None


def from_reference(value: Any, param: str) -> Picture:
    """Read ``{"image_url": …}``; files were never uploaded here, so no ``file_id``."""
    if not isinstance(value, dict):
        raise errors.wrong_type(param, "an object", kind(value))
    for name in value:
        if name not in ("image_url", "file_id"):
            raise errors.unknown(f"{param}.{name}")
    if value.get("image_url") is not None:
        return from_url(value["image_url"], f"{param}.image_url")
    if value.get("file_id") is not None:
        raise no_such_file(f"{param}.file_id")
    raise errors.missing(f"{param}.image_url")


def no_such_file(param: str) -> ApiError:
    """For ids of the Files API that were never uploaded here."""
    # No recorded text.
    return ApiError(400, "No such file.", param=param, code="invalid_value")
