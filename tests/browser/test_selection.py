"""Picking pictures to compare."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.comparing import pictures
from tests.browser.steps import at_rest, slow

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_a_picture_to_three_side_by_side_with_the_keys(page: Page) -> None:
    images = pictures("low", "medium", "high")
    page.goto("/gallery/")
    for image in images:
        page.locator(f'[data-code="{image.code}"] a').first.focus()
        page.keyboard.press("x")
        expect(page.locator(f'[data-code="{image.code}"]')).to_have_attribute(
            "data-selected", ""
        )
    expect(page.locator("#selection")).to_contain_text("3 selected")
    expect(page.locator("#live")).to_have_text("3 selected")

    page.reload()
    expect(page.locator("#selection")).to_contain_text("3 selected")
    page.keyboard.press("c")
    page.wait_for_url(re.compile("/compare/"))
    assert [
        pane.get_attribute("data-code") for pane in page.locator(".pane").all()
    ] == [image.code for image in images]


def test_a_picture_is_selected_with_the_mouse_and_deselected_in_the_bar(
    page: Page,
) -> None:
    image = pictures("low")[0]
    page.goto("/gallery/")
    tile = page.locator(f'[data-code="{image.code}"]')
    tile.hover()
    tile.get_by_role("button", name="Select this picture").click()
    expect(tile.locator(".pick")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#selection")).to_be_visible()

    page.get_by_role("button", name="Deselect picture 1").click()
    expect(tile.locator(".pick")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#selection")).to_be_hidden()
    expect(page.locator("#main")).to_be_focused()


def test_clearing_can_be_undone(page: Page) -> None:
    images = pictures("low", "high")
    page.goto("/gallery/")
    for image in images:
        page.locator(f'[data-code="{image.code}"]').hover()
        page.keyboard.press("x")
    expect(page.locator("#selection")).to_contain_text("2 selected")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("[data-selected]")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()

    expect(page.locator("#selection")).to_contain_text("2 selected")
    expect(page.locator(".tile[data-selected]")).to_have_count(2)


def test_keys_do_not_fire_while_typing(page: Page) -> None:
    image = pictures("low")[0]
    page.goto("/")
    page.get_by_role("textbox").first.press_sequentially("x c x")

    expect(page.locator("#selection")).to_be_hidden()
    assert image.code not in page.url


def test_picks_count_right_however_fast_the_keys_come(page: Page) -> None:
    for _ in range(3):
        factories.image(thumbnails=True)
    page.goto("/gallery/")
    slow(page, 200)
    for tile in page.locator(".tile").all():
        tile.hover()
        page.keyboard.press("x")
    page.keyboard.press("c")
    page.wait_for_url("**/compare/?**")
    expect(page.locator(".pane")).to_have_count(3)


def test_a_tick_that_is_let_go_before_its_answer_stays_let_go(page: Page) -> None:
    factories.image(thumbnails=True)
    page.goto("/gallery/")
    slow(page, 150)
    page.locator(".tile").hover()
    for _ in range(4):
        page.keyboard.press("x")
    expect(page.locator(".tile[data-selected]")).to_have_count(0)
    at_rest(page)
    expect(page.locator("selection-bar")).to_be_hidden()
    expect(page.locator(".tile[data-selected]")).to_have_count(0)
