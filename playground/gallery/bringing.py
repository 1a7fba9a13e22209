"""Pictures that people bring: files, ZIPs of files, and this application's own exports.

Nothing of an archive is written under a name of its own: each entry is read into memory
up to a limit, decoded, and kept under a name of ours. The same bytes are one picture.
Those of an export keep their dates, and what came of what.
"""

import datetime
import hashlib
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from playground.imaging.outcome import Resolved
from playground.imaging.parameters import PARAMETERS
from playground.library import deciding, organising
from playground.library.embedded import embedded, request_told, text_of
from playground.library.generations import generation_create
from playground.library.keeping import image_create, original_delete, store_original
from playground.library.models import Generation, Image
from playground.library.search.documents import documents_write
from playground.library.thumbnails import thumbnails_write
from playground.library.unusable import UnusableFile
from playground.library.writing import Writing
from playground.people.models import User, Workspace

MAX_BYTES = 50 * 2**20
MAX_MANIFEST = 50 * 2**20
MAX_PICTURES = 1000
MAX_TOTAL = 4 * 2**30
# Of files that are no pictures: to look at each of hundreds of thousands takes minutes.
MAX_PROBLEMS = 1000
_PRICE = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,8})?", re.ASCII)


TOO_MANY = "Too many of these files cannot be kept: the rest was not looked at."


@dataclass
class Brought:
    """What came of it. ``problems`` are sentences, each about one file.

    ``known`` were here already, some of them ``in_trash``. ``by_code`` are pictures by
    the code that they had where they come from, with what is told of each.
    """

    images: list[Image] = field(default_factory=list)
    known: int = 0
    in_trash: int = 0
    keeps_dates: bool = False
    by_code: dict[str, tuple[Image, dict[str, Any]]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def bring(user: User, files: list[tuple[str, IO[bytes]]]) -> Brought:
    """Keep all pictures in these files; what cannot be kept is told, never raised."""
    brought = Brought()
    try:
        _take(user, files, brought)
    finally:
        _relate(user, brought)
    return brought


def _take(user: User, files: list[tuple[str, IO[bytes]]], brought: Brought) -> None:
    for name, data, told in _pictures(files, brought):
        # What is here already costs little: so the same archive again goes on there.
        if len(brought.images) == MAX_PICTURES:
            brought.problems.append(
                f"{MAX_PICTURES:,} pictures were taken, which is the most in one go. "
                "Bring the same again for those that follow."
            )
            break
        if len(brought.problems) >= MAX_PROBLEMS:
            brought.problems.append(TOO_MANY)
            break
        try:
            _keep(user, data, told, brought)
        except UnusableFile as error:
            brought.problems.append(f"{_shown(name)}: {error}")


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
        if data.startswith(b"PK\3\4"):
            brought.problems.append(f"{_shown(name)} is a damaged archive: cut off.")
        elif len(data) > MAX_BYTES:
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
                data, unpacked = _entry(archive, entry, MAX_BYTES, brought)
                total += unpacked
                if total > MAX_TOTAL:
                    brought.problems.append(f"{_shown(name)} unpacks to too much.")
                    return
                if data:
                    yield entry.filename, data, told.of(entry.filename, data)
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
) -> tuple[bytes | None, int]:
    """Unpack one entry, but no more of it than the limit, whatever its head says.

    Returns what is in it, None where that is too much or damaged, and how many bytes
    were unpacked: also what is refused took its time.
    """
    try:
        with archive.open(entry) as file:
            data = file.read(most + 1)
    except Exception as error:  # noqa: BLE001
        # Each way of packing has errors of its own. Those that follow may be whole.
        brought.problems.append(f"{_shown(entry.filename)} is damaged: {error}.")
        return None, 0
    if len(data) > most:
        brought.problems.append(
            f"{_shown(entry.filename)} unpacks to more than {most // 2**20} MB."
        )
        return None, most
    return data, len(data)


class _Manifest:
    """What our own export tells of its files."""

    def __init__(self, entries: Iterable[dict[str, Any]] = ()) -> None:
        self._by_name: dict[str, dict[str, Any]] = {}
        self._by_digest: dict[str, dict[str, Any]] = {}
        for entry in entries:
            if isinstance(name := entry.get("file"), str):
                self._by_name[_alike(name)] = entry
            if isinstance(digest := entry.get("sha256"), str):
                self._by_digest[digest] = entry

    def of(self, name: str, data: bytes) -> dict[str, Any]:
        """Told of a file; by what is in it, since it may have another name by now."""
        if not self._by_name and not self._by_digest:
            return {}
        found = self._by_digest.get(hashlib.sha256(data).hexdigest())
        return found or self._by_name.get(_alike(_base(name)), {})


