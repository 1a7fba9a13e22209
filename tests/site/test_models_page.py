from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from playground.catalog import catalog
from playground.site.model_prices import until
from tests.pages import Tag, page_of

pytestmark = pytest.mark.django_db


def show(client: Client) -> Tag:
    return page_of(client.get(reverse("site:models")))


def words(part: Any) -> str:
    return " ".join(part.get_text(" ").split())


def test_each_model_of_the_day_has_a_card_with_its_prices(client: Client):
    page = show(client)
    card = words(page.select_one('[id="gpt-image-2.5-sunburst"]'))
    assert "Default" in card
    assert "Low $0.0059 Medium $0.013 High $0.053 Extra high $0.094 Max $0.21" in card
    assert "gpt-image-2.5-sunburst-2026-09-08" in card
    assert len(page.select("article.model")) == 8


def test_a_price_that_nobody_published_is_not_made_up(client: Client):
    card = words(show(client).select_one('[id="gpt-image-2.6-flare"]'))
    assert "has not published what a picture of 2.6 costs" in card
    assert "$" not in card


def test_a_list_price_that_tokens_do_not_reach_is_told_apart(client: Client):
    card = words(show(client).select_one('[id="gpt-image-1-mini"]'))
    assert "Low $0.0022" in card
    assert "price list says $0.005, $0.011 and $0.036" in card


def test_models_about_to_stop_are_announced_with_their_successor(client: Client):
    note = words(show(client).select_one(".note.warn"))
    assert (
        "GPT Image 1.5, ChatGPT image and GPT Image 1 mini stop on 1 December 2026, in 10 days."
        in note
    )
    assert "Move to 2.6 Sunburst or 2.6 Flare" in note


def test_models_that_are_gone_are_folded_below(client: Client):
    page = show(client)
    gone = words(page.select_one("#gone"))
    assert "gpt-image-1 , switched off on 23 October 2026" in gone
    assert "dall-e-3" in gone
    assert page.select_one('[id="gpt-image-1"]') is None


def test_every_figure_can_be_traced(client: Client):
    for card in show(client).select("article.model"):
        assert "types/image_model.py" in words(card.select_one("details"))


def test_after_its_day_a_model_is_gone_from_openai(client: Client, settings: Any):
    settings.PLAYGROUND_TODAY = date(2026, 12, 1)
    settings.OPENAI_API_KEY = "sk-test"
    page = show(client)
    assert page.select_one('[id="gpt-image-1.5"]') is None
    assert page.select_one(".note.warn") is None
    assert "gpt-image-1.5" in words(page.select_one("#gone"))


def test_after_its_day_a_model_stays_in_the_simulator(client: Client, settings: Any):
    settings.PLAYGROUND_TODAY = date(2026, 12, 1)
    assert show(client).select_one('[id="gpt-image-1.5"]')


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2026, 6, 1), date(2030, 1, 1)])
def test_the_page_can_be_shown_on_any_day(client: Client, settings: Any, day: date):
    settings.PLAYGROUND_TODAY = day
    assert show(client).saying("h1", "Models")


def test_the_page_asks_as_little_as_any_other(
    client: Client, django_assert_max_num_queries: Any
):
    show(client)
    with django_assert_max_num_queries(5):
        show(client)


def test_the_cheapest_and_the_faithful_are_models_that_stay(client: Client, settings):
    for day in (date(2026, 11, 21), date(2026, 12, 1)):
        settings.PLAYGROUND_TODAY = day
        wishes = {
            words(pick.select_one("dt")): words(pick.select_one("dd"))
            for pick in show(client).select(".picks div")
        }
        assert wishes["Cheapest that stays"].startswith("2.5 Flare $0.0059")
        assert wishes["Keeping a face as it is"].startswith("GPT Image 2 keeps")
        assert "until" not in wishes["Keeping a face as it is"]


def test_tiers_and_limits_are_told_with_what_free_accounts_have(client: Client):
    table = words(show(client).select_one("#tiers").parent)
    assert "Free – – not supported" in table
    assert "1 100,000 5" in table
    assert "GPT Image 1.5" in table


@pytest.mark.parametrize(
    ("day", "default", "others"),
    [
        (date(2026, 11, 21), "gpt-6.1-sol Default", "gpt-5 "),
        (date(2026, 12, 12), "gpt-6.1-sol Default", "gpt-6-luna"),
        (date(2027, 3, 1), "gpt-6.1-sol Default", "gpt-6.1-terra"),
        (date(2026, 9, 1), "gpt-5.6-sol Default", "gpt-5 "),
    ],
)
def test_text_models_stand_there_with_their_prices_and_days(
    client: Client, settings, day, default, others
):
    settings.PLAYGROUND_TODAY = day
    table = words(show(client).select_one("#texts").parent)
    assert default in table
    assert others in table
    assert ("until 11 December 2026, then gpt-6.1-sol" in table) == (
        day < date(2026, 12, 11)
    )


def test_help_names_the_route_first_and_the_payload_last(client: Client):
    page = client.get(reverse("site:help-requests")).content.decode()
    places = [
        page.index(f'id="{name}"') for name in ("route", "model", "tier", "payload")
    ]
    assert places == sorted(places)
    assert "gpt-6.1-sol" in page


def test_a_last_day_is_one_day():
    model = catalog().models["gpt-image-1.5"]
    assert until(model, date(2026, 11, 30)) == "until 1 December 2026, 1 day left"
    assert until(model, date(2026, 11, 29)) == "until 1 December 2026, 2 days left"
