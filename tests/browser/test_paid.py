"""Nobody pays for what they have not seen: the Studio and the panel of Vary."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from playground.library.models import Generation
from tests.browser.steps import at_once, at_rest, looked_at, pick
from tests.factories import image

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_question_about_the_price_leaves_who_types_alone(page, settings, worker):
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = Decimal("0.001")
    page.goto("/")
    prompt = page.locator("#prompt")
    prompt.fill("A kite")
    at_rest(page)
    at_once(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.type(" in the")
    confirm = page.locator("#confirm")
    expect(confirm).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.keyboard.type(" wind")
    expect(prompt).to_be_focused()
    expect(prompt).to_have_value("A kite in the wind")
    at_rest(page)
    assert not Generation.objects.exists()


def test_a_dearer_choice_is_asked_about_and_values_are_each_sent(page, worker):
    parent = image(size="1024x1024", quality="low", output_format="png")
    page.goto("/")
    pick(page, "quality", "low")
    page.locator("#prompt").fill("A kite")
    at_rest(page)
    # The new price is not on the button yet.
    page.evaluate(
        """() => {
          document.querySelector('input[name="quality"][value="high"]').checked = true;
          document.querySelector("#generate").click();
        }"""
    )
    note = page.locator("#composer-foot [role=alert]")
    expect(note).to_contain_text("the sum for what you have just chosen")
    assert Generation.objects.count() == 1
    looked_at(page)
    page.locator("#generate").click()
    expect(page.locator("#results .run, #results .card")).to_have_count(2)

    page.goto(f"/images/{parent.code}/")
    page.keyboard.press("v")
    panel = page.locator(".vary-parameters")
    panel.locator("textarea").fill("A bird, not sent")
    panel.locator(".vary-how [name=n]").fill("2")
    panel.locator(".vary-how [name=n]").press("Tab")
    expect(panel.get_by_role("button", name="Again")).to_contain_text("2 pictures")
    expect(panel.locator("textarea")).to_have_value("A bird, not sent")
    page.evaluate(
        """() => ["medium", "high", "auto"].forEach((value) =>
          document.querySelector(`.vary-parameters button[value="${value}"]`).click())"""
    )
    expect(page.locator(".vary-results > *")).to_have_count(3)
    asked = Generation.objects.filter(parent=parent, variable="quality")
    assert {it.requested["quality"] for it in asked} == {"medium", "high", "auto"}


def test_what_was_refused_is_sent_at_once_when_it_has_been_mended(page, worker):
    page.goto("/")
    page.evaluate(
        """async () => {
          const answered = new Promise((done) =>
            document.addEventListener("htmx:afterSettle", done, { once: true }));
          document.querySelector("#generate").click();
          await answered;
          const prompt = document.querySelector("#prompt");
          prompt.value = "A kite";
          prompt.dispatchEvent(new Event("input", { bubbles: true }));
          document.querySelector("#generate").click();
        }"""
    )
    expect(page.locator("#results .card")).to_have_count(1)


def test_a_form_under_way_says_so_and_its_other_button_still_works(page):
    page.goto("/experiments/new/")
    at_once(page)
    # The page stays: what the browser would do with the form is only noted.
    page.evaluate(
        """() => {
          window.sent = [];
          addEventListener("submit", (event) => {
            if (!event.defaultPrevented) window.sent.push(event.submitter.name);
            event.preventDefault();
          });
          document.querySelector("#go").click();
        }"""
    )
    looked_at(page)
    page.evaluate("document.querySelector('#go').click()")
    expect(page.locator("#toasts")).to_contain_text("It is being sent.")
    page.evaluate("document.querySelector('#plan [name=save]').click()")
    assert page.evaluate("window.sent") == ["go", "save"]
