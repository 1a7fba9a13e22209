"""Installations of every kind, each with real processes."""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.durability.stand import ROOT, Stand

KINDS = [
    pytest.param(("sqlite", "embedded"), id="sqlite-embedded"),
    pytest.param(
        ("postgres", "embedded"), id="postgres-embedded", marks=pytest.mark.postgres
    ),
    pytest.param(
        ("postgres", "procrastinate"),
        id="postgres-procrastinate",
        marks=pytest.mark.postgres,
    ),
]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """A PostgreSQL server for all installations; started when one wants it.

    In a process of its own, as for ``make test-postgres``.
    """
    told = "import os, sys; print(os.environ['DATABASE_URL']); sys.stdin.read()"
    command = [sys.executable, "-m", "tests.postgres", sys.executable, "-uc", told]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        yield server.stdout.readline().strip()
        assert server.stdin
        server.stdin.close()


def new_database(url: str) -> str:
    """Make a database of its own on the server and return its address."""
    name = f"stand{next(_numbers)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="module", params=KINDS)
def stand(request: Any, tmp_path_factory: Any) -> Iterator[Stand]:
    database, engine = request.param
    more = {"PLAYGROUND_ENGINE": engine}
    if database == "postgres":
        more["DATABASE_URL"] = new_database(request.getfixturevalue("database_server"))
    with Stand(Path(tmp_path_factory.mktemp("stand")), **more) as made:
        yield made
