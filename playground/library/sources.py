"""Source images, masks and markups: taken in, checked, kept once by content."""

import hashlib
import logging
import secrets
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image as Pillow

from playground.imaging.outcome import InputFile, InputFiles
from playground.imaging.request import ImageRequest
from playground.imaging.rule_types import FileFacts
from playground.imaging.snippets import FileNames
from playground.library.models import Image, SourceImage
from playground.library.names import download_name
from playground.library.search.documents import documents_write
from playground.library.uploads import UnusableSource, Upload, upload
from playground.library.writing import Writing
from playground.people.models import User

logger = logging.getLogger(__name__)

EXTENSIONS = {"png": "png", "jpeg": "jpg", "webp": "webp"}


def source_add(
    *, author: User, file: IO[bytes], name: str, as_mask: bool = False
) -> SourceImage:
    """Check a file by its content and keep it, once for each workspace.

    A mask must be a PNG (``as_mask``). Raises ``UnusableSource`` with the file's name
    and the reason. What had to be mended is said in the source's note.
    """
    name = name[-200:] or "picture"
    found = upload(file, name, as_mask=as_mask)
    return _keep(author=author, found=found, name=name)


def source_from_image(*, author: User, image: Image) -> SourceImage:
    """Take a gallery picture as a source: "Edit" on any picture.

    Raises ``UnusableSource`` for GIF and SVG, which the API does not take, and
    when the picture's file is gone.
    """
    if image.output_format not in ("png", "jpeg", "webp"):
        raise UnusableSource(
            f"A {image.output_format.upper()} cannot be edited: sources are PNG, "
            "JPEG or WebP."
        )
    known = SourceImage.objects.visible_to(author).filter(sha256=image.sha256).first()
    if known and _is_there(known):
        return known
    try:
        stored = default_storage.open(image.file, "rb")
    except (FileNotFoundError, OSError):
        raise UnusableSource("The file of this picture is no longer there.") from None
    with stored:
        source = source_add(
            author=author,
            file=cast(IO[bytes], stored),
            name=download_name(image),
        )
    SourceImage.objects.filter(pk=source.pk, image=None).update(image=image)
    return source


def _keep(*, author: User, found: Upload, name: str) -> SourceImage:
    content = found.content
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    known = SourceImage.objects.visible_to(author).filter(sha256=digest).first()
    if known and _is_there(known):
        # The person knows it by the name that it has now.
        if known.name != name and known.image_id is None:
            known.name = name
            with transaction.atomic():
                known.save(update_fields=["name"])
                # What was made from it is found by its name.
                named = Image.objects.filter(
                    generation__generation_sources__source=known
                )
                documents_write(named.distinct())
        return known
    size = content.seek(0, 2)
    content.seek(0)
    with Pillow.open(content) as picture:
        width, height = picture.size
        has_alpha = "A" in picture.getbands() or "transparency" in picture.info
        is_opaque = not has_alpha or _lowest_alpha(picture) == 255
    content.seek(0)
    extension = EXTENSIONS[found.format]
    # Of its own: the same file may be arriving twice at this moment.
    file = f"sources/{digest[:2]}/{digest}-{secrets.token_hex(8)}.{extension}"
    with Writing() as writing:
        writing(file)
        default_storage.save(file, File(content))
        if known:
            # Its own file is gone: runs that are repeated can be sent again as well.
            known.file = file
            known.save(update_fields=["file"])
            return known
        source, made = SourceImage.objects.get_or_create(
            workspace=author.workspace,
            sha256=digest,
            defaults={
                "author": author,
                "name": name,
                "file": file,
                "bytes": size,
                "format": found.format,
                "width_px": width,
                "height_px": height,
                "has_alpha": has_alpha,
                "is_opaque": is_opaque,
                "note": found.note[:300],
            },
        )
        if not made:
            default_storage.delete(file)
    return source


def _is_there(source: SourceImage) -> bool:
    try:
        return default_storage.exists(source.file)
    except Exception:
        # A store may raise errors of its own. It is away, and this file not gone.
        logger.exception("Nobody knows whether source %s is there", source.code)
        return True


def _lowest_alpha(picture: Pillow.Image) -> int:
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


def sources_by_digest(user: User, digests: Iterable[str]) -> dict[str, SourceImage]:
    """Find files by SHA-256, in one query. Missing ones are left out."""
    wanted = [digest for digest in digests if digest]
    if not wanted:
        return {}
    found = SourceImage.objects.visible_to(user).filter(sha256__in=wanted)
    return {source.sha256: source for source in found}


def file_name(source: SourceImage) -> str:
    """Return the file's name on the machine it came from, with its true extension."""
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
