"""Files that people bring: what they are, and what has to be mended in them.

A file that the API takes as it is stays as it is, byte for byte. What it would
stumble over is mended in the file's own format, so that colours, look and weight
stay near the file that the person knows.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

import pillow_heif
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import get_sampling

from playground.library.file_kinds import HEAD_BYTES, what_it_is
from playground.library.heads import TOO_MANY_PARTS, has_too_many_parts
from playground.library.pictures import flattened

pillow_heif.register_heif_opener()

MAX_BYTES = 50 * 2**20
# The API takes up to 8.3 megapixels out; far more in only costs memory.
MAX_PIXELS = 50_000_000
SOURCE_FORMATS = {"PNG": "png", "JPEG": "jpeg", "WEBP": "webp", "MPO": "jpeg"}
# Read, and kept as JPEG, or as PNG where they have transparency.
CONVERTED = {"HEIF": "HEIC", "AVIF": "AVIF"}
# An MPO is a JPEG with more behind it, and opened as one.
OPENED = ("PNG", "JPEG", "WEBP", *CONVERTED)
# A mended file may weigh so much more than the one that was brought.
_HEAVIER = 1.3
PLAIN_MODES = ("RGB", "RGBA", "L", "LA", "P", "1")
ORIENTATION = 0x0112


class UnusableSource(Exception):
    """The file cannot be a source. The message is fit to show to a person."""


@dataclass(frozen=True)
class Upload:
    """A file as it is kept: ``note`` says in a sentence what was mended, or is ""."""

    content: IO[bytes]
    format: str
    note: str


def upload(file: IO[bytes], name: str, *, as_mask: bool = False) -> Upload:
    """Check a file by its content, decode the whole of it, and mend what must be.

    ``as_mask`` takes PNG only. Raises ``UnusableSource`` with the file's name, the
    reason and the way out.
    """
    size = file.seek(0, 2)
    if size == 0:
        raise UnusableSource(f"{name} is empty.")
    if size >= MAX_BYTES:
        raise UnusableSource(
            f"{name} has {size / 2**20:.0f} MB. The limit is 50 MB a file."
        )
    file.seek(0)
    data = file.read()
    file.seek(0)
    if has_too_many_parts(data):
        raise UnusableSource(f"{name} {TOO_MANY_PARTS}")
    head = data[:HEAD_BYTES]
    del data
    try:
        with Pillow.open(file, formats=OPENED) as picture:
            _check_kind(picture, name, as_mask=as_mask)
            picture.load()
            # Pillow tells nothing of the depth where it reads eight bits of sixteen.
            picture.info["deep"] = picture.format == "PNG" and head[24:25] == b"\x10"
            return _mended(picture, file, name, as_mask=as_mask)
    except UnidentifiedImageError:
        raise UnusableSource(_unreadable(name, head)) from None
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        raise UnusableSource(f"{name} unpacks to far too many pixels.") from None
    # Pillow's decoders raise many kinds of error on damaged files.
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        OverflowError,
        RuntimeError,
    ):
        raise UnusableSource(
            f"{name} is damaged: it cannot be decoded to the end."
        ) from None


def _unreadable(name: str, head: bytes) -> str:
    what, way_out = what_it_is(head)
    if what:
        return f"{name} is {what}. {way_out} and add that."
    return (
        f"{name} is not a picture that can be read, whatever its name says. "
        "Use PNG, JPEG or WebP."
    )


def _check_kind(picture: Pillow.Image, name: str, *, as_mask: bool) -> None:
    if as_mask and picture.format != "PNG":
        found = CONVERTED.get(picture.format or "", picture.format)
        raise UnusableSource(f"{name} is {found}. A mask must be a PNG with alpha.")
    if picture.width * picture.height > MAX_PIXELS:
        raise UnusableSource(
            f"{name} has {picture.width}×{picture.height} pixels. "
            f"The limit is {MAX_PIXELS // 1_000_000} megapixels."
        )


def _mended(
    picture: Pillow.Image, file: IO[bytes], name: str, *, as_mask: bool
) -> Upload:
    if as_mask:
        return _mask(picture, file)
    reasons = _needs(picture)
    if not reasons:
        return Upload(file, SOURCE_FORMATS[picture.format or ""], "")
    pixels, profile = _in_plain_colours(ImageOps.exif_transpose(picture))
    kept_as = _format_for(picture)
    if kept_as == "JPEG" and pixels.mode == "RGBA":
        pixels = pixels.convert("RGB")
    for weight in _weights(picture, file):
        content = BytesIO()
        # Only pixels and colours: orientation and thumbnails of before would be wrong.
        pixels.save(content, kept_as, exif=b"", icc_profile=profile, **weight)
        size = content.seek(0, 2)
        if size <= _HEAVIER * file.seek(0, 2):
            break
    if size >= MAX_BYTES:
        raise UnusableSource(
            f"{name} has to be {' and '.join(reasons)}, and would then have "
            f"{size / 2**20:.0f} MB; the limit is 50 MB. Save it smaller, or as JPEG."
        )
    return Upload(content, kept_as.lower(), _note(reasons, kept_as))


def _mask(picture: Pillow.Image, file: IO[bytes]) -> Upload:
    """Give a mask the one form that the API looks for: 8 bits with an alpha channel.

    One without transparency stays as it is; the rules say what is wrong with it.
    """
    reasons = _needs(picture)
    if picture.mode != "RGBA" and picture.has_transparency_data:
        reasons.append("given an alpha channel")
    if not reasons or not picture.has_transparency_data:
        return Upload(file, "png", "")
    content = BytesIO()
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    # Saved anew without what would make it several pictures, or turn it once more.
    plain = Pillow.frombytes("RGBA", upright.size, upright.tobytes())
    plain.save(content, "PNG")
    return Upload(content, "png", _note(reasons, "PNG"))


def _needs(picture: Pillow.Image) -> list[str]:
    """Name what the API would stumble over, in a designer's words."""
    reasons = []
    if picture.format in CONVERTED:
        reasons.append(f"changed from {CONVERTED[picture.format]}")
    if picture.getexif().get(ORIENTATION, 1) in range(2, 9):
        reasons.append("turned upright")
    if picture.mode in ("CMYK", "YCCK", "LAB"):
        reasons.append(f"changed from {picture.mode} to RGB")
    elif picture.mode not in PLAIN_MODES or picture.info.get("deep"):
        reasons.append("changed to 8 bits a channel")
    # The second picture of an MPO is a depth map, or the like, and no frame.
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        reasons.append("reduced to its first frame")
    return reasons


