"""From a prompt to a verdict, as somebody at the keyboard comes to it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from playground.experiments.balloting import ballot_open
from playground.experiments.feeding import feed_all
from playground.experiments.models import Experiment, Vote
from tests import factories
from tests.browser.conftest import Problems
from tests.browser.steps import intercept

pytestmark = pytest.mark.django_db(transaction=True)


def _planned(page: Page, clicks: list[str]) -> None:
    page.goto("/")
    page.locator("#prompt").fill("A paper airplane over misty mountains")
    for selector in clicks:
        page.locator(selector).click()


def test_three_qualities_need_no_more_than_three_clicks(page: Page, worker: Any):
    _planned(page, ["#plan-several", "#go"])
    expect(page).to_have_url(re.compile(r"/experiments/\w{12}/"))
    experiment = Experiment.objects.get()
    assert experiment.values == ["low", "medium", "high"]
    assert experiment.draws.count() == 12


def test_a_plan_knows_what_the_browser_brings_back_into_its_fields(page: Page):
    page.add_init_script(
        "addEventListener('load', () => (document.querySelector('#draws').value = 3))"
    )
    page.goto("/experiments/new/")
    expect(page.locator("#summary")).to_contain_text("× 3 draws")


def test_the_grid_fills_live_and_ends_in_a_verdict(page: Page, worker: Any):
    _planned(page, ["#plan-several"])
    page.locator("#draws").fill("2")
    expect(page.locator("#summary")).to_contain_text("= 6 pictures")
    page.locator("#prompts").fill("A kite {over|under")
    expect(page.locator("#prompts-note")).to_contain_text("has no }")
    page.locator("#prompts").fill("A kite")
    expect(page.locator("#prompts-note")).to_have_text("")
    page.locator("#go").click()
    while feed_all():
        pass
    expect(page.locator("table.grid .shot img")).to_have_count(6, timeout=60_000)

    address = page.url
    page.goto(f"{address}vote/")
    page.locator("[name=size]").fill("4")
    page.locator("button[name=open]").click()
    count = page.locator(".vote[data-ready] .count[role=status]")
    for number, key in enumerate(("ArrowLeft", "ArrowRight", "t"), 1):
        expect(count).to_contain_text(f"{number} of 4")
        page.keyboard.press(key)
    expect(count).to_contain_text("4 of 4")
    page.keyboard.press("u")
    expect(count).to_contain_text("3 of 4")
    page.keyboard.press("b")
    expect(count).to_contain_text("4 of 4")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#vote")).to_contain_text("The vote is complete")
    choices = list(Vote.objects.values_list("choice", flat=True))
    assert choices == ["left", "right", "both_bad", "left"]
    page.goto(f"{address}verdict/")
    expect(page.locator(".sentence")).not_to_be_empty()


def test_no_vote_is_lost_while_the_server_is_away(page: Page, problems: Problems):
    experiment = factories.experiment(draws=4)
    ballot_open(experiment, 12)
    address = f"**{experiment.get_absolute_url()}vote/"
    answers_lost = []

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            if not answers_lost:
                answers_lost.append(route.fetch())
                route.abort()
            else:
                # As where another tab has gone to another workspace.
                route.fulfill(status=404, body="")
        else:
            route.fallback()

    intercept(page, address, lose)
    page.goto(f"{experiment.get_absolute_url()}vote/")
    count = page.locator(".vote[data-ready] .count[role=status]")
    unsent = page.locator(".vote .unsent")
    # The first is counted, and its answer lost; the others never arrive.
    for number in (1, 2, 3):
        expect(count).to_have_text(f"{number} of 12")
        page.keyboard.press("ArrowLeft")
    expect(unsent).to_contain_text("votes are not sent yet")
    expect(unsent).to_contain_text("in another workspace, or deleted")
    expect(count).to_have_text("4 of 12")
    page.keyboard.press("u")
    expect(count).to_have_text("3 of 12")
    page.unroute(address)
    page.reload()
    expect(count).to_have_text("3 of 12")
    expect(unsent).to_be_hidden()
    page.keyboard.press("t")
    expect(count).to_have_text("4 of 12")
    page.wait_for_function(
        "() => Object.keys(localStorage).every((it) => !it.startsWith('votes:'))"
    )
    choices = list(Vote.objects.values_list("pair", "choice"))
    assert choices == [(0, "left"), (1, "left"), (2, "tie")]
    problems.forgive("ERR_FAILED")
    problems.forgive("status of 404")
