"""A copy of everything that cannot be made again; ``restoring`` puts it back.

A backup is a folder: the database as it was at one moment, the files (also those that
are in a bucket), the spool, the key, and ``backup.json`` with the SHA-256 of each. It is
made while all is running: first the database, then the files, since a file that no row
names does no harm. It has its name only when it is complete and has been verified.

What was lost or damaged before is no reason to have no backup of the rest: it is told by
name, and stands in the list.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import (
    FileSystemStorage,
    Storage,
    default_storage,
    storages,
)
from django.db import connection
from django.utils import timezone

from playground.database_copies import (
    POSTGRESQL,
    SQLITE,
    BackupError,
    database_copy,
    rows_by_table,
    rows_in_copy,
    run,
    sqlite_copy,
)

VERSION = 1
LIST = "backup.json"
FOLDERS = ("files", "spool")
KEY = "secret-key"
# In a data folder into which a backup has not been put to its end.
MARK = "restore-under-way"
# These last as long as a run does.
LEFT_OUT = ("partials", "health")
ABANDONED_S = 24 * 60 * 60
_PART = re.compile(r"\.[0-9a-f]{8}\.part$")
_WHOLE = {LIST, KEY, *FOLDERS}
ORIGINALS = "SELECT file, sha256, code FROM library_image WHERE purge_asked_at IS NULL ORDER BY id"
Originals = list[tuple[str, str, str]]


def backup(target: Path) -> dict[str, Any]:
    """Write a backup and return its list."""
    if target.exists() and any(target.iterdir()):
        raise BackupError(f"{target} is not empty. Name a folder that is new.")
    for left in _left_behind(target.parent):
        shutil.rmtree(left, ignore_errors=True)
    # A name that nothing else has: only what was made here is taken away again.
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    part.mkdir(parents=True, mode=0o700)
    try:
        listed = _write(part)
        if target.exists():
            target.rmdir()
        part.rename(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return listed


def _left_behind(folder: Path) -> Iterator[Path]:
    """What backups that were killed have left there: whole copies, night after night.

    Nothing has been put into them for a day, and they hold what backups hold only.
    """
    for part in folder.glob("*.part"):
        if part.is_symlink() or not part.is_dir() or not _PART.search(part.name):
            continue
        names = {it.name for it in part.iterdir()}
        if any(not it.startswith((SQLITE, POSTGRESQL)) for it in names - _WHOLE):
            continue
        last = max(Path(at).stat().st_mtime for at, _, _ in os.walk(part))
        if last < time.time() - ABANDONED_S:
            yield part


def _write(part: Path) -> dict[str, Any]:
    before = _originals()
    database_copy(part)
    data = Path(settings.PLAYGROUND_DATA_DIR)
    for folder in FOLDERS:
        for path in files_below(data / folder):
            _copy(path, part / path.relative_to(data))
    for storage in elsewhere():
        _copy_stored(storage, part)
    if (data / KEY).exists():
        _copy(data / KEY, part / KEY)
    files = {name: digest_of(part / name) for name in _names(part)}
    # What was deleted for good meanwhile is not missing.
    still = set(_originals())
    listed: dict[str, Any] = {
        "version": VERSION,
        "made": timezone.now().isoformat(),
        "files": files,
        "rows": rows_in_copy(part),
        "originals": _wrong([it for it in before if it in still], files),
    }
    (part / LIST).write_text(json.dumps(listed, indent=1), encoding="utf-8")
    return verify(part)


def verify(folder: Path) -> dict[str, Any]:
    """Check every byte of a backup; what is wrong raises ``BackupError``."""
    listed = _list_of(folder)
    files: dict[str, str] = listed["files"]
    for name, digest in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise BackupError(f"{name} leads out of the backup.")
        if not path.is_file():
            raise BackupError(f"{name} is missing from the backup.")
        if digest_of(path) != digest:
            raise BackupError(f"{name} has been changed or damaged.")
    if (folder / SQLITE).exists():
        _verify_sqlite(folder, listed)
    if (folder / POSTGRESQL).exists():
        run("pg_restore", "--list", str(folder / POSTGRESQL))
    return listed


def _list_of(folder: Path) -> dict[str, Any]:
    try:
        listed = json.loads((folder / LIST).read_text("utf-8"))
        version = listed["version"]
        parts = listed["files"], listed["rows"], listed.setdefault("originals", {})
    except FileNotFoundError:
        raise BackupError(
            f"{folder} is no complete backup: {LIST} is missing."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BackupError(f"{folder} is no whole backup: {LIST} is damaged.") from None
    if version != VERSION:
        raise BackupError(
            f"{folder} is a backup of version {version!r}; this reads version {VERSION}."
        )
    if not all(isinstance(part, dict) for part in parts):
        raise BackupError(f"{folder} is no whole backup: {LIST} is damaged.")
    whole: dict[str, Any] = listed
    return whole


def elsewhere() -> list[Storage]:
    """The storages that are no folder of this machine, each once."""
    found = [default_storage, storages["renditions"]]
    remote = [it for it in found if not isinstance(it, FileSystemStorage)]
    same = len({getattr(it, "bucket_name", it) for it in remote}) < len(remote)
    return remote[:1] if same else remote


def _copy_stored(storage: Storage, part: Path, folder: str = "") -> None:
    folders, names = storage.listdir(folder)
    for name in names:
        # A store may list the folder itself.
        if not name:
            continue
        path = f"{folder}/{name}".lstrip("/")
        place = part / FOLDERS[0] / path
        if not place.resolve().is_relative_to((part / FOLDERS[0]).resolve()):
            raise BackupError(f"The bucket has a file that leads elsewhere: {path}.")
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with storage.open(path, "rb") as file, place.open("wb") as copy:
                shutil.copyfileobj(file, copy)
        except FileNotFoundError:
            place.unlink(missing_ok=True)
    for each in folders:
        if each and not (folder == "" and each in LEFT_OUT):
            _copy_stored(storage, part, f"{folder}/{each}".lstrip("/"))


def _originals() -> Originals:
    """Every original that has to be in the backup: name, SHA-256 and picture."""
    if "library_image" not in connection.introspection.table_names():
        return []
    with connection.cursor() as cursor:
        cursor.execute(ORIGINALS)
        found: Originals = cursor.fetchall()
    return found


def _wrong(wanted: Originals, files: dict[str, str]) -> dict[str, list[str]]:
    """Name the originals that are not here, and those that are no more what they were."""
    found: dict[str, list[str]] = {"missing": [], "changed": []}
    for name, digest, code in wanted:
        here = files.get(f"{FOLDERS[0]}/{name}")
        if here != digest:
            found["changed" if here else "missing"].append(f"{name} (picture {code})")
    return found


def told_wrong(listed: dict[str, Any]) -> str:
    """Say which originals a backup could not have; "" where it has all."""
    said = {
        "missing": "had no file any more when the backup was made",
        "changed": "had been changed since they were kept, and are in it as they were",
    }
    lines: list[str] = []
    for kind, words in said.items():
        if names := listed["originals"].get(kind):
            lines += [f"{len(names)} of the originals {words}:"]
            lines += [f"  {name}" for name in names]
    return "\n".join(lines)


def _verify_sqlite(folder: Path, listed: dict[str, Any]) -> None:
    """The database is whole and has the rows it had; what has no original is known."""
    with sqlite_copy(folder) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BackupError("The copy of the database is damaged.")
        if rows_by_table(copy) != listed["rows"]:
            raise BackupError("The copy of the database has other rows than it had.")
        known = listed["originals"]
        wanted = copy.execute(ORIGINALS).fetchall()
    for kind, names in _wrong(wanted, listed["files"]).items():
        known.setdefault(kind, names)


def files_below(folder: Path) -> Iterator[Path]:
    """All files below a folder but those of runs under way."""
    for at, folders, names in os.walk(folder):
        if Path(at) == folder:
            folders[:] = [name for name in folders if name not in LEFT_OUT]
        yield from (Path(at) / name for name in names)


def _names(part: Path) -> list[str]:
    return sorted(path.relative_to(part).as_posix() for path in files_below(part))


def _copy(path: Path, place: Path) -> None:
    """Copy one file. What has gone meanwhile is no longer wanted."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy2(path, place)
    except FileNotFoundError:
        if path.exists():
            raise


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; read in pieces, however large it is."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
