"""Every address, for everybody who might ask: their own data or none, never a 500."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from playground.experiments.models import BriefSet
from playground.library.models import Generation, Image
from playground.people.models import Membership, User, Workspace
from playground.review.links import link_revoke
from playground.review.models import GuestVote, ReviewLink
from tests.site.places import places
from tests.site.world import World

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
    "review:delete",
    "review:done",
    "review:edit",
    "review:picture",
    "review:read",
    "site:workspace-enter",
}
GUESTS = {"review:page", "review:file", "review:unlock", "review:vote"}
FOR_ADMINS = {
    name for name in PLACES if name.startswith(("site:person", "site:audit"))
} | {
    "site:people",
    "site:setup-tier",
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


# What is written in the other workspace, on anything that has words.
SECRETS = re.compile(rb"harbour \d|launch \d|briefs \d|So calm")


def test_codes_of_another_workspace_say_nothing_in_any_field(world: World):
    """Addresses without a code of their own, with codes of others in all fields."""
    image, run = world.images[-1], world.generations[-1]
    digest = world.sources[-1].sha256
    fields = dict.fromkeys(
        ("image", "code", "at", "near", "from", "after", "before", "instead", "pick"),
        image.code,
    )
    fields |= {
        "run": f"{run.code}.x",
        "previous": run.code,
        "sources": digest,
        "mask": digest,
        "markup": digest,
        "collection": world.collections[-1].code,
        "in": world.collections[-1].code,
        "extends": world.experiments[-1].code,
        "against": image.code,
        "brief": str(BriefSet.objects.latest("pk").pk),
        "reply_to": str(world.comments[-1].pk),
        "list": f"{image.code} {run.code}",
        "prompt": "mine",
        "action": "collect",
        "title": "mine",
    }
    other = member(Membership.Role.ADMIN, Workspace.objects.create(name="Other"))
    for name, place in PLACES.items():
        if place.unknown or place.open or name.startswith("site:"):
            continue
        for method in place.methods:
            ask = other.post if method == "POST" else other.get
            answer = ask(place.path(world), fields, follow=True)
            assert answer.status_code < 500, name
            assert not SECRETS.search(answer.getvalue()), name
    assert not Image.objects.exclude(workspace=world.owner.workspace).exists()


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


def test_a_guest_sees_one_link_and_nothing_else(world: World):
    """With a session that has opened it, at every address, by what it names and posts."""
    guest = Client(raise_request_exception=False)
    assert guest.get(f"/r/{world.token}/").status_code == 200
    kept = guest.post(f"/r/{world.token}/vote/", {"name": "Gus", "like-1": "1"})
    assert kept.status_code == 302
    for method in ("GET", "POST"):
        for name, status in statuses(guest, world, PLACES, method).items():
            if not PLACES[name].open:
                assert status in (302, 403, 404, 405), (method, name)


@pytest.mark.parametrize("how", ["revoked", "over"])
def test_a_link_that_ended_shows_nothing_to_who_has_opened_it(world: World, how):
    guest = Client(raise_request_exception=False)
    guest.get(f"/r/{world.token}/")
    link = ReviewLink.objects.get(title="for guests")
    if how == "revoked":
        link_revoke(link, by=world.owner)
    else:
        link.expires_at = timezone.now() - timedelta(seconds=1)
        link.save()
    before = GuestVote.objects.count()
    for name in sorted(PLACES):
        if name in GUESTS:
            path = PLACES[name].path(world)
            for method in ("GET", "POST"):
                answer = guest.generic(method, path)
                assert answer.status_code in (405, 410), (method, name)
                assert not SECRETS.search(answer.getvalue()), name
    assert GuestVote.objects.count() == before


def test_a_token_opens_the_pictures_of_its_link_only(world: World):
    """Numbers beyond, and another link's number, are nothing; so is a code."""
    guest = Client(raise_request_exception=False)
    count = len(world.images)
    for name in (0, count + 1, 10**6, world.images[0].code):
        assert guest.get(f"/r/{world.token}/{name}/file").status_code == 404


def test_no_method_of_others_does_anything(world: World):
    """What an address was not made for is refused, whatever the role."""
    admin = member(Membership.Role.ADMIN)
    for method in ("DELETE", "OPTIONS"):
        for name, status in statuses(admin, world, PLACES, method).items():
            assert status in (403, 404, 405), (method, name)
