"""From the composer to a plan, and from there to runs."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client

from playground.experiments.feeding import feed_all
from playground.experiments.models import BriefSet, Experiment
from playground.experiments.voting import ballot_open, next_pairs, vote_cast
from playground.library.models import Generation, Image
from playground.people.models import Membership, User, Workspace
from playground.runs.pacing import seconds_at_pace
from tests import factories
from tests.pages import GOOD, error_texts, soup

pytestmark = pytest.mark.django_db

NEW = "/experiments/new/"
PLAN = {
    **GOOD,
    "variable": "quality",
    "value.quality": ["low", "medium"],
    "prompts": "a kite\na boat",
    "draws": "2",
}


@pytest.fixture
def start(client, owner):
    def send(**values) -> Experiment:
        response = client.post(NEW, {**PLAN, **values, "go": "1"})
        assert response.status_code == 303, error_texts(response)
        return Experiment.objects.latest("pk")

    return send


def run_all(drain) -> None:
    """Feed and run until nothing is left."""
    for _ in range(50):
        if not feed_all() + drain():
            return
    raise AssertionError("It does not end.")


def test_three_qualities_of_one_prompt_are_ready_when_the_plan_opens(client, owner):
    page = client.post(NEW, GOOD)
    form = soup(page)

    ticked = [box["value"] for box in form.select("[name='value.quality'][checked]")]
    assert ticked == ["low", "medium", "high"]
    assert form.select_one("#prompts").text.strip() == GOOD["prompt"]
    assert (
        "3 qualities × 1 prompt × 4 draws = 12 pictures"
        in form.select_one("#summary").text
    )
    assert "12 pictures" in form.select_one("#go").text
    assert "$" in form.select_one("#go").text
    assert not Experiment.objects.exists()


def test_a_plan_without_a_prompt_names_no_price(client, owner):
    go = soup(client.get(NEW)).select_one("#go")
    assert go.get_text(" ", strip=True) == "Nothing to run yet"


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
    experiment = start()
    client.post(f"/experiments/{experiment.code}/steer/", {"action": "pause"})
    experiment.refresh_from_db()
    assert experiment.state == "paused"
    assert not Generation.objects.filter(state="queued").exists()
    assert feed_all() == 0

    client.post(f"/experiments/{experiment.code}/steer/", {"action": "resume"})
    run_all(drain)
    experiment.refresh_from_db()
    assert experiment.state == "finished"
    assert Generation.objects.filter(state="succeeded").count() == 8


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
    experiment = start()
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
    start()
    run_all(drain)
    before = Generation.objects.count()
    page = soup(client.post(NEW, PLAN))
    box = page.select_one("[name=reuse]")
    assert "8 pictures" in box.parent.text
    assert not box.has_attr("checked")

    second = start(reuse="1")
    run_all(drain)
    assert Generation.objects.count() == before
    assert second.draws.exclude(image=None).count() == 8


def test_an_extension_pays_only_for_what_is_new(client, start, drain):
    experiment = start()
    run_all(drain)
    page = soup(client.get(f"{NEW}?extends={experiment.code}"))
    assert "2 draws" in page.select_one("#summary").text
    data = {
        "extends": experiment.code,
        "asked.value.quality": "1",
        "value.quality": ["high"],
        "prompts": "a house",
        "draws": "3",
        "confirmed": "",
        "go": "1",
    }
    response = client.post(NEW, data)
    assert response.status_code == 303, error_texts(response)
    experiment.refresh_from_db()
    assert experiment.values == ["low", "medium", "high"]
    assert experiment.prompts == ["a kite", "a boat", "a house"]
    assert experiment.draws.count() == 27
    run_all(drain)
    assert Generation.objects.count() == 27


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"value.quality": ["low"]}, "at least two values"),
        ({"value.quality": ["low", "splendid"]}, "splendid"),
        ({"prompts": "a {fox|hare"}, "has no }"),
        ({"prompts": ""}, "at least one prompt"),
        ({"prompts": "x" * 32_001}, "32,000"),
        ({"draws": "50", "prompts": "a\nb\nc\nd\ne\nf"}, "more than the 500"),
        ({"draws": "0"}, "1 to 50"),
        ({"budget": "much"}, "number"),
        (
            {
                "output_format": "jpeg",
                "variable": "output_compression",
                "more.value.output_compression": "1,x",
            },
            "whole number",
        ),
    ],
)
def test_a_bad_plan_is_told_at_its_field_and_nothing_is_lost(
    client, owner, values, said
):
    posted = {**PLAN, **values, "go": "1"}
    response = client.post(NEW, posted)
    assert response.status_code == 422
    assert said in " ".join(error_texts(response)), error_texts(response)
    page = soup(response)
    if "prompts" not in values:
        assert page.select_one("#prompts").text.strip() == "a kite\na boat"
    assert not Experiment.objects.exists()


def test_a_plan_of_unknown_price_is_confirmed_before_it_is_paid_for(client, settings):
    plan = {**PLAN, "model": "gpt-image-2.6-sunburst", "go": "1"}
    settings.OPENAI_API_KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
    asked = client.post(NEW, plan)
    assert asked.status_code == 422
    page = soup(asked)
    assert "Nobody has published what 4 of them cost" in page.select_one(
        ".note.warn[role=alert]"
    ).get_text(" ", strip=True)
    assert not Experiment.objects.exists()
    sum_ = page.select_one("[name=confirmed]")["value"]
    assert client.post(NEW, {**plan, "confirmed": sum_}).status_code == 303


def test_more_values_than_a_verdict_takes_are_refused_at_the_values(
    client, monkeypatch
):
    monkeypatch.setattr("playground.experiments.plan.MOST_VALUES", 2)
    plan = {**PLAN, "value.quality": ["low", "medium", "high"], "go": "1"}
    answer = client.post(NEW, plan)
    assert answer.status_code == 422
    assert "Choose 2 values at most" in answer.content.decode()


def test_a_dear_plan_is_confirmed_with_its_sum(client, owner, settings):
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = 0
    asked = client.post(NEW, {**PLAN, "go": "1"})
    assert asked.status_code == 422
    page = soup(asked)
    assert not Experiment.objects.exists()
    sum_ = page.select_one("[name=confirmed]")["value"]
    assert client.post(NEW, {**PLAN, "go": "1", "confirmed": sum_}).status_code == 303


def test_an_extension_asks_for_the_sum_of_what_is_new(client, start, drain, settings):
    experiment = start()
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = 0
    data = {"extends": experiment.code, "asked.value.quality": "1", "draws": "3"}
    page = soup(client.post(NEW, {**data, "go": "1"}))
    assert "4 more pictures" in page.select_one(".note.warn").text
    more = Decimal(page.select_one("[name=confirmed]")["value"])
    sixteen = client.post(NEW, {**PLAN, "draws": "4", "go": "1"})
    whole = Decimal(soup(sixteen).select_one("[name=confirmed]")["value"])
    assert more == whole / 4


def test_a_brief_set_is_kept_and_run_again(client, owner):
    second = {"second": "output_format", "second_value.output_format": ["png", "webp"]}
    client.post(NEW, {**PLAN, **second, "name": "Our briefs", "save": "1"})
    brief = BriefSet.objects.get()
    page = soup(client.get(f"{NEW}?brief={brief.code}"))
    assert page.select_one("#prompts").text.strip() == "a kite\na boat"
    ticked = page.select("[name='second_value.output_format'][checked]")
    assert [box["value"] for box in ticked] == ["png", "webp"]


def test_pictures_of_the_library_become_a_grid_with_their_variable(client, owner):
    images = [
        factories.image(quality=quality, prompt="a kite") for quality in ("low", "high")
    ]
    query = "&".join(f"image={image.code}" for image in images)
    page = soup(client.get(f"{NEW}?{query}"))
    ticked = [box["value"] for box in page.select("[name='value.quality'][checked]")]
    assert ticked == ["low", "high"]
    assert page.select_one("[name=reuse]").has_attr("checked")


def test_the_grid_can_be_turned_faceted_and_hidden_by_address(client, start, drain):
    experiment = start()
    run_all(drain)
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


def test_a_winner_of_a_row_is_taken_and_let_go(client, start, drain):
    experiment = start()
    run_all(drain)
    address = f"/experiments/{experiment.code}/pick/"
    client.post(address, {"row": "0.0", "value": "1"})
    experiment.refresh_from_db()
    assert experiment.winners == {"0.0": 1}
    client.post(address, {"row": "0.0", "value": "1"})
    client.post(address, {"row": "9.9", "value": "77"})
    experiment.refresh_from_db()
    assert experiment.winners == {}


def test_a_live_grid_is_sent_again_only_when_it_has_changed(client, start, drain):
    experiment = start()
    address = experiment.get_absolute_url()
    htmx = {"HX-Request": "true", "HX-Target": "grid"}
    asks = soup(client.get(address)).select_one("#grid")["hx-get"]
    assert client.get(address + asks, headers=htmx).status_code == 204
    run_all(drain)
    after = client.get(address + asks, headers=htmx)
    assert after.status_code == 200
    assert not soup(after).select_one("#grid").has_attr("hx-get")


def test_it_stops_when_its_author_may_not_spend_any_more(start, drain):
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
    experiment = start(**{"variable": "model", "value.model": models})
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


def test_search_and_replace_shows_what_it_makes_and_loses_nothing(client, owner, start):
    typed = {"prompts": "a red kite", "find": "red", "replace": "green\nblue"}
    page = soup(client.post(NEW, {**PLAN, **typed}))
    assert [row.text for row in page.select(".mini th[scope=row]")] == [
        "a green kite",
        "a blue kite",
    ]
    assert "1 line became 2 prompts" in page.select_one("#prompts-note").text
    assert start(**typed).prompts == ["a green kite", "a blue kite"]
    answer = client.post(NEW, {**PLAN, **typed, "find": "pink", "go": "1"})
    assert answer.status_code == 422
    assert "none of the prompts" in soup(answer).select_one("#prompts-note").text
    assert soup(answer).select_one("[name=replace]").text.strip() == "green\nblue"


def test_the_planned_time_keeps_to_the_accounts_pace(settings):
    asked = [(factories.request(quality="low"), 65)]
    assert seconds_at_pace(asked, "openai") == 0
    settings.PLAYGROUND_TIER = "1"
    # Five at once, and then five a minute.
    assert seconds_at_pace(asked, "openai") == 12 * 60
    assert seconds_at_pace(asked, "simulator") == 0


def test_a_problem_stands_at_its_own_field_and_at_no_other(client, owner):
    page = soup(client.post(NEW, {**PLAN, "draws": "many", "go": "1"}))
    assert [note.text.strip() for note in page.select(".error")] == [
        "Choose 1 to 50 draws."
    ]


def test_a_plan_from_pictures_tells_which_are_gone(client, owner):
    image = factories.image()
    page = soup(client.get(f"{NEW}?image={image.code}&image={'a' * 12}"))
    assert "1 picture is not there any more" in page.text
    assert page.select_one("#prompts").text.strip() == image.prompt
