"""What is replaced while somebody works in it, and what happens while nobody answers."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from playground.experiments.feeding import feed_all
from playground.library.models import Generation
from tests.browser.conftest import Problems
from tests.browser.steps import composed, frames, generate, results

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_grid_that_fills_keeps_ticks_scroll_and_focus(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/")
    page.locator("#prompt").fill("A kite")
    composed(page)
    page.locator("#plan-several").click()
    page.locator("#go").click()
    tick = page.get_by_label("hide low")
    tick.check()
    page.locator(".grid-scroll").evaluate("(it) => it.scrollTo({ left: 60 })")
    page.get_by_role("button", name="Pause").focus()
    page.locator("#grid").evaluate("(it) => (it.dataset.first = '')")
    # The end of this press is swallowed, as by the list of a select.
    tick.dispatch_event("pointerdown")
    feed_all()
    Generation.objects.update(state="sending", sent_at=timezone.now())
    expect(page.locator(".grid .shot.running").first).to_be_attached()
    expect(page.locator("#grid[data-first]")).to_have_count(0)
    expect(tick).to_be_checked()
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    expect(page.locator(".grid-scroll")).to_have_js_property("scrollLeft", 60)


def test_a_run_keeps_the_focus_and_nobody_answering_is_said_once(
    page: Page, problems: Problems
) -> None:
    generate(page, "A kite")
    card = results(page).first
    card.get_by_role("button", name="Cancel").focus()
    Generation.objects.update(state="sending", sent_at=timezone.now())
    expect(card.get_by_role("button", name="Cancel")).to_have_count(0)
    expect(card.get_by_role("link", name="A kite")).to_be_focused()

    def fails() -> None:
        with page.expect_event("requestfailed", lambda it: "poll" in it.url):
            pass
        frames(page)

    page.context.set_offline(True)
    toast = page.locator(".toast")
    expect(toast).to_contain_text("cannot be reached")
    toast.evaluate("(it) => (it.dataset.first = '')")
    fails()
    expect(toast).to_have_attribute("data-first", "")
    toast.get_by_role("button", name="Dismiss").click()
    fails()
    expect(toast).to_have_count(0)
    # Back again it asks at once, however long it meant to wait.
    with page.expect_response(lambda it: "poll" in it.url):
        page.context.set_offline(False)
    problems.forgive("ERR_INTERNET_DISCONNECTED")
    problems.forgive("htmx:")
