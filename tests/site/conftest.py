"""The world that the rules of the site are tried in."""

import shutil
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings

from playground.people.models import User
from playground.runs.beat import beat
from tests.factories import storages_in
from tests.pages import Tag, parsed
from tests.site.places import places
from tests.site.world import World


@pytest.fixture(scope="module")
def made_world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[tuple[World, Path]]:
    """The world as it is made, and its files: once for all tests of a module.

    Each test of the module takes back what it does, so that the next one finds all. A
    module with tests that commit cannot use it.
    """
    files = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(STORAGES=storages_in(files)):
            made = World.with_some_of_everything(User.objects.local())
        yield made, files
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world: tuple[World, Path], db: None, data_dir: Path) -> World:
    """Some of everything, to do with what one likes."""
    made, files = made_world
    beat("tests", concurrency=1)
    shutil.copytree(files, data_dir / "files", dirs_exist_ok=True)
    return deepcopy(made)


@dataclass(frozen=True)
class Visit:
    """What a look at an address brought."""

    status: int
    headers: Mapping[str, str]
    soup: Tag


@pytest.fixture(scope="module")
def visits(made_world: tuple[World, Path], django_db_blocker: Any) -> dict[str, Visit]:
    """One look at every address that can be read, by its name."""
    made, files = made_world
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(STORAGES=storages_in(files)),
    ):
        client = Client(raise_request_exception=False)
        found = {}
        for name, place in places().items():
            if "GET" in place.methods:
                answer = client.get(place.path(made))
                content = answer.getvalue()  # Reads a file to its end: closes it.
                is_markup = place.kind in ("page", "fragment")
                soup = parsed(content if is_markup else b"")
                found[name] = Visit(answer.status_code, answer.headers, soup)
        transaction.set_rollback(True)
    return found
