"""The composer answers to every change, and loses nothing that was typed."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from playground.library.models import Generation, Preset
from tests import factories
from tests.browser.steps import (
    Held,
    at_rest,
    composed,
    pick,
    results,
    slow,
)

pytestmark = pytest.mark.django_db(transaction=True)
PROMPT = "A paper airplane over misty mountains"


def test_prices_and_rules_follow_every_choice(page: Page) -> None:
    page.goto("/")
    price = page.locator("#generate .price")
    before = price.inner_text()
    delta = page.locator('label:has(input[name="quality"][value="high"]) small')
    expect(delta).to_have_text(re.compile(r"^\+\$0\.\d+"))
    pick(page, "quality", "high")
    expect(price).not_to_have_text(before)
    expect(price).to_have_text(re.compile(r"^≈ \$0\.\d+"))

    # Prices in a closed menu come when it opens.
    other = page.locator('#model option[value="gpt-image-1.5"]')
    expect(other).to_have_text(re.compile(r"^gpt-image-1\.5[^($]*$"))
    page.locator("#model").dispatch_event("pointerdown")
    expect(other).to_have_text(re.compile(r"^gpt-image-1\.5 \([+−-]\$"))

    pick(page, "quality", "max")
    page.locator("#model").select_option("gpt-image-1.5")
    note = page.locator(".composer-fields > .note")
    expect(note).to_contain_text("Quality max → auto")
    expect(page.locator('input[name="quality"][value="max"]')).to_have_count(0)


def test_what_is_chosen_before_the_scripts_are_there_counts(page: Page) -> None:
    scripts = Held(page, "**/app*.js")
    page.goto("/", wait_until="commit")
    price = page.locator("#generate .price")
    before = price.inner_text()
    pick(page, "quality", "high")
    scripts.take().continue_()
    expect(price).not_to_have_text(before)
    expect(page.locator("#quality-high")).to_be_checked()


def test_typing_loses_nothing_while_the_composer_answers(page: Page) -> None:
    page.goto("/")
    slow(page, 250)
    prompt = page.locator("#prompt")
    prompt.press_sequentially("paper airplane", delay=20)
    pick(page, "quality", "high")
    # Answers arrive while this is typed in the middle.
    prompt.focus()
    prompt.press("Home")
    prompt.press_sequentially("A slightly crumpled and yellowed ", delay=40)
    composed(page)

    expect(prompt).to_have_value("A slightly crumpled and yellowed paper airplane")
    expect(prompt).to_be_focused()
    assert prompt.evaluate("(it) => it.selectionStart") == 33
    expect(page.locator("[data-count]")).to_have_text("47")
    expect(page.locator("#quality-high")).to_be_checked()


def test_typing_goes_on_while_a_run_is_being_submitted(page: Page) -> None:
    page.goto("/")
    slow(page, 300)
    prompt = page.locator("#prompt")
    prompt.fill("A paper airplane")
    prompt.press("Control+Enter")
    page.keyboard.type(" at dusk", delay=20)
    expect(results(page)).to_have_count(1)
    page.keyboard.type("!", delay=20)

    expect(prompt).to_have_value("A paper airplane at dusk!")
    expect(results(page)).to_contain_text("A paper airplane")
    assert Generation.objects.get().prompt == "A paper airplane"


def test_generate_leaves_the_caret_the_selection_and_the_scroll(page: Page) -> None:
    page.goto("/")
    prompt = page.locator("#prompt")
    prompt.fill("a line of a poster\n" * 40)
    prompt.press("Control+Enter")
    expect(results(page)).to_have_count(1)
    at_rest(page)
    page.keyboard.type("and on")
    assert prompt.input_value().endswith("poster\nand on")
    place = "(it) => [it.selectionStart, it.selectionEnd, it.scrollTop > 0]"
    prompt.evaluate("(it) => it.setSelectionRange(300, 310)")
    prompt.press("Control+Enter")
    expect(results(page)).to_have_count(2)
    at_rest(page)
    assert prompt.evaluate(place) == [300, 310, True]


def test_pressing_twice_or_holding_the_key_runs_once(page: Page) -> None:
    page.goto("/")
    held = Held(page, "**/generations/")
    page.locator("#prompt").fill(PROMPT)
    page.keyboard.down("Control")
    for _ in range(6):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.keyboard.press("Enter")
    page.keyboard.up("Control")
    held.take().continue_()
    expect(results(page)).to_have_count(1)
    at_rest(page)
    assert Generation.objects.count() == 1


def test_a_double_click_runs_once_however_fast_the_answer_is(page: Page) -> None:
    page.goto("/")
    page.locator("#prompt").fill(PROMPT)
    # The second press is no later than that of a double click, however slow all is.
    page.evaluate(
        "Object.defineProperty(Event.prototype, 'timeStamp', { value: 1000 })"
    )
    page.evaluate(
        """() => new Promise((done) => {
          const press = () => document.getElementById("generate").click();
          const again = () => setTimeout(() => done(press()));
          document.addEventListener("htmx:afterRequest", again, { once: true });
          press();
        })"""
    )
    expect(results(page)).to_have_count(1)
    at_rest(page)
    assert Generation.objects.count() == 1


def test_on_a_phone_the_new_card_comes_into_view(
    new_context: Any, problems: Any
) -> None:
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto("/")
    page.locator("#prompt").fill(PROMPT)
    page.locator("#generate").click()
    expect(results(page)).to_have_count(1)
    expect(results(page)).to_be_in_viewport(ratio=0.5)
    assert not problems


def test_quick_choices_one_after_the_other_all_count(page: Page) -> None:
    page.goto("/")
    slow(page, 250)
    page.locator("#quality-medium").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    pick(page, "output_format", "webp")
    pick(page, "size", "1536x1024")
    at_rest(page)

    for chosen in ("quality-high", "output_format-webp", "size-1536x1024"):
        expect(page.locator(f"#{chosen}")).to_be_checked()
    expect(page.locator("#size-1536x1024")).to_be_focused()


def test_a_click_counts_even_when_an_answer_arrives_under_it(page: Page) -> None:
    page.goto("/")
    page.locator("#prompt").fill(PROMPT)
    button = page.locator("#generate")
    button.hover()
    with page.expect_response("**/compose/"):
        page.mouse.down()
    at_rest(page)
    page.mouse.up()

    expect(results(page)).to_have_count(1)


def test_an_opened_group_stays_open_and_the_place_is_kept(page: Page) -> None:
    page.goto("/")
    page.locator("details.more > summary").click()
    scroll = page.locator("composer-form")
    scroll.evaluate("(it) => it.scrollTo(0, 200)")
    pick(page, "moderation", "low")
    pick(page, "moderation", "auto")
    composed(page)

    expect(page.locator("details.more")).to_have_attribute("open", "")
    assert scroll.evaluate("(it) => it.scrollTop") > 100
    page.locator("#prompt").fill(PROMPT)
    page.locator("#prompt").press("Control+Enter")
    expect(results(page)).to_have_count(1)
    expect(page.locator("details.more")).to_have_attribute("open", "")


def test_tab_goes_on_from_where_it_was_after_an_answer(page: Page) -> None:
    page.goto("/")
    pick(page, "output_format", "jpeg")
    page.locator("details.more > summary").click()
    page.locator("#output_compression").fill("80")
    page.keyboard.press("Tab")
    at_rest(page)

    assert page.evaluate("document.activeElement !== document.body")
    assert page.evaluate("document.activeElement.closest('.more') !== null")


def test_presets_are_saved_loaded_and_keep_locks(page: Page) -> None:
    page.goto("/")
    pick(page, "quality", "high")
    composed(page)
    page.get_by_role("button", name="Lock quality").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".field.locked")).to_contain_text("high")

    page.get_by_role("button", name="Presets").click()
    page.get_by_label("Name for a new preset").fill("Hero shots")
    save = page.get_by_role("button", name="Save", exact=True)
    # Enter saves too, and runs nothing.
    page.keyboard.press("Enter")
    expect(page.locator(".composer-fields > .note")).to_contain_text("Hero shots")
    expect(results(page)).to_have_count(0)
    page.get_by_role("button", name="Presets").click()
    page.get_by_label("Name for a new preset").fill("Posters")
    # As slowly as a finger: the change of the name is answered meanwhile.
    save.hover()
    page.mouse.down()
    at_rest(page)
    page.mouse.up()
    expect(page.locator(".composer-fields > .note")).to_contain_text("Posters")
    assert [preset.locks for preset in Preset.objects.all()] == [["quality"]] * 2

    page.get_by_role("button", name="Unlock quality").click()
    pick(page, "quality", "low")
    composed(page)
    page.reload()
    expect(page.locator("#quality-low")).to_be_checked()
    page.get_by_role("button", name="Presets").click()
    page.get_by_role("button", name="Hero shots", exact=True).click()
    expect(page.locator(".composer-fields > .note")).to_contain_text("low → high")
    expect(page.locator(".field.locked")).to_contain_text("high")


def test_an_example_fills_the_prompt(page: Page) -> None:
    page.goto("/")
    example = page.locator(".examples button").first
    text = example.inner_text()
    example.click()
    expect(page.locator("#prompt")).to_have_value(text)
    expect(results(page)).to_have_count(0)


def test_an_earlier_prompt_comes_back(page: Page) -> None:
    factories.generation(prompt="A lighthouse in fog")
    factories.generation(prompt="A red kite")
    page.goto("/")
    page.get_by_role("link", name="Prompts used before").click()
    dialog = page.get_by_role("dialog", name="Prompts used before")
    search = dialog.get_by_label("Search your prompts")
    expect(search).to_be_focused()
    search.press_sequentially("light", delay=10)
    expect(dialog.locator(".prompt-used")).to_have_count(1)
    dialog.get_by_role("button", name=re.compile("lighthouse")).click()
    expect(page.locator("#prompt")).to_have_value("A lighthouse in fog")
