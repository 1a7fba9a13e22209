"""A backup put into an empty installation.

The files come first and the database last, so that nothing that was cut off looks like
a whole gallery. From the first file to the last a mark lies in the data folder: with it
nothing starts here, and the same backup can be restored once more over what is there.
"""

import hashlib
import os
import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import connection

from playground.backing_up import (
    FOLDERS,
    KEY,
    LIST,
    MARK,
    digest_of,
    elsewhere,
    files_below,
    verify,
)
from playground.core.files import storage_of
from playground.database_copies import POSTGRESQL, SQLITE, BackupError, run

KEY_BEFORE = "secret-key.before-restore"
CUT_OFF = (
    "A restore into this data folder has been cut off: nothing starts here until the "
    "same backup is restored once more."
)
# A key that is younger was made by this very command.
_KEY_MADE_S = 60


def is_cut_off() -> bool:
    """Whether a restore into this data folder has not come to its end."""
    return Path(settings.PLAYGROUND_DATA_DIR, MARK).exists()


def restore(source: Path) -> dict[str, Any]:
    """Put a verified backup into an empty data folder and database."""
    listed = verify(source)
    data = Path(settings.PLAYGROUND_DATA_DIR)
    is_sqlite = connection.vendor == "sqlite"
    if is_sqlite != (source / SQLITE).exists():
        raise BackupError("This backup is of the other database. Set DATABASE_URL.")
    mark, ours = data / MARK, digest_of(source / LIST)
    if mark.exists():
        if mark.read_text("utf-8").strip() not in ("", ours):
            raise BackupError(
                "A restore of another backup was cut off here. Restore that one again, "
                "or empty the data folder and the database."
            )
    else:
        _refuse_unless_empty(data)
    data.mkdir(parents=True, exist_ok=True)
    mark.write_text(ours, encoding="utf-8")
    for name, digest in listed["files"].items():
        if name not in (SQLITE, POSTGRESQL):
            _put(source / name, name, digest, data)
    (_put_sqlite if is_sqlite else _put_postgresql)(source)
    mark.unlink()
    return listed


def _refuse_unless_empty(data: Path) -> None:
    """Also answers that are on their way into the database are something."""
    folders = (*FOLDERS, "writing")
    held = [it for it in folders if next(files_below(data / it), None)]
    if _has_tables():
        held.insert(0, "a database")
    if held:
        raise BackupError(
            f"There is something here already: {', '.join(held)}. Restore into an empty "
            "data folder, and an empty database: set PLAYGROUND_DATA_DIR, and "
            "DATABASE_URL if you use it."
        )


def _has_tables() -> bool:
    return "library_image" in connection.introspection.table_names()


def _put(path: Path, name: str, digest: str, data: Path) -> None:
    if elsewhere() and name.startswith(f"{FOLDERS[0]}/"):
        _store(path, name.partition("/")[2], digest)
        return
    place = data / name
    if name == KEY:
        _set_aside(place, digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, place)


def _set_aside(key: Path, digest: str) -> None:
    """Keep a key that somebody may have had here for longer than this command runs."""
    if not key.exists() or digest_of(key) == digest:
        return
    if time.time() - key.stat().st_mtime > _KEY_MADE_S:
        key.rename(key.with_name(KEY_BEFORE))


def _store(path: Path, name: str, digest: str) -> None:
    storage = storage_of(name)
    if storage.exists(name):
        with storage.open(name, "rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == digest:
                return
        raise BackupError(f"The bucket has another {name}. Restore into an empty one.")
    with path.open("rb") as file:
        storage.save(name, File(file))


def _put_sqlite(source: Path) -> None:
    connection.close()
    place = Path(str(settings.DATABASES["default"]["NAME"]))
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.restoring")
    shutil.copy2(source / SQLITE, part)
    for end in ("-wal", "-shm"):
        # The log of another database would be written into this one.
        place.with_name(place.name + end).unlink(missing_ok=True)
    os.replace(part, place)


def _put_postgresql(source: Path) -> None:
    """All or nothing. Where the tables are there, an earlier try came so far."""
    has_tables = _has_tables()
    connection.close()
    if has_tables:
        return
    run(
        "pg_restore",
        f"--dbname={settings.DATABASES['default']['NAME']}",
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        str(source / POSTGRESQL),
    )