def _note(reasons: list[str], kept_as: str) -> str:
    name = {"WEBP": "WebP"}.get(kept_as, kept_as)
    return f"It was {' and '.join(reasons)}, and saved as {name}."


def _format_for(picture: Pillow.Image) -> str:
    if picture.format in CONVERTED:
        return "PNG" if _is_seen_through(picture) else "JPEG"
    return SOURCE_FORMATS[picture.format or ""].upper()


def _is_seen_through(picture: Pillow.Image) -> bool:
    """Whether a pixel is transparent; an alpha channel alone only weighs."""
    if not picture.has_transparency_data:
        return False
    lowest, _ = picture.convert("RGBA").getchannel("A").getextrema()
    return lowest != 255


def _weights(picture: Pillow.Image, file: IO[bytes]) -> list[dict[str, Any]]:
    """Return the settings under which the mended file weighs about as much.

    The first that makes it no heavier than that is taken.
    """
    if picture.format in ("JPEG", "MPO"):
        tables = getattr(picture, "quantization", None)
        # A CMYK file's tables are for four channels.
        if tables and picture.mode in ("RGB", "L"):
            sampling = get_sampling(picture)
            return [{"qtables": tables, "subsampling": max(sampling, 0)}]
        return [{"quality": 95, "subsampling": 0}]
    if picture.format == "WEBP":
        file.seek(0)
        lossless = b"VP8L" in file.read(64)
        if lossless:
            return [{"lossless": True}]
        return [{"quality": quality} for quality in (92, 84, 76, 68, 60)]
    if picture.format in CONVERTED and not _is_seen_through(picture):
        return [{"quality": 92}]
    return [{}]


def _in_plain_colours(picture: Pillow.Image) -> tuple[Pillow.Image, bytes | None]:
    """Return 8-bit pixels, and the profile that they are to be read with.

    Colours outside RGB go through the profile they came with. A profile that is of
    another kind of colour than its pixels says nothing true, and is left behind.
    """
    profile: bytes | None = picture.info.get("icc_profile")
    if picture.mode in PLAIN_MODES:
        return picture, _fitting(profile, picture.mode)
    if picture.mode in ("CMYK", "YCCK", "LAB"):
        return _through_profile(picture, profile), None
    plain = flattened(picture)
    # Grey pixels become RGB ones with equal channels: a grey profile fits no more.
    return plain, _fitting(profile, plain.mode)


def _through_profile(picture: Pillow.Image, profile: bytes | None) -> Pillow.Image:
    srgb = ImageCms.createProfile("sRGB")
    try:
        if picture.mode == "LAB":
            source: Any = ImageCms.createProfile("LAB")
        elif _fitting(profile, picture.mode):
            source = ImageCms.ImageCmsProfile(BytesIO(profile or b""))
        else:
            return picture.convert("RGB")
        changed = ImageCms.profileToProfile(picture, source, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture.convert("RGB")
    return changed or picture.convert("RGB")


def _fitting(profile: bytes | None, mode: str) -> bytes | None:
    """Return the profile if it is of the pixels' own kind of colour."""
    if not profile:
        return None
    kinds = {"CMYK": "CMYK", "L": "GRAY", "LA": "GRAY", "1": "GRAY", "LAB": "Lab"}
    try:
        found = ImageCms.ImageCmsProfile(BytesIO(profile)).profile.xcolor_space.strip()
    except (OSError, ValueError):
        return None
    return profile if found == kinds.get(mode, "RGB") else None
