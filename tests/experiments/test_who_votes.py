"""Who votes can be said under every pair, and holds for this experiment alone."""

import pytest

from playground.experiments.balloting import ballot_open
from playground.experiments.models import Vote
from playground.people.models import Membership
from tests import factories
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def experiment(owner):
    made = factories.experiment(draws=4)
    ballot_open(made, 12)
    return made


def address(experiment, page="vote") -> str:
    return f"/experiments/{experiment.code}/{page}/"


def pair(client, experiment) -> dict[str, str]:
    page = soup(client.get(address(experiment)))
    return {box["name"]: box["value"] for box in page.select("#vote [type=hidden]")}


@pytest.mark.parametrize("page", ["vote", "rank"])
def test_somebody_else_takes_over_under_an_open_vote(client, experiment, page):
    form = soup(client.get(address(experiment, page))).select_one("#who")
    assert form["action"] == address(experiment, page)
    answer = client.post(form["action"], {"name": "Anna"}, follow=True)
    assert "You vote as Anna, a guest" in soup(answer).select_one("#who").text
    client.post(address(experiment), {**pair(client, experiment), "choice": "left"})
    assert "Anna" in Vote.objects.get().voter


def test_a_name_ends_with_its_experiment(client, experiment):
    client.post(address(experiment), {"name": "Anna"})
    other = factories.experiment()
    ballot_open(other, 12)
    assert "Anna" not in soup(client.get(address(other))).select_one("#who").text


def test_two_of_one_name_by_two_accounts_are_two(
    client, experiment, friend, friend_client
):
    Membership.objects.filter(user=friend).update(workspace=experiment.workspace)
    for one in (client, friend_client):
        one.post(address(experiment), {"name": "Anna"})
        one.post(address(experiment), {**pair(one, experiment), "choice": "left"})
    assert len(set(Vote.objects.values_list("voter", flat=True))) == 2
    client.post(address(experiment), {"undo": "1"})
    client.post(address(experiment), {"undo": "1"})
    assert Vote.objects.count() == 1


def test_what_a_browser_holds_of_another_voter_is_refused_not_lost(client, experiment):
    held = {**pair(client, experiment), "choice": "left"}
    client.post(address(experiment), {"name": "Anna"})
    htmx = {"HX-Request": "true", "HX-Target": "vote"}
    answer = client.post(address(experiment), held, headers=htmx)
    assert answer.status_code == 409
    client.post(address(experiment), {"name": ""})
    assert client.post(address(experiment), held, headers=htmx).status_code == 200
    assert Vote.objects.get().voter == "local"


def test_the_grid_tells_of_an_open_vote_and_what_is_not_needed(client, owner):
    experiment = factories.experiment(draws=4, mode="cheapest", state="running")
    ballot = ballot_open(experiment, 12)
    experiment.draws.filter(number=3).update(skipped=True, generation=None)
    page = soup(client.get(experiment.get_absolute_url())).select_one("#grid")
    assert "Round 1 of" in page.text
    assert "0 of 12 votes are in" in page.text
    assert "6 of 6 there, 2 not needed" in page.text
    assert "5s" in page["hx-trigger"]
    asks = experiment.get_absolute_url() + page["hx-get"]
    htmx = {"HX-Request": "true", "HX-Target": "grid"}
    assert client.get(asks, headers=htmx).status_code == 204
    Vote.objects.create(
        ballot=ballot, voter="ann", pair=0, left="a", right="b", choice="left"
    )
    answer = client.get(asks, headers=htmx)
    assert "1 of 12 votes are in" in soup(answer).text
