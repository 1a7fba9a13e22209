"""Rounds with a value of which nothing came, or whose price nobody knows."""

import pytest

from playground.experiments import rounds
from playground.experiments.balloting import ballot_open
from playground.library.models import Generation, Image
from tests import factories
from tests.experiments.test_odd_input import asked
from tests.experiments.test_rounds import vote_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(owner):
    """The first round of three values; of the cheapest one all was refused."""
    made = factories.experiment(
        values=("low", "medium", "high"),
        draws=8,
        drawn=2,
        mode="cheapest",
        state="running",
    )
    refused = Generation.objects.filter(draws__value=0)
    Image.objects.filter(generation__in=refused).delete()
    refused.update(state="failed", error={"category": "safety"})
    return made


def test_a_value_without_pictures_is_left_out_with_its_reason(three):
    vote_all(three)
    rounds.rounds_go_on(three)
    three.refresh_from_db()
    assert 0 not in three.standing["drawing"]
    assert three.standing["sentence"].startswith("low has no pictures")
    assert three.state == "running"
    assert not three.draws.planned().filter(value=0).exists()


def test_an_estimate_stands_in_for_a_receipt(three):
    Image.objects.filter(generation__draws__value=1).update(cost_usd=None)
    vote_all(three)
    rounds.rounds_go_on(three)
    three.refresh_from_db()
    assert "cannot go on" not in three.standing["sentence"]


def test_the_cheapest_is_not_looked_for_among_unknown_prices(owner, monkeypatch):
    plain = asked(owner, mode="cheapest")
    assert "mode" not in plain.problems
    monkeypatch.setattr(
        "playground.experiments.plan.Plan.bounds", (0, 0, len(plain.plan.cells))
    )
    assert "is not known" in asked(owner, mode="cheapest").problems["mode"]
    assert "mode" not in asked(owner, mode="all").problems


def test_two_pictures_that_are_left_can_be_voted_on_to_the_end(owner):
    experiment = factories.experiment(draws=4)
    ballot = ballot_open(experiment, 12)
    kept = {ballot.pictures[0][0], ballot.pictures[-1][0]}
    Image.objects.exclude(code__in=kept).update(trashed_at=experiment.created_at)
    vote_all(experiment)
    ballot.refresh_from_db()
    assert ballot.closed_at
    assert ballot.votes.count() == 12
