"""Compare for everybody: keys, no script, narrow screens, screen readers."""

import itertools
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.comparing import (
    compare,
    pictures,
    settled,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_keys_of_the_page_are_listed(page: Page) -> None:
    compare(page, pictures("low", "high"))
    page.keyboard.press("?")

    keys = page.get_by_role("dialog")
    for label in (
        "Zoom in",
        "Real pixels, or fit",
        "Next challenger",
        "Next background",
    ):
        expect(keys.get_by_text(label, exact=True)).to_be_visible()


def test_without_script_it_is_a_plain_page_with_the_table(
    new_context: Any, problems: Any
) -> None:
    images = pictures("low", "high")
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/compare/?" + "&".join(f"image={image.code}" for image in images))

    for pane in page.locator(".pane img").all():
        box = pane.bounding_box()
        assert box
        assert box["width"] > 300
    expect(page.locator("tr[data-row=quality]")).to_contain_text("high")
    assert not page.get_by_label("Wipe", exact=True).is_visible()
    page.get_by_role("link", name="Swap").click()
    expect(page.locator(".pane").first).to_have_attribute("data-code", images[1].code)
    assert not problems


def test_axe_finds_nothing_in_any_mode(
    page: Page, problems: Any, check_accessibility: Any
) -> None:
    compare(page, pictures("low", "medium", "high"))
    schemes = itertools.cycle(("light", "dark"))
    for mode in ("Side by side", "Wipe", "Overlay", "Flicker", "Difference"):
        page.get_by_label(mode, exact=True).check()
        settled(page)
        page.emulate_media(color_scheme=next(schemes))  # type: ignore[arg-type]
        check_accessibility(page, "main")
    assert not problems


def test_axe_finds_nothing_where_one_begins(
    page: Page, check_accessibility: Any
) -> None:
    images = pictures("low", "high")
    for address in ("/compare/", f"/compare/?image={images[0].code}"):
        page.goto(address)
        check_accessibility(page)
    page.keyboard.press("Tab")


def test_nothing_runs_out_of_the_page(page: Page, problems: Any) -> None:
    images = pictures("low", "medium", "high", "low", "medium", "high")
    for count in (2, 6):
        compare(page, images[:count])
        for width in (1920, 1024, 390):
            page.set_viewport_size({"width": width, "height": 800})
            settled(page)
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide
    assert not problems


def test_the_table_of_four_shows_on_a_phone_that_there_is_more(
    new_context: Any, problems: Any
) -> None:
    images = pictures("low", "medium", "high", "low")
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    compare(page, images)
    page.locator(".rest summary").click()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")

    table = page.get_by_role("region", name="Parameters, price")
    third = table.get_by_role("columnheader").nth(3).bounding_box()
    assert third
    assert third["x"] < 390 - 40
    fade = "(it) => getComputedStyle(it).getPropertyValue('--fade')"
    assert table.evaluate(fade) == "32px"
    table.evaluate("(it) => it.scrollTo(it.scrollWidth, 0)")
    page.wait_for_function(
        f"(it) => ({fade})(it) === '0px'", arg=table.element_handle()
    )
    compare(page, images[:2])
    assert page.locator(".facts-below > .scroll-x").evaluate(fade) == "0px"
    assert not problems


def test_the_buttons_stand_at_the_end_of_the_head(page: Page) -> None:
    compare(page, pictures("low", "medium", "high", "low"))
    head = page.locator(".cmphead")
    for width in (1440, 1024, 800, 390):
        page.set_viewport_size({"width": width, "height": 800})
        padding = head.evaluate("(it) => parseFloat(getComputedStyle(it).paddingRight)")
        add = head.locator("> .row > :last-child").bounding_box()
        assert add
        assert add["x"] + add["width"] == pytest.approx(width - padding, abs=1)
