"""The world that the rules of the site are tried in."""

import pytest

from playground.people.models import User
from tests.site.places import World


@pytest.fixture
def world(owner: User) -> World:
    world = World(owner)
    world.grow(3)
    return world
