"""Source images, masks and markups: taken in, checked, kept once by content."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from PIL import Image as Picture
from PIL import ImageOps, UnidentifiedImageError

from playground.imaging.outcome import InputFile, InputFiles
from playground.imaging.request import ImageRequest
from playground.imaging.rules import FileFacts
from playground.imaging.snippets import FileNames
from playground.library.models import Generation, GenerationSource, Image, SourceImage
from playground.library.pictures import flattened
from playground.people.models import User

MAX_BYTES = 50 * 2**20
# The API takes up to 8.3 megapixels out; far more in only costs memory.
MAX_PIXELS = 50_000_000
SOURCE_FORMATS = {"PNG": "png", "JPEG": "jpeg", "WEBP": "webp", "MPO": "jpeg"}
EXTENSIONS = {"png": "png", "jpeg": "jpg", "webp": "webp"}


class UnusableSource(Exception):
    """The file cannot be a source. The message is fit to show to a person."""


def source_add(
    *, owner: User, file: IO[bytes], name: str, as_mask: bool = False
) -> SourceImage:
    """Check a file by its content and keep it, once for each person.

    ``as_mask`` keeps masks and markups exactly as they are: they must be PNG.
    Raises ``UnusableSource`` with the file's name and the reason. Rotated, CMYK
    and multi-frame pictures are converted, and the note says so.
    """
    name = name[-200:] or "picture"
    size = file.seek(0, 2)
    if size == 0:
        raise UnusableSource(f"{name} is empty.")
    if size >= MAX_BYTES:
        raise UnusableSource(
            f"{name} has {size / 2**20:.0f} MB. The limit is 50 MB a file."
        )
    format_name, note, converted = _check(file, name, as_mask=as_mask)
    content: IO[bytes] = converted or file
    return _keep(
        owner=owner, content=content, name=name, format_name=format_name, note=note
    )


def source_from_image(*, owner: User, image: Image) -> SourceImage:
    """Take a gallery picture as a source: "Edit" on any picture.

    Raises ``UnusableSource`` for GIF and SVG, which the API does not take, and
    when the picture's file is gone.
    """
    if image.output_format not in ("png", "jpeg", "webp"):
        raise UnusableSource(
            f"A {image.output_format.upper()} cannot be edited: sources are PNG, "
            "JPEG or WebP."
        )
    known = SourceImage.objects.filter(owner=owner, sha256=image.sha256).first()
    if known:
        return known
    try:
        stored = default_storage.open(image.file, "rb")
    except (FileNotFoundError, OSError):
        raise UnusableSource("The file of this picture is no longer there.") from None
    with stored:
        extension = EXTENSIONS[image.output_format]
        source = source_add(
            owner=owner, file=cast(IO[bytes], stored), name=f"{image.code}.{extension}"
        )
    SourceImage.objects.filter(pk=source.pk, image=None).update(image=image)
    return source


def _check(
    file: IO[bytes], name: str, *, as_mask: bool
) -> tuple[str, str, IO[bytes] | None]:
    """Decode the whole picture; return its format, a note, and a conversion."""
    file.seek(0)
    try:
        with Picture.open(file) as picture:
            found = picture.format or ""
            _check_kind(found, picture, name, as_mask=as_mask)
            picture.load()
            reasons = [] if as_mask else _needs(picture)
            if not reasons:
                return SOURCE_FORMATS[found], "", None
            return "png", _note(reasons), _converted(picture)
    except UnidentifiedImageError:
        raise UnusableSource(
            f"{name} is not a picture that can be read, whatever its name says. "
            "Use PNG, JPEG or WebP."
        ) from None
    except (Picture.DecompressionBombError, Picture.DecompressionBombWarning):
        raise UnusableSource(f"{name} unpacks to far too many pixels.") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise UnusableSource(
            f"{name} is damaged: it cannot be decoded to the end."
        ) from None


def _check_kind(
    found: str, picture: Picture.Image, name: str, *, as_mask: bool
) -> None:
    if as_mask and found != "PNG":
        raise UnusableSource(f"{name} is {found}. A mask must be a PNG with alpha.")
    if found not in SOURCE_FORMATS:
        raise UnusableSource(f"{name} is {found}. Use PNG, JPEG or WebP.")
    if picture.width * picture.height > MAX_PIXELS:
        raise UnusableSource(
            f"{name} has {picture.width} × {picture.height} pixels. "
            f"The limit is {MAX_PIXELS // 1_000_000} megapixels."
        )


def _needs(picture: Picture.Image) -> list[str]:
    """Name what the API would stumble over, in a designer's words."""
    reasons = []
    if picture.getexif().get(0x0112, 1) not in (0, 1):
        reasons.append("turned upright")
    if picture.mode in ("CMYK", "YCCK", "LAB"):
        reasons.append(f"changed from {picture.mode} to RGB")
    elif picture.mode not in ("RGB", "RGBA", "L", "LA", "P", "1"):
        reasons.append("changed to 8 bits a channel")
    if getattr(picture, "n_frames", 1) > 1:
        reasons.append("reduced to its first frame")
    return reasons


