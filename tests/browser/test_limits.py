"""A gallery at its limits: a full selection, filters that do not come, and paper."""

import pytest
from playwright.sync_api import Page, expect

from playground.gallery import selection
from playground.library.models import Image
from tests.browser.conftest import Problems
from tests.browser.steps import intercept
from tests.factories import image

# A tick or radio button is pressed by its label too; a link in a sentence is as it is.
SMALL = """() => [...document.querySelectorAll("button, a[href], input, summary, select")]
  .filter((it) => it.type !== "hidden" && it.checkVisibility())
  .filter((it) => getComputedStyle(it).display !== "inline")
  .map((it) => (it.matches("[type=checkbox], [type=radio]") && it.closest("label")) || it)
  .filter((it) => !it.matches(".visually-hidden, .skip"))
  .filter((it) => Math.min(it.offsetWidth, it.offsetHeight) < 24)
  .map((it) => it.outerHTML.slice(0, 200))"""

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_gallery_says_what_found_no_room_and_what_did_not_come(
    page: Page, problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "MAX_PICTURES", 2)
    monkeypatch.setattr(selection.Selection, "limit", 2)
    for _ in range(3):
        image()
    intercept(page, "**/gallery/filters/**", lambda route: route.abort())
    page.emulate_media(color_scheme="dark")
    page.goto("/gallery/")
    again = page.get_by_role("link", name="Show the filters")
    expect(again).to_be_visible()
    page.unroute("**/gallery/filters/**")
    again.click()
    expect(page.locator("#rail .facet").first).to_be_visible()
    problems.forgive("ERR_FAILED")
    problems.forgive("htmx:")

    page.keyboard.press("ControlOrMeta+a")
    expect(page.locator(".tile[data-selected]")).to_have_count(2)
    expect(page.locator(".toast")).to_contain_text("holds up to 2 pictures")
    # The others instead: what is let go makes room for what comes.
    page.keyboard.press("i")
    expect(page.locator(".tile[data-selected]")).to_have_count(1)
    expect(page.locator("#selection")).to_contain_text("1 selected")

    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("#selection")).to_be_hidden()
    expect(page.locator("#toasts")).to_be_hidden()
    scheme = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert scheme == "light"
    box = page.locator(".tiles").first.bounding_box()
    assert box is not None
    assert box["width"] > 1200


def test_stars_say_how_many_and_nothing_is_too_small_to_hit(page: Page) -> None:
    kept = image()
    Image.objects.update(stars=3)
    page.goto(kept.get_absolute_url())
    stars = page.get_by_role("group", name="Stars: 3 of 5").first
    expect(stars.get_by_role("button")).to_have_text(["★", "★", "★", "☆", "☆"])
    stars.get_by_role("button", name="4 stars").click()
    stars = page.get_by_role("group", name="Stars: 4 of 5").first
    expect(stars.get_by_role("button", name="4 stars", pressed=True)).to_be_visible()
    assert page.evaluate(SMALL) == []
