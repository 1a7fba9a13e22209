"""Every address, for everybody who might ask: their own data or none, never a 500."""

import pytest
from django.test import Client

from playground.library.models import Generation
from playground.people.models import Membership, User, Workspace
from tests.site.places import World, places

pytestmark = pytest.mark.django_db

PLACES = places()
ACTIONS = sorted(name for name, place in PLACES.items() if "POST" in place.methods)
NAMING = sorted(name for name, place in PLACES.items() if place.unknown)
READ = sorted(name for name, place in PLACES.items() if "GET" in place.methods)
# What a viewer may post: it spends nothing and changes nobody's things.
FOR_VIEWERS = {
    "experiments:vote",
    "experiments:rank",
    "gallery:selection",
    "gallery:zip",
    "review:done",
    "review:picture",
    "review:read",
    "site:workspace-enter",
}
FOR_ADMINS = {
    name for name in PLACES if name.startswith(("site:person", "site:audit"))
} | {
    "site:people",
    "site:invite",
    "site:invitation-revoke",
}


@pytest.fixture(autouse=True)
def accounts(settings):
    settings.PLAYGROUND_ACCOUNTS = True


def member(role, workspace=None):
    user = User.objects.create_user(f"{role}-{workspace or 0}")
    user.join(workspace or Workspace.objects.default(), role)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def statuses(client, world, names, method=""):
    found = {}
    for name in names:
        place = PLACES[name]
        answer = client.generic(method or place.methods[0], place.path(world))
        answer.getvalue()
        found[name] = answer.status_code
    return found


def test_who_is_not_signed_in_gets_nothing(world: World):
    client = Client(raise_request_exception=False)
    for name, status in statuses(client, world, PLACES).items():
        if not PLACES[name].open:
            assert status in (302, 403, 404), name


def test_a_stranger_of_another_workspace_finds_nothing(world: World):
    other = member(Membership.Role.ADMIN, Workspace.objects.create(name="Other"))
    found = statuses(other, world, NAMING)
    assert {name for name, status in found.items() if status not in (403, 404)} == set()


def test_a_viewer_changes_and_spends_nothing(world: World):
    before = Generation.objects.count()
    found = statuses(member(Membership.Role.VIEWER), world, ACTIONS, "POST")
    allowed = {name for name, status in found.items() if status != 403}
    assert allowed <= FOR_VIEWERS | {n for n in PLACES if PLACES[n].open}
    assert Generation.objects.count() == before


def test_a_maker_looks_after_no_people(world: World):
    found = statuses(member(Membership.Role.MAKER), world, FOR_ADMINS)
    assert set(found.values()) == {403}


@pytest.mark.parametrize("role", Membership.Role.values)
def test_nobody_makes_a_page_fail(world: World, role):
    client = member(role)
    found = statuses(client, world, READ, "GET")
    assert {name for name, status in found.items() if status >= 500} <= {"site:ready"}
