"""From a picture to the next one by exactly one change, with keys and with clicks."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from playground.library.models import Generation
from playground.runs.engines.embedded import Worker
from tests import factories
from tests.browser.steps import (
    at_hand,
    at_rest,
    composed,
    drawn,
    pick,
    picture_is_decoded,
    results,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def picture() -> Any:
    return factories.image(
        quality="low", size="1024x1024", pixels=(1024, 1024), thumbnails=True
    )


# --- Vary and Again ---------------------------------------------------------


def test_vary_by_keyboard_runs_one_change_and_shows_it(
    page: Page, worker: Worker, picture: Any
) -> None:
    page.goto("/")
    link = page.locator(f'.card[data-code="{picture.code}"] .shot > a')
    link.focus()
    page.keyboard.press("v")
    dialog = page.get_by_role("dialog", name="Vary one thing")
    expect(dialog).to_be_visible()
    quality = dialog.get_by_role("region", name="Quality")
    expect(quality.locator(".chip")).to_have_text("low")
    high = quality.get_by_role("button", name=re.compile(r"^high \+\$0\.\d+"))
    high.focus()
    page.keyboard.press("Enter")
    expect(dialog.locator(".card")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()

    card = drawn(page, 2).first
    expect(card.locator(".chip.diff")).to_have_text(re.compile(r"quality\s*low\s*high"))
    run = Generation.objects.exclude(pk=picture.generation.pk).get()
    assert (run.parent, run.variable) == (picture, "quality")

    card.locator(".shot > a").click()
    expect(page.get_by_text("Exactly one variable differs: quality")).to_be_visible()


def test_a_draws_again_from_the_card_under_the_pointer(
    page: Page, worker: Worker, picture: Any
) -> None:
    page.goto("/")
    at_hand(page, results(page))
    page.keyboard.press("a")
    ask = page.get_by_role("dialog", name="Another draw")
    run = ask.get_by_role(
        "button", name=re.compile(r"^Run again: 1 picture\s*≈ \$0\.\d+")
    )
    expect(run).to_be_focused()
    assert Generation.objects.count() == 1
    page.keyboard.press("Enter")
    expect(ask).to_have_count(0)
    card = drawn(page, 2).first
    expect(card.get_by_text("another draw")).to_be_visible()


def test_keys_of_a_picture_do_nothing_while_somebody_types(
    page: Page, picture: Any
) -> None:
    page.goto("/")
    results(page).hover()
    page.locator("#prompt").focus()
    page.keyboard.type("vaqxb?e")
    expect(page.locator("#prompt")).to_have_value("vaqxb?e")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert Generation.objects.count() == 1

    # Neither without any picture that is meant.
    page.locator("#prompt").blur()
    page.mouse.move(5, 500)
    page.keyboard.type("vaqbe")
    at_rest(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert Generation.objects.count() == 1

    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    for label in (
        "Vary one thing",
        "Again: another draw",
        "Generate",
        "Select a picture",
    ):
        expect(keys).to_contain_text(label)


def test_what_is_not_possible_any_more_says_why_and_leads_to_the_successor(
    page: Page, worker: Worker
) -> None:
    factories.image(model="dall-e-3", quality="standard", thumbnails=True)
    page.goto("/")
    at_hand(page, results(page))
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog", name="Another draw")
    expect(dialog).to_contain_text("DALL·E 3 was switched off")
    expect(dialog.get_by_role("button", name=re.compile("^Run"))).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#model")).to_have_value("gpt-image-2.5-sunburst")
    assert Generation.objects.count() == 1


def test_on_the_page_of_a_picture_the_dialog_shows_the_new_one(
    page: Page, worker: Worker, picture: Any
) -> None:
    page.goto(picture.get_absolute_url())
    page.keyboard.press("v")
    dialog = page.get_by_role("dialog", name="Vary one thing")
    prompt = dialog.get_by_role("textbox", name="Prompt")
    prompt.fill("a paper boat")
    dialog.get_by_role("button", name="Run with this prompt").click()
    card = dialog.locator(".card[data-code]")
    expect(card).to_have_count(1)
    picture_is_decoded(card)
    expect(card.locator(".chip.diff")).to_have_text("prompt")


# --- Side by side -----------------------------------------------------------


def test_chosen_qualities_stand_side_by_side(
    page: Page, worker: Worker, picture: Any
) -> None:
    page.goto("/")
    at_hand(page, results(page))
    page.keyboard.press("q")
    ask = page.get_by_role("dialog", name="Quality side by side")
    run = ask.locator("#ask-run")
    expect(run).to_be_focused()
    expect(run).to_have_text(re.compile(r"2 pictures\s*≈ \$0\.066"))
    ask.get_by_label("xhigh").check()
    expect(run).to_have_text(re.compile(r"3 pictures\s*≈ \$0\.16"))
    assert Generation.objects.count() == 1
    run.click()

    page.wait_for_url("**/compare/?**")
    panes = page.locator(".pane img")
    expect(panes).to_have_count(4)
    expect(page.locator("h1")).to_have_text("Exactly one variable differs: quality")
    names = page.locator(".pane .name a").all_inner_texts()
    assert {"low", "medium", "high"} <= {name.split()[0] for name in names}
    expect(page.get_by_text("still being drawn")).to_have_count(0)


# --- The baseline -----------------------------------------------------------


def test_a_baseline_names_the_one_change_on_the_button(
    page: Page, worker: Worker, picture: Any
) -> None:
    page.goto("/")
    at_hand(page, results(page))
    with page.expect_navigation():
        page.keyboard.press("b")
    foot = page.locator("#composer-foot")
    expect(foot).to_contain_text("nothing differs yet")
    expect(page.locator("#quality-low")).to_be_checked()

    pick(page, "quality", "high")
    expect(foot.locator(".chip.diff")).to_have_count(1)
    button = page.locator("#generate")
    expect(button).to_have_text(
        re.compile(r"Generate: quality low → high\s*≈ \$0\.\d+")
    )
    pick(page, "output_format", "webp")
    expect(foot.locator(".chip.diff")).to_have_count(2)
    expect(foot).to_contain_text("won’t tell which one mattered")
    one_by_one = foot.get_by_role("button", name=re.compile("^Run them one by one"))
    expect(one_by_one).to_contain_text(re.compile(r"2 runs, ≈ \$0\.\d+"))

    one_by_one.click()
    drawn(page, 3)
    runs = Generation.objects.exclude(pk=picture.generation.pk)
    assert {run.variable for run in runs} == {"quality", "output_format"}

    foot.get_by_role("button", name="Put format back").click()
    expect(foot.locator(".chip.diff")).to_have_count(1)
    expect(page.locator("#output_format-png")).to_be_checked()
    foot.get_by_role("button", name="Put quality back").click()
    expect(foot).to_contain_text("nothing differs yet")
    composed(page)
    foot.get_by_role("button", name="Unpin the baseline").click()
    expect(foot.get_by_text("Baseline")).to_have_count(0)


# --- Compare from anywhere, and small screens -------------------------------


def test_c_compares_what_is_selected_or_else_the_picture_at_hand(
    page: Page, picture: Any
) -> None:
    other = factories.image(quality="high", size="1024x1024", thumbnails=True)
    page.goto("/gallery/")
    page.keyboard.press("c")
    expect(page.locator("#toasts")).to_contain_text("Select two to six pictures")
    page.goto(picture.get_absolute_url())
    page.keyboard.press("c")
    page.wait_for_url(f"**/compare/?image={picture.code}")

    page.goto("/gallery/")
    for image in (picture, other):
        page.locator(f'.tile[data-code="{image.code}"]').hover()
        page.keyboard.press("x")
        expect(page.locator("selection-bar")).to_have_attribute(
            "data-codes", re.compile(image.code)
        )
    page.keyboard.press("c")
    page.wait_for_url(f"**/compare/?image={picture.code}&image={other.code}")


def test_on_a_small_screen_the_page_goes_to_the_new_result(
    page: Page, worker: Worker, picture: Any
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    page.locator("#prompt").fill("A paper airplane")
    page.locator("#prompt").press("Control+Enter")
    drawn(page, 2)
    expect(page.locator("#results-title")).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    page.get_by_role("link", name="Results").click()
    expect(page.locator("#results-title")).to_be_in_viewport()
