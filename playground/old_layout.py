"""Refusing what the first layouts kept, which no migration leads on from.

A file of SQLite is looked at before the settings write anything beside it; a
database on a server, when a process first connects to it. So every command and every
server says the same sentence, and leaves nothing behind.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

# Columns that only the first layouts had, with their tables.
OLD = {
    ("gallery_image", "id"),
    ("studio_generation", "id"),
    ("studio_sourceimage", "id"),
    ("library_image", "owner_id"),
    ("library_generation", "owner_id"),
}
COLUMNS = {
    "sqlite": "SELECT it.name, has.name FROM sqlite_master AS it, "
    "pragma_table_info(it.name) AS has WHERE it.type = 'table'",
    "postgresql": "SELECT relname, attname FROM pg_attribute "
    "JOIN pg_class ON pg_class.oid = attrelid WHERE pg_table_is_visible(attrelid) "
    "AND relnamespace <> 'pg_catalog'::regnamespace",
}
_seen: set[object] = set()


def refuse_old_file(path: Path) -> None:
    """Raise ``ImproperlyConfigured`` for a file of the first layouts."""
    try:
        # Immutable: to read one that is not makes files of SQLite's beside it.
        opened = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        with closing(opened) as connection:
            found = connection.execute(COLUMNS["sqlite"]).fetchall()
    except sqlite3.Error:
        return  # There is none, or the check of the database says what is wrong.
    _refuse(found, f"the folder {path.parent}", "folder in PLAYGROUND_DATA_DIR")


def refuse_old_database(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Raise ``ImproperlyConfigured`` at the first connection to an old database."""
    name = connection.settings_dict["NAME"]
    if name in _seen:
        return
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS[connection.vendor])
        found = cursor.fetchall()
    if connection.vendor == "sqlite":
        place = f"the folder {Path(name).parent}"
        _refuse(found, place, "folder in PLAYGROUND_DATA_DIR")
    else:
        _refuse(found, "the database of DATABASE_URL", "database in DATABASE_URL")
    _seen.add(name)


def _refuse(columns: Iterable[tuple[str, str]], place: str, other: str) -> None:
    if OLD.isdisjoint(columns):
        return
    raise ImproperlyConfigured(
        f"What is kept in {place} was written before the first release and cannot be "
        f"read by this version. Leave it as it is, name an empty {other}, and start "
        "again. The pictures are ordinary files in the folder files/images of the "
        "data folder."
    )
