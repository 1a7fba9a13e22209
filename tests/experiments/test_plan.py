"""From the composer to a plan, and what is told at its fields."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from playground.experiments.models import BriefSet, Experiment
from playground.runs.pacing import seconds_at_pace
from tests import factories
from tests.experiments.planning import NEW, PLAN
from tests.pages import GOOD, error_texts, soup, undescribed

pytestmark = pytest.mark.django_db


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
    assert page.select("[aria-invalid=true], .values[aria-describedby]")
    assert not undescribed(page)
    # Of what cannot be run there is no price.
    assert "$" not in page.select_one("#go").text
    if "prompts" not in values:
        assert page.select_one("#prompts").text.strip() == "a kite\na boat"
    assert not Experiment.objects.exists()


def test_a_plan_of_unknown_price_is_confirmed_before_it_is_paid_for(client, settings):
    plan = {**PLAN, "model": "gpt-image-2.6-sunburst", "go": "1"}
    settings.OPENAI_API_KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
    asked = client.post(NEW, plan)
    assert asked.status_code == 422
    page = soup(asked)
    assert "Nobody has published what 8 of them cost" in page.select_one(
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


def test_values_that_are_refused_are_not_counted(client, owner):
    sizes = {"variable": "size", "more.value.size": "999x7"}
    page = soup(client.post(NEW, {**PLAN, **sizes}))
    said = page.select_one("#summary").text
    ticked = page.select("[name='value.size'][checked]")
    assert f"{len(ticked) - 1} sizes × 2 prompts" in said
    assert page.select_one("#go").text.split() == [
        "Run",
        "mend",
        "the",
        "values",
        "of",
        "size",
        "first",
    ]


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


def test_a_plan_expects_what_cards_expect_and_says_what_nobody_knows(client, owner):
    for duration_ms in (40_000, 90_000, 900_000):
        factories.image(quality="low", duration_ms=duration_ms)
    # Of medium there is none: its pictures are not taken for as fast as low ones.
    summary = soup(client.post(NEW, PLAN)).select_one("#summary").text
    assert "at least about" in summary
    factories.image(quality="medium", duration_ms=90_000)
    summary = soup(client.post(NEW, PLAN)).select_one("#summary").text
    assert "at least" not in summary


def test_what_is_there_is_looked_up_once_for_a_page(client, start, settings):
    experiment = start()
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = 0
    data = {"extends": experiment.code, "draws": "3", "go": "1", "seen": "0"}
    for posted, table in ((data, "experiments_draw"), (PLAN, "library_image")):
        with CaptureQueriesContext(connection) as found:
            client.post(NEW, posted)
        asked = [it["sql"] for it in found if f'FROM "{table}"' in it["sql"]]
        # Of pictures also how long the last ones took.
        assert len(asked) <= (1 if table == "experiments_draw" else 2), asked
