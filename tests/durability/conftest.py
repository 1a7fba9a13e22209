"""Installations of every kind, each with real processes."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.durability.stand import Stand

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
    with databases.server() as url:
        yield url


def new_database(url: str) -> str:
    """Make a database of its own on the server and return its address."""
    return databases.new_database(url, f"stand{next(_numbers)}")


@pytest.fixture(scope="module", params=KINDS)
def stand(request: Any, tmp_path_factory: Any) -> Iterator[Stand]:
    database, engine = request.param
    folder = Path(tmp_path_factory.mktemp("stand"))
    more = {"PLAYGROUND_ENGINE": engine}
    if database == "postgres":
        more["DATABASE_URL"] = new_database(request.getfixturevalue("database_server"))
    else:
        shutil.copytree(request.getfixturevalue("installation"), folder / "data")
    with Stand(folder, **more) as made:
        yield made
