"""Routes, formats and sizes by hand: what gives way, what is refused, what goes on."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from playground.library.models import Generation
from tests.browser.steps import composed, drawn, pick

pytestmark = pytest.mark.django_db(transaction=True)
NEWEST = "gpt-image-2.6-sunburst"


def press_generate(page: Page, prompt: str) -> None:
    page.locator("#prompt").fill(prompt)
    page.locator("#prompt").press("Control+Enter")


def test_a_size_of_ones_own_is_typed_refused_and_put_right(
    page: Page, worker: Any
) -> None:
    page.goto("/")
    pick(page, "size", "custom")
    typed = page.locator("[name=size_custom]")
    expect(typed).to_have_value("")
    expect(page.locator("#size-error")).to_have_count(0)
    typed.fill("1000x1000")
    typed.press("Tab")
    expect(page.locator("#size-error")).to_contain_text("steps of 16")
    expect(typed).to_have_value("1000x1000")
    typed.fill("1536×880")
    typed.press("Tab")
    expect(page.locator("#size-error")).to_have_count(0)
    press_generate(page, "A lantern")
    drawn(page)
    assert Generation.objects.get().images.get().size == "1536x880"


def test_one_click_leads_to_an_animation(page: Page, worker: Any) -> None:
    page.goto("/")
    page.select_option("#model", NEWEST)
    composed(page)
    pick(page, "output_format", "gif")
    note = page.locator("#composer-fields .note")
    expect(note).to_contain_text("Size 1024×1024 → auto")
    page.locator("details.more > summary").click()
    page.locator("#frame_count").fill("4")
    page.locator("#frame_count").press("Tab")
    composed(page)
    press_generate(page, "A lantern in the wind")
    card = drawn(page)
    expect(card).to_contain_text("gif")
    card.locator(".shot a").click()
    page.wait_for_url("**/images/*/")
    expect(page.locator("main")).to_contain_text("4 frames")


def test_a_conversation_goes_on_in_words(page: Page, worker: Any) -> None:
    page.goto("/")
    page.locator("details.more > summary").click()
    pick(page, "route", "responses")
    expect(page.locator(".field.absent")).to_contain_text("the prompt says how many")
    press_generate(page, "A red fox in the snow")
    drawn(page).locator(".shot a").click()
    page.wait_for_url("**/images/*/")
    with page.expect_navigation():
        page.locator(".more-acts").get_by_role(
            "button", name="Continue the conversation"
        ).click()
    note = page.locator("#composer-fields .note").first
    expect(note).to_contain_text("A red fox in the snow")
    press_generate(page, "Now at night")
    drawn(page, 2).first.locator(".shot a").click()
    page.wait_for_url("**/images/*/")
    said = page.locator(".thread .said")
    expect(said).to_have_text(["A red fox in the snow", "Now at night"])
    expect(page.locator("table.receipt")).to_contain_text("gpt-6.1-sol: input")
