"""Small things under the hand: the caret, keys, the trash, what was typed and not sent."""

import re
from base64 import b64encode
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from playground.library.models import Generation, Image
from tests import factories
from tests.browser.steps import at_hand, composed, results

pytestmark = pytest.mark.django_db(transaction=True)


def test_after_edit_letters_are_words_and_start_nothing(
    page: Page, picture: Image
) -> None:
    page.goto("/")
    at_hand(page, results(page))
    results(page).get_by_role("button", name="Edit").click()
    expect(page.locator(".source-list li")).to_have_count(1)
    expect(page.locator("#prompt")).to_be_focused()
    page.keyboard.type("Add a boat")
    expect(page.locator("#prompt")).to_have_value("Add a boat")
    composed(page)
    assert Generation.objects.count() == 1
    expect(page.locator(".baseline")).to_have_count(0)


def test_letters_go_to_the_prompt_even_when_it_has_lost_the_caret(
    page: Page, picture: Image
) -> None:
    page.goto(f"/?from={picture.code}")
    # As a late answer does, that takes the element with the focus away.
    page.evaluate(
        """() => { const prompt = document.getElementById("prompt");
          const mark = prompt.dataset.aboutToWrite; prompt.blur();
          prompt.dataset.aboutToWrite = mark; }"""
    )
    page.keyboard.type(" abq")
    expect(page.locator("#prompt")).to_have_value(re.compile(" abq$"))
    assert Generation.objects.count() == 1


@pytest.mark.parametrize("path", ["/", "/gallery/", "image"])
def test_the_same_keys_work_on_pictures_of_every_page(
    page: Page, picture: Image, path: str
) -> None:
    page.goto(picture.get_absolute_url() if path == "image" else path)
    page.keyboard.press("Escape")
    if path != "image":
        page.locator(f':is(.card, .tile)[data-code="{picture.code}"]').hover()
    for key, name in (("v", "Vary"), ("a", "Another draw"), ("q", "Quality side")):
        page.keyboard.press(key)
        dialog = page.get_by_role("dialog", name=re.compile(f"^{name}"))
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    assert Generation.objects.count() == 1


def test_arrows_walk_through_the_feed_which_is_one_stop_for_tab(page: Page) -> None:
    for _ in range(7):
        factories.image(pixels=(64, 64), thumbnails=True)
    factories.generation(state="failed", cost_usd=None)
    page.goto("/")
    cards = results(page)
    expect(cards.locator("a[tabindex='0'], button[tabindex='0']").first).to_be_visible()
    cards.nth(1).locator("a").first.focus()
    for key, at in (("ArrowRight", 2), ("Home", 0), ("ArrowRight", 1), ("End", 7)):
        page.keyboard.press(key)
        expect(cards.nth(at).locator(":focus")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    above = cards.filter(has=page.locator(":focus"))
    assert above.bounding_box()["y"] < cards.nth(7).bounding_box()["y"]
    others = cards.filter(has_not=page.locator(":focus"))
    expect(others.locator("[tabindex='0']")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Picture below")


def test_a_question_mark_lists_the_keys_of_an_open_dialog(
    page: Page, picture: Image
) -> None:
    page.goto(picture.get_absolute_url())
    page.keyboard.press("v")
    dialog = page.get_by_role("dialog", name="Vary one thing")
    expect(dialog).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()


def test_delete_puts_a_picture_into_the_trash_and_undo_brings_it_back(
    page: Page, picture: Image
) -> None:
    page.goto("/")
    card = page.locator(f'.card[data-code="{picture.code}"]')
    at_hand(page, card)
    page.keyboard.press("Delete")
    expect(card).to_be_hidden()
    expect(page.locator(".toast")).to_contain_text("Moved to the trash")
    picture.refresh_from_db()
    assert picture.trashed_at is not None
    assert page.url.endswith("/")

    page.locator("main").focus()
    page.keyboard.press("Control+z")
    expect(card).to_be_visible()
    picture.refresh_from_db()
    assert picture.trashed_at is None


def test_an_unsent_prompt_survives_pinning_a_baseline(
    page: Page, picture: Image
) -> None:
    page.goto("/")
    page.locator("#prompt").fill("Not sent yet")
    at_hand(page, results(page))
    page.keyboard.press("b")
    toast = page.locator(".toast")
    expect(toast).to_contain_text("Not sent yet")
    toast.get_by_role("button", name="Undo").click()
    expect(page.locator("#prompt")).to_have_value("Not sent yet")


def test_an_earlier_prompt_can_be_undone(page: Page) -> None:
    factories.generation(prompt="A lighthouse in fog")
    page.goto("/")
    page.locator("#prompt").press_sequentially("Mine")
    page.get_by_role("link", name="Prompts used before").click()
    page.get_by_role("button", name=re.compile("lighthouse")).click()
    prompt = page.locator("#prompt")
    expect(prompt).to_have_value("A lighthouse in fog")
    expect(prompt).to_be_focused()
    page.keyboard.press("Control+z")
    expect(prompt).to_have_value("Mine")


def test_two_tabs_keep_what_each_has_typed(new_context: Any, problems: Any) -> None:
    context = new_context()
    one, two = context.new_page(), context.new_page()
    for tab, words in ((one, "In the first"), (two, "In the second")):
        tab.goto("/")
        with tab.expect_response("**/compose/"):
            tab.locator("#prompt").fill(words)
        composed(tab)
    for tab, words in ((one, "In the first"), (two, "In the second")):
        tab.reload()
        expect(tab.locator("#prompt")).to_have_value(words)
    assert not problems


DROP = """(address) => {
  const transfer = new DataTransfer();
  transfer.setData("text/uri-list", address);
  const event = new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true });
  document.querySelector("main").dispatchEvent(event);
}"""


def test_a_result_can_be_dropped_as_a_source(page: Page, picture: Image) -> None:
    page.goto("/")
    address = page.evaluate(
        "(path) => location.origin + path", picture.get_absolute_url()
    )
    page.evaluate(DROP, address)
    expect(page.locator(".source-list li")).to_have_count(1)

    page.evaluate(DROP, "https://elsewhere.example/cat.png")
    expect(page.locator(".toast")).to_contain_text("Save it")
    page.evaluate(DROP, f"{address.partition('/images/')[0]}/gallery/")
    expect(page.locator(".toast")).to_contain_text("no picture")
    # An address may hold the picture itself.
    inside = b64encode(factories.picture_bytes(colour="red")).decode()
    page.evaluate(DROP, f"data:image/png;base64,{inside}")
    expect(page.locator(".source-list li")).to_have_count(2)


def test_failed_runs_can_be_changed_put_aside_and_brought_back(page: Page) -> None:
    factories.generation(state="failed", prompt="A red kite", cost_usd=None)
    page.goto("/")
    page.get_by_role("button", name="Dismiss", exact=True).first.click()
    expect(results(page)).to_have_count(0)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(results(page)).to_have_count(1)
    expect(page.locator("#results .prompt-line")).to_be_focused()
    page.get_by_role("link", name="Change and send again").click()
    expect(page.locator("#prompt")).to_have_value("A red kite")
