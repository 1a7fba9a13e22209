"""A real PostgreSQL that a process of its own keeps, and databases on it.

Apart, because what starts it warns of the machine, and warnings fail a test.
"""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Yield the address of a new server."""
    told = "import os, sys; print(os.environ['DATABASE_URL']); sys.stdin.read()"
    command = [sys.executable, "-m", "tests.postgres", sys.executable, "-uc", told]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as keeper:
        assert keeper.stdout
        assert keeper.stdin
        try:
            yield keeper.stdout.readline().strip()
        finally:
            keeper.stdin.close()


def new_database(url: str, name: str) -> str:
    """Make a database on the server; return its address."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return url.replace("/postgres?", f"/{name}?")
