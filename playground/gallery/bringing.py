"""Pictures that people bring: files, ZIPs of files, and this application's own exports.

Nothing of an archive is written under a name of its own: each entry is read into memory
up to a limit, decoded, and kept under a name of ours. The same bytes are one picture.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Any

from django.db import transaction

from playground.imaging.outcome import Resolved
from playground.library import deciding, organising
from playground.library.embedded import embedded, request_told, text_of
from playground.library.generations import generation_create
from playground.library.keeping import image_create, original_delete, store_original
from playground.library.models import Generation, Image
from playground.library.thumbnails import thumbnails_write
from playground.library.unusable import UnusableFile
from playground.people.models import User

MAX_BYTES = 50 * 2**20
MAX_MANIFEST = 50 * 2**20
MAX_PICTURES = 1000
MAX_TOTAL = 4 * 2**30


@dataclass
class Brought:
    """What came of it. ``problems`` are sentences, each about one file."""

    images: list[Image] = field(default_factory=list)
    known: int = 0
    problems: list[str] = field(default_factory=list)


def bring(user: User, files: list[tuple[str, IO[bytes]]]) -> Brought:
    """Keep all pictures in these files; what cannot be kept is told, never raised."""
    brought = Brought()
    for name, data, told in _pictures(files, brought):
        if len(brought.images) + brought.known == MAX_PICTURES:
            brought.problems.append(
                f"Only the first {MAX_PICTURES} pictures were taken. Bring the others "
                "in another go."
            )
            break
        try:
            _keep(user, data, told, brought)
        except UnusableFile as error:
            brought.problems.append(f"{_shown(name)}: {error}")
    return brought


def _shown(name: str) -> str:
    return "".join(it for it in name.rpartition("/")[2] if it.isprintable())[:80]


def _pictures(
    files: list[tuple[str, IO[bytes]]], brought: Brought
) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    for name, file in files:
        if zipfile.is_zipfile(file):
            file.seek(0)
            yield from _unpacked(name, file, brought)
            continue
        file.seek(0)
        data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            brought.problems.append(f"{_shown(name)} has more than 50 MB.")
        else:
            yield name, data, {}


def _unpacked(
    name: str, file: IO[bytes], brought: Brought
) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    try:
        with zipfile.ZipFile(file) as archive:
            told = _manifest(archive, brought)
            total = 0
            for entry in archive.infolist():
                if entry.is_dir() or _is_aside(entry.filename):
                    continue
                data = _entry(archive, entry, MAX_BYTES, brought)
                total += len(data or b"")
                if total > MAX_TOTAL:
                    brought.problems.append(f"{_shown(name)} unpacks to too much.")
                    return
                if data:
                    yield entry.filename, data, told.get(_base(entry.filename), {})
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        brought.problems.append(f"{_shown(name)} is a damaged archive: {error}.")


def _base(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def _is_aside(name: str) -> bool:
    """What archives hold beside pictures: manifests, and what a Mac leaves there."""
    base = _base(name)
    return (
        base.startswith(".")
        or name.startswith("__MACOSX/")
        or base.lower().endswith((".json", ".csv", ".txt", ".xmp"))
    )


def _entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, brought: Brought
) -> bytes | None:
    """Unpack one entry, but no more of it than the limit, whatever its head says."""
    try:
        with archive.open(entry) as file:
            data = file.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        brought.problems.append(f"{_shown(entry.filename)} is damaged: {error}.")
        return None
    if len(data) > most:
        brought.problems.append(
            f"{_shown(entry.filename)} unpacks to more than {most // 2**20} MB."
        )
        return None
    return data


def _manifest(archive: zipfile.ZipFile, brought: Brought) -> dict[str, dict[str, Any]]:
    """What our own export tells of each file; {} where there is none."""
    names = [name for name in archive.namelist() if _base(name) == "manifest.json"]
    if not names:
        return {}
    data = _entry(archive, archive.getinfo(names[0]), MAX_MANIFEST, brought)
    try:
        told = json.loads(data or b"")["images"]
        return {it["file"]: it for it in told if isinstance(it.get("file"), str)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        brought.problems.append(
            "The manifest cannot be read; its pictures come without their parameters."
        )
        return {}


def _keep(user: User, data: bytes, told: dict[str, Any], brought: Brought) -> None:
    digest = hashlib.sha256(data).hexdigest()
    mine = Image.objects.visible_to(user)
    if mine.filter(sha256=digest, purged_at=None).exists():
        brought.known += 1
        return
    stored = store_original(data)
    try:
        with transaction.atomic():
            run = _run(user, told or embedded(BytesIO(data)))
            image = image_create(
                generation=run, position=0, stored=stored, resolved=Resolved()
            )
            _decided(user, image, told)
    except BaseException:
        original_delete(stored.name)
        raise
    if stored.draft:
        thumbnails_write(image, stored.draft)
        Image.objects.filter(pk=image.pk).update(has_thumbnails=True)
    brought.images.append(image)


def _run(user: User, told: dict[str, Any]) -> Generation:
    """The call that may have made it, as far as the file tells; it cost nothing here."""
    request = request_told(told)
    return generation_create(
        author=user,
        state=Generation.State.SUCCEEDED,
        requested=request.to_json(),
        prompt=request.prompt,
        model=request.model,
        provider="imported",
        provider_id="imported",
        route="images",
        route_reason="Imported: it was made elsewhere.",
    )


def _decided(user: User, image: Image, told: dict[str, Any]) -> None:
    """Flag, stars, note, tags and collections of our own export."""
    mine = Image.objects.filter(pk=image.pk)
    if told.get("flag") in ("pick", "reject"):
        deciding.images_flag(mine, told["flag"])
    if told.get("stars") in (1, 2, 3, 4, 5):
        deciding.images_rate(mine, told["stars"])
    if note := text_of(told.get("note"))[: deciding.MAX_NOTE]:
        deciding.images_note(mine, note)
    for names, put in (
        (told.get("tags"), lambda name: organising.images_tag(user, mine, name)),
        (
            told.get("collections"),
            lambda name: organising.collection_add(
                organising.collection_create(user, name), mine
            ),
        ),
    ):
        for name in names[:20] if isinstance(names, list) else ():
            try:
                put(text_of(name))
            except organising.Unnameable:
                continue
