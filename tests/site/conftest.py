"""The world that the rules of the site are tried in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client

from playground.people.models import User
from tests.site.places import World, places


@pytest.fixture
def world(owner: User) -> World:
    return World.with_some_of_everything(owner)


@dataclass(frozen=True)
class Visit:
    """What a look at an address brought."""

    status: int
    headers: Mapping[str, str]
    soup: BeautifulSoup


@pytest.fixture(scope="module")
def visits(django_db_setup: None, django_db_blocker: Any) -> dict[str, Visit]:
    """One look at every address that can be read, by its name."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World.with_some_of_everything(User.objects.local())
        client = Client(raise_request_exception=False)
        found = {}
        for name, place in places().items():
            if "GET" in place.methods:
                answer = client.get(place.path(world))
                content = answer.getvalue()  # Reads a file to its end: closes it.
                is_markup = place.kind in ("page", "fragment")
                soup = BeautifulSoup(content if is_markup else b"", "html.parser")
                found[name] = Visit(answer.status_code, answer.headers, soup)
        transaction.set_rollback(True)
    return found
