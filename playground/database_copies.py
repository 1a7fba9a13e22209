"""The copy of the database that a backup holds: SQLite's own, or a dump of PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

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


class BackupError(Exception):
    """It cannot be done. The message is fit to show to a person."""


def database_copy(part: Path) -> None:
    """Write the whole database into a folder, as it is at one moment."""
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
        run("pg_dump", "--format=custom", f"--file={part / POSTGRESQL}")


def run(tool: str, *arguments: str) -> None:
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


@contextmanager
def sqlite_copy(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the copy in a folder for reading; nothing is written beside it."""
    copy = sqlite3.connect(f"file:{folder / SQLITE}?mode=ro&immutable=1", uri=True)
    try:
        yield copy
    finally:
        copy.close()


def rows_in_copy(folder: Path) -> dict[str, int]:
    """Count the rows of each table; a dump of PostgreSQL does not tell them."""
    if not (folder / SQLITE).exists():
        return {}
    with sqlite_copy(folder) as copy:
        return rows_by_table(copy)


def rows_by_table(copy: sqlite3.Connection) -> dict[str, int]:
    """Count the rows of all tables of a copy, but for SQLite's own and virtual ones."""
    names = copy.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        " AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {
        name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for (name,) in names
    }
