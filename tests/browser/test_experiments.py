"""From a prompt to a verdict, as somebody at the keyboard comes to it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from playground.experiments.feeding import feed_all
from playground.experiments.models import Experiment, Vote

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
    count = page.locator(".vote .count[role=status]")
    for number, key in enumerate(("ArrowLeft", "ArrowRight", "t"), 1):
        expect(count).to_contain_text(f"{number} of 4")
        page.keyboard.press(key)
    expect(count).to_contain_text("4 of 4")
    page.keyboard.press("u")
    expect(count).to_contain_text("3 of 4")
    page.keyboard.press("b")
    expect(count).to_contain_text("4 of 4")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#vote")).to_contain_text("A vote is complete")
    choices = list(Vote.objects.values_list("choice", flat=True))
    assert choices == ["left", "right", "both_bad", "left"]
    page.goto(f"{address}verdict/")
    expect(page.locator(".sentence")).not_to_be_empty()
