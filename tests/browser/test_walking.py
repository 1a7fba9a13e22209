"""Walking by arrow keys, and what the list of keys says."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_arrow_begins_the_walk_where_nothing_has_the_focus(page: Page) -> None:
    made = [factories.image(thumbnails=True) for _ in range(3)]
    newest = list(reversed(made))
    page.goto("/gallery/")
    expect(page.locator("tile-grid [data-code]")).to_have_count(3)
    at = page.locator("tile-grid [data-code]:focus-within")
    page.mouse.move(2, 2)
    page.keyboard.press("ArrowRight")
    expect(at).to_have_attribute("data-code", newest[0].code)
    page.keyboard.press("ArrowRight")
    expect(at).to_have_attribute("data-code", newest[1].code)


def test_the_list_of_keys_holds_only_keys(page: Page) -> None:
    made = factories.image(thumbnails=True)
    factories.source(data=factories.picture_bytes(), taken_from=made)
    page.goto(f"/images/{made.code}/")
    # A key that is pressed before the Studio's scripts are there goes into its prompt.
    with page.expect_navigation():
        page.get_by_role("button", name="Edit", exact=True).first.click()
    expect(page.locator("#painters > *")).not_to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    caps = page.locator("dialog[open] kbd")
    expect(caps.first).to_be_visible()
    assert [it for it in caps.all_inner_texts() if len(it) > 6] == []
