"""The panel of Vary: what is typed there stays there, and late answers are seen."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from playground.library.models import Generation
from tests.browser.steps import intercept, looked_at
from tests.factories import image

pytestmark = pytest.mark.django_db(transaction=True)

TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""


def test_words_stay_in_their_dialog_and_late_answers_are_seen(page, settings, worker):
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = Decimal("0.00001")
    parent, other = (image(prompt=words) for words in ("A red kite", "A barn owl"))
    page.goto(f"/images/{parent.code}/")
    page.keyboard.press("v")
    first, second = (page.locator("dialog:has(.vary)").nth(it) for it in (0, 1))
    prompt = first.locator("textarea")
    prompt.fill("A blue kite")

    # The answer to a value comes when another panel stands there already.
    held = []
    intercept(
        page,
        "**/vary/",
        lambda it: held.append(it) if it.request.method == "POST" else it.continue_(),
    )
    with page.expect_request(lambda it: it.method == "POST"):
        first.locator("button[value='high']").click()
    first.locator(".vary-how [name=n]").fill("2")
    first.locator(".vary-how [name=n]").press("Tab")
    expect(first.get_by_role("button", name="Again")).to_contain_text("2 pictures")
    prompt.press("End")
    page.keyboard.type(" in the")
    held.pop().continue_()
    page.unroute("**/vary/")
    expect(first.get_by_role("button", name="Yes, run it")).to_be_visible()
    page.keyboard.type(" wind")
    expect(prompt).to_have_value("A blue kite in the wind")

    # Another picture's dialog over it has words of its own, and cards of its own.
    page.evaluate(
        "(url) => htmx.ajax('GET', url, {target: 'body', swap: 'beforeend'})",
        f"/images/{other.code}/vary/",
    )
    expect(second.locator("textarea")).to_have_value("A barn owl")
    second.locator("button[value='high']").click()
    second.get_by_role("button", name="Yes, run it").click()
    expect(second.locator(".vary-results > *")).to_have_count(1)
    # What has been answered is asked no more, and the keys go on from there.
    expect(second.get_by_role("button", name="Yes, run it")).to_have_count(0)
    expect(second.locator("button[value='high']")).to_be_focused()
    assert page.evaluate(TWICE) == []
    expect(first.locator(".vary-results > *")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(second).to_have_count(0)
    expect(prompt).to_have_value("A blue kite in the wind")

    # Words that were paid for by the question about them have been sent.
    first.get_by_role("button", name="Run with this prompt").click()
    expect(first.get_by_role("alert")).to_contain_text("A blue kite in the wind")
    looked_at(page)
    first.get_by_role("button", name="Yes, run it").click()
    expect(first.locator(".vary-results > *")).to_have_count(1)
    run = Generation.objects.get(parent=parent)
    assert run.requested["prompt"] == "A blue kite in the wind"
    page.keyboard.press("Escape")
    expect(first).to_have_count(0)
