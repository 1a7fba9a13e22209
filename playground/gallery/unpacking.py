"""Files and archives that people bring, opened without trusting them.

Nothing of an archive is written under a name of its own: each entry is read into memory
up to a limit.
"""

import hashlib
import json
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from playground.gallery.carried import Told, collections_told

MAX_BYTES = 50 * 2**20
MAX_MANIFEST = 50 * 2**20
MAX_TOTAL = 4 * 2**30
MAX_MANIFESTS = 50
_ENCRYPTED = 1
# What is still true of a file that was changed after it had been exported.
_OF_CHANGED = ("requested", "parameters", "prompt", "tags", "collections")


def shown(name: str) -> str:
    """Return a file's name as a sentence can have it."""
    return "".join(it for it in name.rpartition("/")[2] if it.isprintable())[:80]


def pictures_in(
    files: list[tuple[str, IO[bytes]]], problems: list[str], collections: list[Told]
) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Yield name and content of each file, and what a manifest tells of it.

    What cannot be read is said in ``problems``; ``collections`` takes what manifests
    tell of these.
    """
    for name, file in files:
        if zipfile.is_zipfile(file):
            file.seek(0)
            yield from _unpacked(name, file, problems, collections)
            continue
        file.seek(0)
        data = file.read(MAX_BYTES + 1)
        if data.startswith(b"PK\3\4"):
            problems.append(f"{shown(name)} is a damaged archive: cut off.")
        elif len(data) > MAX_BYTES:
            problems.append(f"{shown(name)} has more than 50 MB.")
        else:
            yield name, data, {}


def _unpacked(
    name: str, file: IO[bytes], problems: list[str], collections: list[Told]
) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    try:
        with zipfile.ZipFile(file) as archive:
            told = _manifest(archive, problems, collections)
            total = 0
            for entry in archive.infolist():
                if entry.is_dir() or _is_aside(entry.filename):
                    continue
                data, unpacked = _entry(archive, entry, MAX_BYTES, problems)
                total += unpacked
                if total > MAX_TOTAL:
                    problems.append(f"{shown(name)} unpacks to too much.")
                    return
                if data:
                    yield entry.filename, data, told.of(entry.filename, data, problems)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        problems.append(f"{shown(name)} is a damaged archive: {error}.")


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
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, problems: list[str]
) -> tuple[bytes | None, int]:
    """Unpack one entry, but no more of it than the limit, whatever its head says.

    Returns what is in it, None where that is too much or damaged, and how many bytes
    were unpacked: also what is refused took its time.
    """
    if entry.flag_bits & _ENCRYPTED:
        problems.append(
            f"{shown(entry.filename)} is locked with a password: unpack the archive "
            "first, and bring its files."
        )
        return None, 0
    try:
        with archive.open(entry) as file:
            data = file.read(most + 1)
    except Exception as error:  # noqa: BLE001
        # Each way of packing has errors of its own. Those that follow may be whole.
        problems.append(f"{shown(entry.filename)} is damaged: {error}.")
        return None, 0
    if len(data) > most:
        problems.append(
            f"{shown(entry.filename)} unpacks to more than {most // 2**20} MB."
        )
        return None, most
    return data, len(data)


class _Manifests:
    """What our own exports tell of their files; there may be several in one archive."""

    def __init__(self) -> None:
        self._by_name: dict[tuple[str, str], dict[str, Any]] = {}
        self._by_digest: dict[str, dict[str, Any]] = {}
        self._folders: list[str] = []

    def add(self, folder: str, entries: Iterable[dict[str, Any]]) -> None:
        """Take the entries of a manifest in this folder of the archive."""
        self._folders.append(folder)
        for entry in entries:
            if isinstance(name := entry.get("file"), str):
                self._by_name[folder, _alike(name)] = entry
            if isinstance(digest := entry.get("sha256"), str):
                self._by_digest[digest] = entry

    def of(self, name: str, data: bytes, problems: list[str]) -> dict[str, Any]:
        """Told of a file; by what is in it, since it may have another name by now."""
        if not self._by_name and not self._by_digest:
            return {}
        digest = hashlib.sha256(data).hexdigest()
        found = self._by_digest.get(digest) or self._named(name)
        if not isinstance(found.get("sha256"), str) or found["sha256"] == digest:
            return found
        problems.append(
            f"{shown(name)} is not the file that its manifest describes: it was kept "
            "with prompt and settings, without price, date and ratings."
        )
        return {key: found[key] for key in _OF_CHANGED if key in found}

    def _named(self, name: str) -> dict[str, Any]:
        """By its name, as the manifest in the nearest folder above tells it."""
        base, path = _alike(_base(name)), name.replace("\\", "/")
        for folder in sorted(self._folders, key=len, reverse=True):
            entry = self._by_name.get((folder, base))
            if entry and path.startswith(folder):
                return entry
        return {}


def _alike(name: str) -> str:
    """A name in one form: a Mac writes accents apart from their letters."""
    return unicodedata.normalize("NFC", name)


def _manifest(
    archive: zipfile.ZipFile, problems: list[str], collections: list[Told]
) -> _Manifests:
    """Read all of them, entry by entry. Others have files of this name, too."""
    found, left = _Manifests(), MAX_MANIFEST
    named = [it for it in archive.infolist() if _base(it.filename) == "manifest.json"]
    for member in named[:MAX_MANIFESTS]:
        data, unpacked = _entry(archive, member, left, problems)
        left -= unpacked
        try:
            told = json.loads(data or b"")
        except (ValueError, RecursionError):
            told = None
        if isinstance(told, dict) and "images" not in told:
            continue
        entries = told["images"] if isinstance(told, dict) else None
        if not isinstance(entries, list):
            problems.append(
                f"The manifest {member.filename[-80:]!r} cannot be read; its pictures "
                "come without their parameters."
            )
            continue
        good = [it for it in entries if isinstance(it, dict)]
        if len(good) < len(entries):
            bad = len(entries) - len(good)
            entry = "entry" if bad == 1 else "entries"
            problems.append(f"{bad} {entry} of the manifest cannot be read.")
        place = member.filename.replace("\\", "/").rpartition("/")[0]
        found.add(f"{place}/" if place else "", good)
        collections += collections_told(told or {})
    return found
