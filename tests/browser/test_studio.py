"""The main job in a real browser: from a prompt to a picture and its receipt."""

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from playground.library.models import Generation
from playground.runs.cancelling import generation_cancel
from playground.runs.engines.embedded import Worker
from playground.simulator.pace import Pace
from tests.browser.steps import (
    Held,
    at_rest,
    composed,
    drawn,
    generate,
    pick,
    picture_is_decoded,
    results,
)
from tests.worker import working

pytestmark = pytest.mark.django_db(transaction=True)
PROMPT = "A paper airplane over misty mountains"


@pytest.fixture
def finish(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Let pictures be drawn to their end only when this is called."""
    wanted = threading.Event()

    def until(_: Pace, share: float) -> None:
        if share == 1:
            wanted.wait(60)

    monkeypatch.setattr(Pace, "until", until)
    yield wanted.set
    wanted.set()


def test_a_prompt_becomes_a_picture_with_its_parameters_and_receipt(
    new_context: Any, problems: Any, finish: Callable[[], None]
) -> None:
    page = new_context().new_page()
    page.clock.install()
    page.goto("/")
    teaching = page.get_by_role("heading", name="Your first picture takes one sentence")
    expect(teaching).to_be_visible()
    expect(page.locator("#today")).to_contain_text("$0")
    before = page.locator("#today").inner_text()
    page.locator("#prompt").fill(PROMPT)
    pick(page, "quality", "high")
    page.locator("details.more > summary").click()
    pick(page, "partial_images", "2")
    composed(page)
    page.locator("#prompt").press("Control+Enter")

    card = results(page)
    expect(card).to_have_count(1)
    expect(card).to_contain_text("Waiting for its turn")
    expect(teaching).to_be_hidden()
    # The worker starts only now, so that waiting could be seen.
    with working():
        # The last of them: it can be had as long as the picture is not finished.
        so_far = card.get_by_alt_text("The picture so far")
        expect(so_far).to_have_attribute("src", re.compile(r"\?2$"))
        so_far.evaluate("(it) => it.decode()")
        expect(card).to_contain_text("Drawing")
        expect(card).to_contain_text("high · 1024×1024 · png")
        finish()
        drawn(page)
        picture_is_decoded(card)
        # Its small copies have come as well.
        expect(page.locator("input[name=run]")).to_have_count(0)
    expect(page.locator("#live")).to_contain_text("1 finished")
    expect(page.locator("#today")).not_to_have_text(before)

    # Nothing is asked for any more.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(5_000)
    at_rest(page)
    assert asked == []

    page.get_by_role("link", name="Open the gallery").click()
    page.locator(".tile > a").first.click()
    page.wait_for_url("**/images/*/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(PROMPT))
    facts = page.locator("dl.facts").first
    expect(facts).to_contain_text("high")
    expect(facts).to_contain_text("1024")
    expect(page.locator("table.receipt tfoot")).to_contain_text(re.compile(r"\$0\.\d+"))
    run = Generation.objects.get()
    assert run.requested["partial_images"] == 2
    assert run.request_id in page.locator("main").inner_text()
    assert not problems


def test_an_answer_for_a_card_that_has_left_is_no_trouble(page: Page) -> None:
    generate(page, PROMPT)
    expect(results(page)).to_have_count(1)
    held = Held(page, "**/generations/poll/*")
    asked = held.take()
    assert generation_cancel(Generation.objects.get())
    page.evaluate("document.querySelector('.run').remove()")
    with page.expect_response("**/generations/poll/*") as answer:
        asked.continue_()
    assert "hx-swap-oob" in answer.value.text()
    at_rest(page)


def test_closing_the_page_in_the_middle_changes_nothing(
    new_context: Any, worker: Worker, finish: Callable[[], None], problems: Any
) -> None:
    context = new_context()
    page = context.new_page()
    generate(page, PROMPT)
    expect(results(page)).to_have_count(1)
    page.close()
    finish()

    page = context.new_page()
    page.goto("/")
    picture_is_decoded(drawn(page))
    assert Generation.objects.count() == 1
    assert not problems


def test_without_script_the_result_is_two_clicks_away(
    new_context: Any, worker: Worker, finish: Callable[[], None], problems: Any
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/")
    page.locator("#prompt").fill(PROMPT)
    page.get_by_role("button", name=re.compile("^Generate")).last.click()

    page.wait_for_url("**/generations/*/")
    expect(page.locator(".stage")).to_be_visible()
    finish()
    # The page reloads itself.
    expect(page.locator(".card .shot a img")).to_be_visible()
    assert page.locator("meta[http-equiv=refresh]").count() == 0
    page.locator(".card .shot a").click()
    expect(page.locator("table.receipt tfoot")).to_contain_text("$0.")
    assert not problems


def test_a_failure_says_what_happened_and_can_run_again(
    page: Page, worker: Worker
) -> None:
    page.goto("/")
    page.locator("#prompt").fill(PROMPT)
    page.locator("#scenario").select_option("unverified")
    composed(page)
    page.get_by_role("button", name=re.compile("^Generate")).last.click()

    card = results(page)
    why = card.locator(".why")
    expect(why).to_contain_text("Access")
    expect(why).to_contain_text("verified")
    expect(why.locator("> span.muted")).to_contain_text(re.compile("30 minutes"))
    expect(why.locator("code")).to_contain_text("req_")
    expect(card).to_contain_text("not charged")
    expect(page.locator("#live")).to_contain_text("1 failed")

    card.get_by_role("link", name="Run again").click()
    page.locator("#ask-run").click()
    drawn(page)
    expect(results(page)).to_have_count(2)
    # The prompt is still there, and so is the scenario that was chosen.
    expect(page.locator("#prompt")).to_have_value(PROMPT)
    expect(page.locator("#scenario")).to_have_value("unverified")


def test_a_mistake_is_told_at_its_field_and_what_was_typed_stays(page: Page) -> None:
    page.goto("/")
    prompt = page.locator("#prompt")
    prompt.fill("   ")
    prompt.press("Control+Enter")

    expect(prompt).to_have_attribute("aria-invalid", "true")
    message = page.locator(f"#{prompt.get_attribute('aria-describedby')}")
    expect(message).to_be_visible()
    expect(prompt).to_be_focused()
    expect(results(page)).to_have_count(0)

    prompt.fill(PROMPT)
    page.locator("details.more > summary").click()
    pick(page, "output_format", "jpeg")
    page.locator("#output_compression").fill("900")
    page.locator("#output_compression").press("Control+Enter")
    wrong = page.locator("#output_compression")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_value("900")
    expect(wrong).to_be_focused()
    expect(page.locator("#output_compression-error")).to_contain_text("100")
    expect(page.locator("#prompt")).to_have_value(PROMPT)
    assert not Generation.objects.exists()