def _note(reasons: list[str]) -> str:
    return ("It was " + " and ".join(reasons) + ", and saved as PNG.")[:300]


def _converted(picture: Picture.Image) -> IO[bytes]:
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in ("RGB", "RGBA", "L", "LA", "P", "1"):
        upright = flattened(upright)
    out = BytesIO()
    # Only pixels: orientation and thumbnails of the original would be wrong now.
    upright.save(out, "PNG", exif=b"")
    return out


def _keep(
    *, owner: User, content: IO[bytes], name: str, format_name: str, note: str
) -> SourceImage:
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    known = SourceImage.objects.filter(owner=owner, sha256=digest).first()
    if known:
        return known
    size = content.seek(0, 2)
    content.seek(0)
    with Picture.open(content) as picture:
        width, height = picture.size
        has_alpha = "A" in picture.getbands() or "transparency" in picture.info
        is_opaque = not has_alpha or _lowest_alpha(picture) == 255
    content.seek(0)
    stored = default_storage.save(
        f"sources/{digest[:2]}/{digest}-{owner.pk}.{EXTENSIONS[format_name]}",
        File(content),
    )
    source, made = SourceImage.objects.get_or_create(
        owner=owner,
        sha256=digest,
        defaults={
            "name": name,
            "file": stored,
            "bytes": size,
            "format": format_name,
            "width_px": width,
            "height_px": height,
            "has_alpha": has_alpha,
            "is_opaque": is_opaque,
            "note": note,
        },
    )
    if not made:
        default_storage.delete(stored)
    return source


def _lowest_alpha(picture: Picture.Image) -> int:
    lowest = picture.convert("RGBA").getchannel("A").getextrema()[0]
    return int(lowest)  # type: ignore[arg-type]


def facts_of(source: SourceImage) -> FileFacts:
    """Return what the rules and prices need to know of a file."""
    return FileFacts(
        sha256=source.sha256,
        format=source.format,
        width_px=source.width_px,
        height_px=source.height_px,
        bytes=source.bytes,
        has_alpha=source.has_alpha,
        fully_opaque=source.is_opaque,
        name=source.name,
    )


def sources_by_digest(owner: User, digests: Iterable[str]) -> dict[str, SourceImage]:
    """Find a person's files by SHA-256, in one query. Missing ones are left out."""
    wanted = [digest for digest in digests if digest]
    if not wanted:
        return {}
    found = SourceImage.objects.visible_to(owner).filter(sha256__in=wanted)
    return {source.sha256: source for source in found}


def source_facts(generation: Generation) -> list[FileFacts]:
    """Return the facts of the source pictures that went out with it, in order."""
    links = generation.generation_sources.filter(role=GenerationSource.Role.IMAGE)
    return [facts_of(link.source) for link in links.select_related("source")]


def file_name(source: SourceImage) -> str:
    """Return the file's name on its owner's machine, with its true extension."""
    return f"{Path(source.name).stem or 'picture'}.{EXTENSIONS[source.format]}"


def names_of(
    sources: Sequence[SourceImage],
    mask: SourceImage | None,
    markup: SourceImage | None,
) -> FileNames:
    """Return the names that a call as code uses."""
    return FileNames(
        sources=tuple(file_name(source) for source in sources),
        mask=file_name(mask) if mask else None,
        markup=file_name(markup) if markup else None,
    )


def input_files(request: ImageRequest, sources: dict[str, SourceImage]) -> InputFiles:
    """Return what goes out with the request; files are opened only when sent."""

    def one(digest: str | None) -> InputFile | None:
        return _input_file(sources[digest]) if digest else None

    return InputFiles(
        sources=tuple(_input_file(sources[digest]) for digest in request.sources),
        mask=one(request.mask),
        markup=one(request.markup),
    )


def _input_file(source: SourceImage) -> InputFile:
    return InputFile(
        name=f"{source.code}.{EXTENSIONS[source.format]}",
        media_type=f"image/{source.format}",
        bytes=source.bytes,
        open=partial(_open, source.file),
    )


def _open(name: str) -> BinaryIO:
    """Open it; an ``OSError`` is told as a source that cannot be read."""
    return cast(BinaryIO, default_storage.open(name, "rb").file)