def _alike(name: str) -> str:
    """A name in one form: a Mac writes accents apart from their letters."""
    return unicodedata.normalize("NFC", name)


def _manifest(archive: zipfile.ZipFile, brought: Brought) -> _Manifest:
    names = [name for name in archive.namelist() if _base(name) == "manifest.json"]
    if not names:
        return _Manifest()
    data, _ = _entry(archive, archive.getinfo(names[0]), MAX_MANIFEST, brought)
    try:
        return _Manifest(json.loads(data or b"")["images"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        brought.problems.append(
            "The manifest cannot be read; its pictures come without their parameters."
        )
        return _Manifest()


def _keep(user: User, data: bytes, told: dict[str, Any], brought: Brought) -> None:
    digest = hashlib.sha256(data).hexdigest()
    if _is_known(user, digest, told, brought):
        return
    with Writing() as writing:
        stored = store_original(data, writing)
        try:
            with transaction.atomic():
                # Who brings the same at the same time waits, and finds it here then.
                held = Workspace.objects.select_for_update(no_key=True)
                held.filter(pk=user.workspace_id or 0).first()
                if _is_known(user, digest, told, brought):
                    original_delete(stored.name)
                    return
                made = _moment(told.get("created"))
                run = _run(user, told or embedded(BytesIO(data)), made)
                image = image_create(
                    generation=run,
                    position=0,
                    stored=stored,
                    resolved=Resolved(),
                    duration_ms=_duration(told.get("duration_ms")),
                    cost_usd=_price(told.get("cost_usd")),
                    created_at=made,
                )
                _decided(user, image, told)
        except BaseException:
            original_delete(stored.name)
            raise
    if stored.draft:
        thumbnails_write(image, stored.draft)
        Image.objects.filter(pk=image.pk).update(has_thumbnails=True)
    brought.images.append(image)
    brought.keeps_dates = brought.keeps_dates or made is not None
    brought.by_code[text_of(told.get("code"))] = image, told


def _is_known(user: User, digest: str, told: dict[str, Any], brought: Brought) -> bool:
    mine = Image.objects.visible_to(user)
    here = mine.filter(sha256=digest, purged_at=None).select_related("generation")
    known = here.first()
    if known is None:
        return False
    brought.known += 1
    brought.in_trash += known.trashed_at is not None
    # What it was made from may come only now, in an archive of many.
    is_orphan = known.parent_id is None and known.generation.provider == "imported"
    brought.by_code[text_of(told.get("code"))] = known, told if is_orphan else {}
    return True


def _moment(value: Any) -> datetime.datetime | None:
    """When it was made, if that can be: not to come, and not before there were any."""
    try:
        made = parse_datetime(value) if isinstance(value, str) else None
        if made is None or timezone.is_naive(made) or made.year < 2000:
            return None
        return made.astimezone(datetime.UTC) if made <= timezone.now() else None
    except (ValueError, OverflowError):
        return None


def _duration(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value < 2**31 else None


def _price(value: Any) -> Decimal | None:
    """What it is told to have cost elsewhere: the picture's, never the run's, so that
    no book here knows of it."""
    is_price = isinstance(value, str) and _PRICE.fullmatch(value)
    return Decimal(value) if is_price else None


def _relate(user: User, brought: Brought) -> None:
    """Let what came with its parent, or comes back to it, know it again."""
    mine = Image.objects.visible_to(user)
    for image, told in brought.by_code.values():
        code = text_of(told.get("parent"))
        if not code:
            continue
        parent = brought.by_code.get(code, (None,))[0]
        parent = parent or mine.filter(code=code[:16]).first()
        # No picture comes from a later one: so no circle can be told.
        if parent is None or parent.created_at >= image.created_at:
            continue
        variable = text_of(told.get("variable"))
        variable = variable if variable in PARAMETERS else ""
        with transaction.atomic():
            run = Generation.objects.filter(pk=image.generation_id)
            run.update(parent=parent, variable=variable)
            Image.objects.filter(pk=image.pk).update(parent=parent)
            documents_write(Image.objects.filter(pk=image.pk))


def _run(
    user: User, told: dict[str, Any], made: datetime.datetime | None
) -> Generation:
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
        created_at=made or timezone.now(),
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
