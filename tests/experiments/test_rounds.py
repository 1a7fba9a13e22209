"""Good enough, cheapest: what pauses, cancels, budgets and killed workers do to it."""

from decimal import Decimal

import pytest

from playground.experiments import rounds
from playground.experiments.balloting import ballot_open, current_ballot
from playground.experiments.feeding import feed_all
from playground.experiments.models import Ballot, Experiment
from playground.experiments.voting import next_pairs, vote_cast
from playground.library.models import Generation, Image
from playground.spending.budgets import budget_set
from tests import factories
from tests.experiments.planning import NEW, PLAN, run_all
from tests.pages import error_texts, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def first_round(owner):
    """Of eight draws of low and high the two of the first round are there."""
    values = {"mode": "cheapest", "state": "running"}
    experiment = factories.experiment(draws=8, drawn=2, **values)
    experiment.draws.filter(number__gte=2).update(asked_by=owner)
    return experiment


def vote_all(experiment, choice: str = "left") -> None:
    ballot = current_ballot(experiment) or ballot_open(experiment, 4)
    while pairs := next_pairs(ballot, "ann", 1):
        (pair,) = pairs
        vote_cast(ballot, "ann", number=pair.number, seal=pair.seal, choice=choice)
        ballot.refresh_from_db()
        if ballot.closed_at:
            break


@pytest.mark.parametrize("state", ["cancelled", "paused"])
def test_the_last_vote_starts_nothing_that_was_stopped(client, first_round, state):
    feed_all()
    action = {"cancelled": "cancel", "paused": "pause"}[state]
    client.post(f"/experiments/{first_round.code}/steer/", {"action": action})
    vote_all(first_round)
    rounds.rounds_go_on(first_round)
    first_round.refresh_from_db()
    assert first_round.round == 1
    assert first_round.state == state
    assert feed_all() == 0
    page = soup(client.get(first_round.get_absolute_url()))
    assert "Go on: " in page.select_one("[value=resume]").text


def test_a_worker_that_is_killed_after_the_last_vote_holds_up_nothing(first_round):
    vote_all(first_round)
    feed_all()
    first_round.refresh_from_db()
    assert first_round.round == 1
    assert feed_all() > 0


def test_nothing_is_added_to_rounds(client, first_round):
    vote_all(first_round)
    rounds.rounds_go_on(first_round)
    draws = first_round.draws.count()
    asked = {"extends": first_round.code, "draws": "9"}
    page = soup(client.post(NEW, asked))
    assert page.select_one("#go").has_attr("disabled")
    assert client.post(NEW, {**asked, "go": "1"}).status_code == 422
    assert first_round.draws.count() == draws
    link = page.select_one("#preview .note a")["href"]
    anew = soup(client.get(link))
    assert anew.select_one("[name=mode]").has_attr("checked")
    assert "4 pictures" in anew.select_one("[name=reuse]").parent.text


def test_asking_again_in_finished_rounds_opens_no_other_vote(
    client, first_round, drain
):
    first = first_round.draws.first()
    first.generation.images.all().delete()
    Generation.objects.filter(pk=first.generation_id).update(state="failed", error={})
    kept = {"drawing": [0], "out": [], "resting": [], "answer": 0, "sure": True}
    Experiment.objects.update(
        state="finished", standing={**kept, "sentence": "Low."}, round=1
    )
    steer = f"/experiments/{first_round.code}/steer/"
    client.post(steer, {"action": "retry", "place": first.place})
    run_all(drain)
    first.refresh_from_db()
    assert first.generation.state == "succeeded"
    assert (
        Generation.objects.exclude(created_at__lt=first.generation.created_at).count()
        == 1
    )
    assert current_ballot(first_round) is None


def test_the_vote_of_a_round_is_not_opened_before_its_pictures_are_there(
    client, first_round
):
    first_round.draws.filter(number=1).update(generation=None)
    address = f"/experiments/{first_round.code}/vote/"
    answer = client.post(address, {"open": "1", "size": "1"})
    assert answer.status_code == 422
    assert "2 pictures of this round are still to come" in soup(answer).text
    Experiment.objects.update(mode="all")
    page = soup(client.get(address)).select_one("#vote")
    assert "2 of 16 pictures are there" in page.text


def test_the_budget_that_ends_after_a_round_ends_with_an_answer(first_round, owner):
    Image.objects.update(cost_usd=Decimal("0.04"))
    Generation.objects.update(cost_usd=Decimal("0.04"))
    scope = f"experiment:{first_round.code}"
    budget_set(scope=scope, period="total", usd=Decimal("0.05"))
    vote_all(first_round)
    rounds.rounds_go_on(first_round)
    first_round.refresh_from_db()
    assert first_round.state == "finished"
    assert "but the budget ended before" in first_round.standing["sentence"]
    assert feed_all() == 0


def test_the_budget_that_ends_inside_a_round_leads_to_its_vote(
    first_round, owner, drain
):
    vote_all(first_round)
    rounds.rounds_go_on(first_round)
    scope = f"experiment:{first_round.code}"
    budget_set(scope=scope, period="total", usd=Decimal("0.01"))
    run_all(drain)
    first_round.refresh_from_db()
    ballot = current_ballot(first_round)
    assert ballot is not None
    assert "budget" in first_round.stopped_because
    vote_all(first_round)
    run_all(drain)
    first_round.refresh_from_db()
    assert first_round.state == "finished"
    assert first_round.standing["answer"] is not None


def test_a_budget_that_ends_before_the_first_vote_is_refused(client, owner):
    asked = {**PLAN, "mode": "cheapest", "draws": "8", "budget": "0.01"}
    said = client.post(NEW, {**asked, "go": "1"})
    assert said.status_code == 422
    assert "The first round alone may cost" in " ".join(error_texts(said))
    # Saved as a brief set, all that stands beside the plan is kept.
    kept = {**asked, "budget": "50", "band": "4", "votes": "60", "save": "1"}
    assert client.post(NEW, kept).status_code == 303
    link = soup(client.get("/experiments/")).select_one('a[href*="brief="]')["href"]
    form = soup(client.get(link)).select_one("#plan")
    again = {
        name: form.select_one(f"[name={name}]")["value"]
        for name in ("budget", "band", "votes")
    }
    assert again == {"budget": "50", "band": "4", "votes": "60"}
    assert form.select_one("[name=mode]").has_attr("checked")


def test_a_round_without_two_values_says_what_is_missing(first_round):
    dear = Generation.objects.filter(draws__experiment=first_round, draws__value=1)
    Image.objects.filter(generation__in=dear).delete()
    dear.update(state="failed", error={})
    feed_all()
    first_round.refresh_from_db()
    assert first_round.state == "paused"
    assert "Ask again for what failed" in first_round.stopped_because
    assert not Ballot.objects.exists()
