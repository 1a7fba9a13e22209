"""Ctrl+Z takes back what was done, in its order, also on the page after."""

import pytest
from playwright.sync_api import expect

from playground.library.models import Image
from tests.browser.steps import Held
from tests.factories import image, images_many

pytestmark = pytest.mark.django_db(transaction=True)


def test_decisions_and_the_trash_are_taken_back_in_their_order(page):
    below, above = image(prompt="A barn owl"), image(prompt="A red kite")
    page.goto("/gallery/")

    def tile(it):
        return page.locator(f'.tile[data-code="{it.code}"]')

    def marks(it):
        return tile(it).locator(".marks")

    said = page.locator("#toasts .message")
    trash = Held(page, "**/trash/")
    tile(above).hover()
    page.keyboard.press("4")
    expect(marks(above)).to_have_text("4★")
    # One that is taken back before it has arrived comes back when it has.
    tile(below).hover()
    page.keyboard.press("Delete")
    page.keyboard.press("ControlOrMeta+z")
    trash.take().continue_()
    expect(tile(below)).to_be_visible()
    expect(said.filter(has_text="trash")).to_have_count(0)
    tile(below).hover()
    page.keyboard.press("Delete")
    expect(tile(below)).to_be_hidden()
    tile(above).hover()
    page.keyboard.press("p")
    expect(marks(above)).to_have_text("✓ 4★")
    # Nothing offers it any more.
    expect(said.last).to_have_text("Picked.")
    trash.take().continue_()
    expect(said.last).to_have_text("Moved to the trash.")
    page.evaluate(
        "for (const it of document.querySelectorAll('#toasts .close')) it.click()"
    )
    expect(said).to_have_count(0)

    page.keyboard.press("ControlOrMeta+z")
    expect(marks(above)).to_have_text("4★")
    expect(tile(below)).to_be_hidden()
    page.keyboard.press("ControlOrMeta+z")
    expect(tile(below)).to_be_visible()
    expect(marks(above)).to_have_text("4★")
    page.keyboard.press("ControlOrMeta+z")
    expect(marks(above)).to_have_count(0)
    assert not Image.objects.exclude(flag="", stars=0, trashed_at=None)


def test_what_was_done_on_one_page_is_taken_back_on_the_next(page):
    other, it = image(prompt="A barn owl"), image(prompt="A red kite")
    page.goto(f"/images/{it.code}/")
    page.keyboard.press("5")
    expect(page.locator("[data-toast=judged]")).to_contain_text("5 stars")
    page.goto(f"/images/{other.code}/")
    put_back = page.get_by_role("button", name="Put back")
    with page.expect_navigation():
        page.keyboard.press("Delete")
    expect(put_back).to_be_visible()
    with page.expect_navigation():
        page.keyboard.press("ControlOrMeta+z")
    expect(put_back).to_have_count(0)
    page.keyboard.press("ControlOrMeta+z")
    expect(page.locator("[data-toast=judged]")).to_contain_text("Taken back")
    assert not Image.objects.exclude(flag="", stars=0, trashed_at=None)


def test_what_its_own_button_has_taken_back_is_not_taken_back_once_more(page):
    it = image(prompt="A red kite")
    said = page.locator("#toasts")
    page.goto(f"/images/{it.code}/")
    page.keyboard.press("5")
    expect(said).to_contain_text("5 stars")
    with page.expect_navigation():
        page.keyboard.press("Delete")
    with page.expect_navigation():
        page.get_by_role("button", name="Put back").click()
    page.goto("/gallery/organise/?target=search")
    page.get_by_label("Tag", exact=True).fill("birds")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        said.get_by_role("button", name="Undo").click()
    page.goto("/models/")
    page.keyboard.press("ControlOrMeta+z")
    expect(said).to_contain_text("Taken back.")
    assert not Image.objects.exclude(stars=0, trashed_at=None, tags=None)


def test_a_picture_whose_tile_is_out_of_the_page_is_hidden_and_comes_back(page):
    images_many(180)
    page.goto("/gallery/")
    tile = page.locator(".tile").first
    code = tile.get_attribute("data-code")
    day = page.locator(".day > span").first
    before = day.inner_text()
    tile.locator("a").first.press("f")
    expect(page.locator("#lightbox .room")).to_have_attribute("data-code", code)
    page.evaluate("scrollTo({top: 4000, behavior: 'instant'})")
    tile = page.locator(f'.tile[data-code="{code}"]')
    expect(tile).to_have_count(0)

    def is_hidden(wanted):
        page.evaluate(
            """([code, isHidden]) => new Promise((done) => {
              const { tiles } = document.querySelector("tile-grid");
              const tile = tiles.find((it) => it.dataset.code === code);
              const look = () => tile.hidden === isHidden ? done() : setTimeout(look, 10);
              look();
            })""",
            [code, wanted],
        )

    page.keyboard.press("Delete")
    is_hidden(True)
    expect(day).not_to_have_text(before)
    page.keyboard.press("ControlOrMeta+z")
    is_hidden(False)
    expect(day).to_have_text(before)
