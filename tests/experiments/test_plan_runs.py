"""From a plan to runs, and what becomes of them."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client

from playground.experiments.balloting import ballot_open
from playground.experiments.feeding import feed_all
from playground.experiments.voting import next_pairs, vote_cast
from playground.library.models import Generation, Image
from playground.people.models import Membership, User, Workspace
from playground.spending.budgets import budget_set
from tests import factories
from tests.experiments.planning import NEW, PLAN, run_all
from tests.pages import GOOD, error_texts, soup

pytestmark = pytest.mark.django_db


def test_a_plan_becomes_runs_cheapest_first_and_finishes(start, drain, owner):
    experiment = start()
    draws = list(experiment.draws.all())
    assert [draw.value for draw in draws] == [0] * 4 + [1] * 4
    first = draws[0].generation
    assert first.request.quality == "low"
    assert first.request.n == 1
    assert first.priority > 0

    run_all(drain)
    experiment.refresh_from_db()
    assert experiment.state == "finished"
    assert all(draw.picture for draw in experiment.draws.with_pictures())
    asked = {(g.prompt, g.request.quality) for g in Generation.objects.all()}
    assert asked == {(p, q) for p in ("a kite", "a boat") for q in ("low", "medium")}


def test_many_pictures_go_into_the_queue_a_few_at_a_time(start, settings):
    settings.PLAYGROUND_CONCURRENCY = 1
    experiment = start(draws="20")
    assert experiment.draws.count() == 80
    assert Generation.objects.count() == 2
    assert feed_all() == 0


def test_pause_takes_back_what_waits_and_going_on_asks_again(client, start, drain):
    experiment = start(draws="1")
    client.post(f"/experiments/{experiment.code}/steer/", {"action": "pause"})
    experiment.refresh_from_db()
    assert experiment.state == "paused"
    assert not Generation.objects.filter(state="queued").exists()
    assert feed_all() == 0

    client.post(f"/experiments/{experiment.code}/steer/", {"action": "resume"})
    run_all(drain)
    experiment.refresh_from_db()
    assert experiment.state == "finished"
    assert Generation.objects.filter(state="succeeded").count() == 4


def test_a_budget_that_ends_stops_it_cleanly_and_says_so(client, start, drain):
    experiment = start(budget="0.02")
    run_all(drain)
    experiment.refresh_from_db()
    assert experiment.state == "paused"
    assert "budget" in experiment.stopped_because
    done = Generation.objects.filter(state="succeeded").count()
    assert 0 < done < 8
    page = client.get(experiment.get_absolute_url())
    assert "budget" in soup(page).select_one("#grid").text


def test_a_failed_cell_keeps_its_place_and_can_be_asked_again(client, start, drain):
    experiment = start(draws="1")
    lost = experiment.draws.first()
    Generation.objects.filter(pk=lost.generation_id).update(
        state="failed", error={"category": "safety", "message": "Refused."}
    )
    run_all(drain)
    page = soup(client.get(experiment.get_absolute_url()))
    assert "refused as unsafe" in page.select_one(".shot.failed").text

    assert page.select_one(".shot.failed button").text.startswith("Again ≈ $0.0")
    assert "1 failed ≈ $0.0" in page.select_one(".grid-state").text

    data = {"action": "retry", "place": lost.place}
    client.post(f"/experiments/{experiment.code}/steer/", data)
    run_all(drain)
    lost.refresh_from_db()
    assert lost.generation.state == "succeeded"


def test_asking_again_for_what_is_dear_is_confirmed(client, start, drain, settings):
    experiment = start()
    Generation.objects.all().update(state="failed", error={})
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = Decimal("0.01")
    steer = f"/experiments/{experiment.code}/steer/"
    before = Generation.objects.count()
    said = client.post(steer, {"action": "retry"}, follow=True).content.decode()
    assert "Nothing has been sent" in said
    assert Generation.objects.count() == before
    box = soup(client.get(experiment.get_absolute_url())).select_one("[name=confirmed]")
    agreed = {"action": "retry", "confirmed": box["value"]}
    said = client.post(steer, {**agreed, "seen": 1}, follow=True).content.decode()
    assert "have failed, not 1" in said
    assert Generation.objects.count() == before
    client.post(steer, agreed)
    assert Generation.objects.count() > before


def test_asking_again_for_what_has_no_known_price_is_confirmed(client, start):
    experiment = start()
    Generation.objects.all().update(
        state="failed", error={}, estimate_high_usd=None, estimate_low_usd=None
    )
    before = Generation.objects.count()
    steer = f"/experiments/{experiment.code}/steer/"
    said = client.post(steer, {"action": "retry"}, follow=True).content.decode()
    assert "price unknown" in said
    assert Generation.objects.count() == before


def test_pictures_that_exist_are_taken_only_when_asked(client, start, drain):
    start(draws="1")
    run_all(drain)
    before = Generation.objects.count()
    page = soup(client.post(NEW, {**PLAN, "draws": "1"}))
    box = page.select_one("[name=reuse]")
    assert "4 pictures" in box.parent.text
    assert not box.has_attr("checked")

    second = start(draws="1", reuse="1")
    run_all(drain)
    assert Generation.objects.count() == before
    assert second.draws.exclude(image=None).count() == 4


def test_an_extension_pays_only_for_what_is_new(client, start, drain):
    experiment = start(draws="1")
    run_all(drain)
    page = soup(client.get(f"{NEW}?extends={experiment.code}"))
    assert "1 draw" in page.select_one("#summary").text
    data = {
        "extends": experiment.code,
        "asked.value.quality": "1",
        "value.quality": ["high"],
        "prompts": "a house",
        "draws": "2",
        "confirmed": "",
        "go": "1",
    }
    response = client.post(NEW, data)
    assert response.status_code == 303, error_texts(response)
    experiment.refresh_from_db()
    assert experiment.values == ["low", "medium", "high"]
    assert experiment.prompts == ["a kite", "a boat", "a house"]
    assert experiment.draws.count() == 18
    run_all(drain)
    assert Generation.objects.count() == 18


def test_the_grid_can_be_turned_faceted_and_hidden_by_address(client, owner):
    experiment = factories.experiment(prompts=("a kite", "a boat"))
    address = experiment.get_absolute_url()
    plain = soup(client.get(address))
    assert len(plain.select("table.grid tbody tr")) == 2
    assert len(plain.select("table.grid img")) == 8
    assert [words.text for words in plain.select(".fan-words")] == ["2 draws"] * 4
    assert not soup(client.get(f"{address}?draws=all")).select(".fan")
    turned = soup(client.get(f"{address}?transpose=1&hide=1&zoom=small"))
    assert len(turned.select("table.grid tbody tr")) == 1
    assert len(turned.select("table.grid img")) == 4
    faceted = soup(client.get(f"{address}?prompt=1"))
    assert len(faceted.select("table.grid img")) == 4


def test_a_winner_of_a_row_is_taken_and_let_go(client, owner):
    experiment = factories.experiment(draws=1)
    address = f"/experiments/{experiment.code}/pick/"
    client.post(address, {"row": "0.0", "value": "1"})
    experiment.refresh_from_db()
    assert experiment.winners == {"0.0": 1}
    client.post(address, {"row": "0.0", "value": "1"})
    client.post(address, {"row": "9.9", "value": "77"})
    experiment.refresh_from_db()
    assert experiment.winners == {}


def test_a_live_grid_is_sent_again_only_when_it_has_changed(client, start, drain):
    experiment = start(draws="1")
    address = experiment.get_absolute_url()
    htmx = {"HX-Request": "true", "HX-Target": "grid"}
    asks = soup(client.get(address)).select_one("#grid")["hx-get"]
    assert client.get(address + asks, headers=htmx).status_code == 204
    run_all(drain)
    after = client.get(address + asks, headers=htmx)
    assert after.status_code == 200
    assert not soup(after).select_one("#grid").has_attr("hx-get")


def test_it_stops_when_its_author_may_not_spend_any_more(start, drain, settings):
    settings.PLAYGROUND_CONCURRENCY = 1
    experiment = start()
    user = User.objects.local()
    user.join(Workspace.objects.default(), Membership.Role.VIEWER)
    run_all(drain)
    experiment.refresh_from_db()
    assert experiment.state == "paused"


def test_a_stranger_finds_nothing(start, stranger_client: Client):
    experiment = start()
    assert stranger_client.get(experiment.get_absolute_url()).status_code == 404
    answer = stranger_client.post(NEW, {"extends": experiment.code, "go": "1"})
    assert answer.status_code == 404


def test_a_model_that_has_ended_meanwhile_keeps_its_place_with_the_reason(
    client, start, drain, settings
):
    settings.PLAYGROUND_CONCURRENCY = 1
    models = ["gpt-image-1", GOOD["model"]]
    settings.PLAYGROUND_TODAY = datetime.date(2026, 10, 20)
    experiment = start(
        **{"variable": "model", "value.model": models, "draws": "1"},
    )
    settings.PLAYGROUND_TODAY = datetime.date(2026, 11, 2)
    run_all(drain)
    experiment.refresh_from_db()
    assert experiment.state == "finished"
    place = experiment.values.index("gpt-image-1")
    lost = experiment.draws.filter(value=place).exclude(problem="")
    assert lost.exists()
    assert not experiment.draws.exclude(value=place).exclude(problem="").exists()
    page = soup(client.get(experiment.get_absolute_url()))
    assert "not sent" in page.select_one(".shot.failed").text


def test_values_whose_pictures_all_failed_are_told_and_stop_no_verdict(client, owner):
    experiment = factories.experiment(values=("low", "medium", "high"), draws=4)
    lost = Generation.objects.filter(draws__experiment=experiment, draws__value=2)
    Image.objects.filter(generation__in=lost).delete()
    lost.update(state="failed", error={"category": "outage", "message": "Away."})
    ballot = ballot_open(experiment, 12)
    for _ in range(12):
        pair = next_pairs(ballot, "ann", 1)[0]
        vote_cast(ballot, "ann", number=pair.number, seal=pair.seal, choice="left")
    page = soup(client.get(f"/experiments/{experiment.code}/verdict/"))
    assert page.select_one(".sentence").text.strip()
    assert "high has no pictures" in page.text


def test_what_is_taken_for_nothing_is_not_in_the_price(client, start, drain, settings):
    start(draws="1")
    run_all(drain)
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = "0.000001"
    budget_set(scope="everyone", period="total", usd=Decimal("0.000001"))
    page = soup(client.post(NEW, {**PLAN, "reuse": "1"}))
    # Half of them are there: what is asked for again is the other half.
    seen = Decimal(page.select_one("[name=seen]")["value"])
    whole = soup(client.post(NEW, PLAN)).select_one("[name=seen]")["value"]
    assert seen == Decimal(whole) / 2

    page = soup(client.post(NEW, {**PLAN, "draws": "1", "reuse": "1"}))
    assert "nothing to pay" in page.select_one("#go").text
    assert "not-yet" not in page.select_one("#go").classes
    assert "fits" not in page.select_one("#preview").text
    made = start(draws="1", reuse="1")
    assert made.draws.exclude(image=None).count() == 4
