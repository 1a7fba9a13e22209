"""The ways in which Compare shows pictures, and the address that keeps them."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.comparing import (
    FIREBRICK,
    TEAL,
    compare,
    look,
    pictures,
    settled,
    shows,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_address_keeps_pictures_mode_and_zoom(page: Page) -> None:
    images = pictures("low", "high")
    compare(page, images)
    page.get_by_label("Wipe", exact=True).check()
    page.get_by_label("Black").check()
    page.keyboard.press("+")
    page.wait_for_url(re.compile("zoom=1.25"))

    query = page.url.split("?")[1]
    assert query.startswith("&".join(f"image={image.code}" for image in images))
    assert "mode=wipe" in query
    assert "background=black" in query

    page.goto(page.url)
    expect(page.get_by_label("Wipe", exact=True)).to_be_checked()
    expect(page.locator(".panes")).to_have_attribute("data-mode", "wipe")
    expect(page.locator(".panes")).to_have_attribute("data-background", "black")
    assert look(page)["zoom"] == 1.25


def test_swapping_and_stepping_keep_where_one_looks(page: Page) -> None:
    images = pictures("low", "medium", "high")
    compare(page, [images[1], images[2]], zoom=3, x=0.4, mode="overlay")
    page.keyboard.press("s")
    first = page.locator(".pane").first
    expect(first).to_have_attribute("data-code", images[2].code)
    settled(page)
    assert look(page) == {"zoom": 3, "x": 0.4, "y": 0.5}
    expect(page.locator(".panes")).to_be_focused()

    page.keyboard.press("s")
    expect(first).to_have_attribute("data-code", images[1].code)
    page.keyboard.press("Alt+ArrowRight")
    last = page.locator(".pane").last
    expect(last).to_have_attribute("data-code", images[0].code)
    expect(first).to_have_attribute("data-code", images[1].code)
    settled(page)
    assert look(page)["zoom"] == 3
    expect(page.locator(".panes")).to_have_attribute("data-mode", "overlay")
    assert "list=newest" in page.url

    # At the end of the list the key says so, and does not leave the page.
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#live")).to_have_text("No next picture in this list")


def test_the_wipe_is_a_real_range_in_both_directions(page: Page) -> None:
    compare(page, pictures("low", "high"), mode="wipe")
    wiper = page.get_by_role("slider", name="Where the wipe stands")

    shows(page, 0.4, TEAL)
    shows(page, 0.6, FIREBRICK)
    wiper.focus()
    page.keyboard.press("End")
    shows(page, 0.6, TEAL)
    page.keyboard.press("Home")
    shows(page, 0.4, FIREBRICK)

    page.get_by_label("Down").check()
    wiper.fill("50")
    shows(page, 0.4, TEAL, down=0.3)
    shows(page, 0.4, FIREBRICK, down=0.7)


def test_the_wipe_can_be_dragged_anywhere_along_its_line(page: Page) -> None:
    compare(page, pictures("low", "high"), mode="wipe")
    box = page.locator(".panes").bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2
    page.mouse.move(middle, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 80, steps=3)
    page.mouse.up()

    shows(page, 0.6, TEAL)
    value = page.get_by_role("slider", name="Where the wipe stands").input_value()
    assert float(value) == pytest.approx(70, abs=1)


def test_overlay_blends_by_the_opacity(page: Page) -> None:
    compare(page, pictures("low", "high"), mode="overlay")

    half = tuple((a + b) // 2 for a, b in zip(TEAL, FIREBRICK, strict=True))
    shows(page, 0.5, half)
    page.get_by_role("slider", name="Opacity").fill("0")
    shows(page, 0.5, TEAL)


def test_the_challenger_of_three_can_be_chosen(page: Page) -> None:
    compare(page, pictures("low", "medium", "high"), mode="overlay")
    page.get_by_role("slider", name="Opacity").fill("100")
    shows(page, 0.5, FIREBRICK)

    page.get_by_role("group", name="Which picture").get_by_label("high").check()
    shows(page, 0.5, (128, 128, 0))
    expect(page.locator("#live")).to_have_text("Overlay: low against high")


def test_the_difference_is_black_where_pictures_are_equal(page: Page) -> None:
    twins = pictures("low", "low")
    one = twins[0]
    same = factories.image(
        quality="low",
        data=factories.picture_bytes(size=(800, 600), colour="teal"),
        thumbnails=True,
    )
    compare(page, [one, same], mode="difference")
    shows(page, 0.5, (0, 0, 0))

    compare(page, twins, mode="difference")
    amplify = page.get_by_role("slider", name="Amplify")
    amplify.fill("1")
    shows(page, 0.5, (178, 94, 94))
    amplify.fill("2")
    shows(page, 0.5, (255, 188, 188))


def test_a_difference_names_its_pictures_and_keeps_the_background(page: Page) -> None:
    images = pictures("low", "high")
    compare(page, images, mode="difference", background="white")
    names = page.locator(".pane > .name")
    expect(names.nth(0)).to_be_visible()
    expect(names.nth(1)).to_be_visible()
    first, second = (name.bounding_box() for name in names.all())
    assert first
    assert second
    assert first["x"] + first["width"] < second["x"]
    expect(page.get_by_role("group", name="Behind the pictures")).to_be_hidden()

    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.locator(".pane").first).to_have_attribute("data-code", images[1].code)
    page.get_by_label("Side by side", exact=True).check()
    expect(page.locator(".panes")).to_have_attribute("data-background", "white")
    expect(page.get_by_role("group", name="Behind the pictures")).to_be_visible()


def test_holding_shows_the_next_picture_and_letting_go_the_first(page: Page) -> None:
    compare(page, pictures("low", "high"), mode="flicker")
    button = page.get_by_role("button", name="Hold for the next")
    button.focus()
    page.keyboard.down("Space")
    shows(page, 0.5, FIREBRICK)
    page.keyboard.up("Space")
    shows(page, 0.5, TEAL)

    button.hover()
    page.mouse.down()
    shows(page, 0.5, FIREBRICK)
    page.mouse.up()
    shows(page, 0.5, TEAL)


def test_nothing_flickers_by_itself_under_reduced_motion(
    new_context: Any, problems: Any
) -> None:
    page = new_context().new_page()
    page.clock.install()
    compare(page, pictures("low", "high"), mode="flicker")

    expect(page.get_by_role("button", name="Flicker", exact=True)).to_be_disabled()
    expect(page.get_by_text("your system asks for less motion")).to_be_visible()
    page.keyboard.press("f")
    page.clock.run_for(800)
    shows(page, 0.5, TEAL)
    assert not problems


def test_flicker_changes_at_most_three_times_a_second(
    new_context: Any, problems: Any
) -> None:
    images = pictures("low", "high")
    page = new_context(reduced_motion="no-preference").new_page()
    page.clock.install()
    compare(page, images, mode="flicker")
    slider = page.get_by_role("slider", name="Changes a second")
    assert float(slider.get_attribute("max") or 0) <= 3
    slider.fill("3")
    page.evaluate(
        """() => {
             window.changes = 0;
             new MutationObserver((all) => {
               window.changes += all.filter((it) => it.target.dataset.role === "base").length;
             }).observe(document.querySelector(".panes"), {
               subtree: true, attributes: true, attributeFilter: ["data-role"],
             });
           }"""
    )
    page.locator(".panes").focus()
    page.keyboard.press("f")
    page.clock.run_for(2000)
    page.keyboard.press("f")

    assert 4 <= page.evaluate("window.changes") <= 8
    expect(page.get_by_role("button", name="Flicker", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )
    assert not problems
