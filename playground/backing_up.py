"""A copy of everything that cannot be made again, and how it is put back.

A backup is a folder: the database as it was at one moment, the files (also those that
are in a bucket), the spool, the key, and ``backup.json`` with the SHA-256 of each. It is
made while all is running: first the database, then the files, since a file that no row
names does no harm. It has its name only when it is complete and has been verified.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import (
    FileSystemStorage,
    Storage,
    default_storage,
    storages,
)
from django.db import connection
from django.utils import timezone

from playground.core.files import storage_of

VERSION = 1
LIST = "backup.json"
SQLITE, POSTGRESQL = "database.sqlite3", "database.pgdump"
# Parts of an address of PostgreSQL, as its tools read them from the environment.
LIBPQ = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslcrl": "PGSSLCRL",
    "sslnegotiation": "PGSSLNEGOTIATION",
    "channel_binding": "PGCHANNELBINDING",
    "require_auth": "PGREQUIREAUTH",
    "gssencmode": "PGGSSENCMODE",
    "krbsrvname": "PGKRBSRVNAME",
    "hostaddr": "PGHOSTADDR",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
    "options": "PGOPTIONS",
}
FOLDERS = ("files", "spool")
KEY = "secret-key"
# These last as long as a run does.
LEFT_OUT = ("partials", "health")
ORIGINALS = "SELECT file, sha256 FROM library_image WHERE purge_asked_at IS NULL"


class BackupError(Exception):
    """It cannot be done. The message is fit to show to a person."""


def backup(target: Path) -> dict[str, Any]:
    """Write a backup and return its list."""
    if target.exists() and any(target.iterdir()):
        raise BackupError(f"{target} is not empty. Name a folder that is new.")
    part = target.with_name(f"{target.name}.part")
    if part.exists():
        shutil.rmtree(part)
    part.mkdir(parents=True, mode=0o700)
    originals = _originals()
    _database_copy(part)
    data = Path(settings.PLAYGROUND_DATA_DIR)
    for folder in FOLDERS:
        for path in _files(data / folder):
            _copy(path, part / path.relative_to(data))
    for storage in _elsewhere():
        _copy_stored(storage, part)
    if (data / KEY).exists():
        _copy(data / KEY, part / KEY)
    listed: dict[str, Any] = {
        "version": VERSION,
        "made": timezone.now().isoformat(),
        "files": {name: _digest(part / name) for name in _names(part)},
        "rows": _rows(part),
    }
    _check_originals(originals, listed["files"])
    (part / LIST).write_text(json.dumps(listed, indent=1), encoding="utf-8")
    verify(part)
    if target.exists():
        target.rmdir()
    part.rename(target)
    return listed


def verify(folder: Path) -> dict[str, Any]:
    """Check every byte of a backup; what is wrong raises ``BackupError``."""
    try:
        listed: dict[str, Any] = json.loads((folder / LIST).read_text("utf-8"))
        files = dict(listed["files"])
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupError(
            f"{folder} is no complete backup: {LIST} is missing."
        ) from None
    for name, digest in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise BackupError(f"{name} leads out of the backup.")
        if not path.is_file():
            raise BackupError(f"{name} is missing from the backup.")
        if _digest(path) != digest:
            raise BackupError(f"{name} has been changed or damaged.")
    if (folder / SQLITE).exists():
        _verify_sqlite(folder, listed)
    if (folder / POSTGRESQL).exists():
        _run("pg_restore", "--list", str(folder / POSTGRESQL))
    return listed


def restore(source: Path) -> dict[str, Any]:
    """Put a verified backup into an empty data folder and database."""
    listed = verify(source)
    data = Path(settings.PLAYGROUND_DATA_DIR)
    is_sqlite = connection.vendor == "sqlite"
    if is_sqlite != (source / SQLITE).exists():
        raise BackupError("This backup is of the other database. Set DATABASE_URL.")
    if _has_tables() or any(True for _ in _files(data / "files")):
        raise BackupError(
            "There is something here already. Restore into an empty data folder, and "
            "an empty database: set PLAYGROUND_DATA_DIR, and DATABASE_URL if you use it."
        )
    connection.close()
    if not is_sqlite:
        # First, and all or nothing: where it fails, there still is nothing here.
        _run(
            "pg_restore",
            f"--dbname={settings.DATABASES['default']['NAME']}",
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            str(source / POSTGRESQL),
        )
    has_bucket = bool(_elsewhere())
    for name in listed["files"]:
        if name == SQLITE:
            _copy(source / name, Path(str(settings.DATABASES["default"]["NAME"])))
        elif has_bucket and name.startswith(f"{FOLDERS[0]}/"):
            _store(source / name, name.partition("/")[2])
        elif name != POSTGRESQL:
            _copy(source / name, data / name)
    return listed


def _elsewhere() -> list[Storage]:
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


def _store(path: Path, name: str) -> None:
    storage = storage_of(name)
    if storage.exists(name):
        raise BackupError(f"The bucket has {name} already. Restore into an empty one.")
    with path.open("rb") as file:
        storage.save(name, File(file))


def _originals() -> list[tuple[str, str]]:
    """Name and SHA-256 of every original that has to be in the backup."""
    if "library_image" not in connection.introspection.table_names():
        return []
    with connection.cursor() as cursor:
        cursor.execute(ORIGINALS)
        found: list[tuple[str, str]] = cursor.fetchall()
    return found


def _check_originals(wanted: list[tuple[str, str]], files: dict[str, str]) -> None:
    """What has gone missing before is no reason to have no backup."""
    for name, digest in wanted:
        if files.get(f"{FOLDERS[0]}/{name}", digest) != digest:
            raise BackupError(f"{name} is not what came back from the API.")


def _database_copy(part: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(part / SQLITE)
        try:
            # A consistent copy, whoever writes meanwhile.
            connection.connection.backup(copy)
            # In one file: a copy has no log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
    else:
        _run("pg_dump", "--format=custom", f"--file={part / POSTGRESQL}")


def _run(tool: str, *arguments: str) -> None:
    """Call a tool of PostgreSQL; the password goes where no list of processes shows it."""
    known = settings.DATABASES["default"]
    names = {
        "HOST": "PGHOST",
        "PORT": "PGPORT",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "NAME": "PGDATABASE",
    }
    given = {env: str(known[name]) for name, env in names.items() if known.get(name)}
    # What the address asks for holds for the tools too: how the server proves itself.
    options: Mapping[str, Any] = settings.DATABASES["default"].get("OPTIONS", {})  # type: ignore[assignment]
    given |= {env: str(options[name]) for name, env in LIBPQ.items() if name in options}
    path = shutil.which(tool)
    if path is None:
        raise BackupError(f"{tool} is not here. Install PostgreSQL's client programs.")
    done = subprocess.run(  # noqa: S603
        [path, *arguments],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{tool} failed: {done.stderr.strip()[-400:]}")


def _verify_sqlite(folder: Path, listed: dict[str, Any]) -> None:
    """The database is whole, has the rows it had, and each original is there."""
    copy = sqlite3.connect(f"file:{folder / SQLITE}?mode=ro&immutable=1", uri=True)
    try:
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BackupError("The copy of the database is damaged.")
        if _counted(copy) != listed["rows"]:
            raise BackupError("The copy of the database has other rows than it had.")
        _check_originals(copy.execute(ORIGINALS).fetchall(), listed["files"])
    finally:
        copy.close()


def _rows(part: Path) -> dict[str, int]:
    if not (part / SQLITE).exists():
        return {}
    copy = sqlite3.connect(f"file:{part / SQLITE}?mode=ro&immutable=1", uri=True)
    try:
        return _counted(copy)
    finally:
        copy.close()


def _counted(copy: sqlite3.Connection) -> dict[str, int]:
    names = copy.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        " AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {
        name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for (name,) in names
    }


def _has_tables() -> bool:
    return "library_image" in connection.introspection.table_names()


def _files(folder: Path) -> Iterator[Path]:
    """All files below a folder but those of runs under way."""
    for at, folders, names in os.walk(folder):
        if Path(at) == folder:
            folders[:] = [name for name in folders if name not in LEFT_OUT]
        yield from (Path(at) / name for name in names)


def _names(part: Path) -> list[str]:
    return sorted(path.relative_to(part).as_posix() for path in _files(part))


def _copy(path: Path, place: Path) -> None:
    """Copy one file. What has gone meanwhile is no longer wanted."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy2(path, place)
    except FileNotFoundError:
        if path.exists():
            raise


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
