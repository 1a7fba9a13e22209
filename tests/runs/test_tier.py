"""The usage tier is said once, outside or in Setup, and all go by it at once."""

from typing import Any

import pytest

from playground.library.models import Generation
from playground.people.models import AuditEntry, Membership, User, Workspace
from playground.runs.claiming import claim
from playground.runs.models import ChosenTier
from playground.runs.pacing import seconds_at_pace
from playground.runs.tier import tier_choose
from tests import factories
from tests.pages import soup
from tests.runs.test_pacing import queue

pytestmark = pytest.mark.django_db

TIER = "/setup/tier/"


@pytest.fixture(autouse=True)
def said_nowhere(settings: Any) -> None:
    settings.PLAYGROUND_TIER = ""


@pytest.fixture
def accounts(settings: Any) -> None:
    settings.PLAYGROUND_ACCOUNTS = True


def test_who_runs_the_installation_chooses_it_and_pages_show_it(client, owner):
    assert client.post(TIER, {"tier": "3"}).status_code == 303
    page = soup(client.get("/setup/"))
    assert "Runs go by tier 3" in page.select_one("#tier").get_text()
    assert page.select_one("#tier option[selected]").get_text() == "3"
    row = soup(client.get("/models/")).saying("tr .chip", "Yours").closest("tr")
    assert row.select_one("th").get_text().split() == ["3", "Yours"]
    noted = AuditEntry.objects.get(action="tier chosen")
    assert (noted.by, noted.what) == (owner, "none to 3")
    client.post(TIER, {"tier": ""})
    assert not ChosenTier.objects.exists()
    assert AuditEntry.objects.filter(what="3 to none").exists()


@pytest.mark.parametrize("typed", ["9", "-1", "1 ", "eleven", "x" * 500, "3\0"])
def test_an_unknown_tier_is_refused_at_its_field(client, owner, typed):
    answer = client.post(TIER, {"tier": typed})
    assert answer.status_code == 422
    field = soup(answer).select_one("#tier select")
    assert field["aria-invalid"] == "true"
    assert "is no tier. There are: 1, 2, 3, 4, 5." in soup(answer).get_text()
    assert not ChosenTier.objects.exists()


def test_what_is_set_outside_goes_before_it_and_the_page_says_so(
    client, owner, settings
):
    tier_choose("3", by=owner)
    settings.PLAYGROUND_TIER = "1"
    shown = soup(client.get("/setup/")).select_one("#tier")
    assert "Runs go by tier 1" in shown.get_text()
    assert "PLAYGROUND_TIER, which goes before" in shown.get_text()
    assert shown.select_one("form") is None
    refused = client.post(TIER, {"tier": "5"})
    assert refused.status_code == 422
    assert "PLAYGROUND_TIER is 1" in soup(refused).select_one("#tier-error").get_text()
    assert ChosenTier.objects.get().tier == "3"
    queue(8)
    assert len(claim(20)) == 5


@pytest.mark.parametrize("role", [Membership.Role.MAKER, Membership.Role.VIEWER])
def test_nobody_else_chooses_it(client, accounts, role):
    other = User.objects.create_user("other")
    other.join(Workspace.objects.default(), role)
    client.force_login(other)
    assert client.post(TIER, {"tier": "3"}).status_code == 403
    assert not ChosenTier.objects.exists()
    assert soup(client.get("/setup/")).select_one("#tier form") is None


def test_an_admin_of_another_workspace_does_not_either(accounts, friend_client):
    assert friend_client.post(TIER, {"tier": "3"}).status_code == 403
    assert not ChosenTier.objects.exists()


def test_every_worker_goes_by_it_from_its_next_claim(owner):
    plan = [(factories.request(quality="low"), 65)]
    queue(70)
    tier_choose("1", by=owner)
    assert seconds_at_pace(plan, "openai") == 12 * 60
    assert len(claim(50, worker="a")) == 5
    assert claim(50, worker="b") == []
    waiting = Generation.objects.filter(state="queued").exclude(turn_at=None)
    assert waiting.count() == 65
    tier_choose("5", by=owner)
    # Nobody waits for the turn that the slower tier gave them.
    assert not waiting.exclude(retry_at=None).exists()
    assert seconds_at_pace(plan, "openai") == 0
