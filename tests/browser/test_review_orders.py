"""Review in an order that its own decisions change."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from playground.gallery.views import index
from tests.browser.steps import intercept
from tests.factories import image

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_rated_does_not_come_again_further_down(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PAGE_SIZE", 3)
    for number in range(6):
        image(pixels=(48, 32), quality="high" if number % 2 else "low")
    asked: list[Route] = []

    def ask(route: Route) -> None:
        asked.append(route)
        # The second page is read when some have been rated.
        if len(asked) != 2:
            route.continue_()

    intercept(page, "**/gallery.json?*", ask)
    page.goto("/gallery/?sort=stars&review=1")
    place = page.locator(".place")
    for number in range(1, 4):
        expect(place).to_have_text(f"{number} of 6")
        page.keyboard.press("5")
    expect(place).to_have_text("4 of 6")
    changes = "Against the one before: quality low → high"
    expect(page.locator(".changes")).to_have_text(changes)
    # Dragged out it is saved under a name of its own.
    now = page.locator(".now")
    name = re.compile(rf"_{now.get_attribute('data-code')}\.png$")
    expect(now).to_have_attribute("data-name", name)
    expect(page.locator("#toasts")).to_contain_text("5 stars")
    asked[1].continue_()
    for number in range(4, 7):
        expect(place).to_have_text(f"{number} of 6")
        page.keyboard.press("5")
    expect(page.locator(".survey")).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text("5 stars")
