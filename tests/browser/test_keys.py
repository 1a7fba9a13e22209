"""Which key means what, where several could: in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from playground.library.models import Image
from tests.browser.steps import Held
from tests.factories import image

pytestmark = pytest.mark.django_db(transaction=True)


def _shows(page: Page, code: str) -> None:
    expect(page.locator(".now")).to_have_attribute("data-code", code)


def _press(page: Page, **event: Any) -> None:
    """Press what no keyboard of the driver has, such as AltGr or a composition."""
    page.evaluate(
        """(event) => document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...event }))""",
        event,
    )


def test_what_is_pressed_before_the_scripts_are_there_counts(page: Page) -> None:
    kept = image(pixels=(90, 60))
    scripts = Held(page, "**/app*.js")
    page.goto(kept.get_absolute_url(), wait_until="commit")
    expect(page.locator("h1")).to_be_visible()
    page.keyboard.press("v")
    # Typed into a field it is a letter there.
    page.locator("textarea[name=note]").press("n")
    scripts.take().continue_()
    expect(page.get_by_role("dialog", name="Vary one thing")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(1)


def test_keys_in_review_belong_to_what_has_the_focus(page: Page) -> None:
    one, two, three, four = [image(pixels=(90, 60)).code for _ in range(4)][::-1]
    page.goto("/gallery/?review=1")
    expect(page.locator(".ahead li")).to_have_count(3)
    # Space presses the button that has the focus, and steps on elsewhere.
    page.get_by_role("button", name="Reject").focus()
    page.keyboard.press("Space")
    _shows(page, two)
    expect(page.locator(".toast")).to_contain_text("Rejected")
    assert Image.objects.get(code=one).flag == "reject"
    page.get_by_role("link", name="Next").focus()
    page.keyboard.press("Space")
    _shows(page, three)
    # With Caps Lock on a letter is the same key; a composition is nobody's key.
    _press(page, key="r", keyCode=229)
    _press(page, key="S")
    survey = page.locator(".survey")
    expect(survey.locator("a")).to_have_count(3)
    expect(survey.locator("a").last).to_be_focused()
    # Keys mean the picture with the focus, and the survey stays.
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("4")
    expect(survey.locator("a").nth(1)).to_contain_text("★★★★")
    expect(page.locator(".toast")).to_contain_text("4 stars")
    assert Image.objects.get(code=two).stars == 4
    page.keyboard.press("Escape")
    expect(survey).to_be_hidden()
    _shows(page, three)
    assert Image.objects.get(code=three).flag == ""
    # What goes into the trash leaves the walk, and comes back in its place.
    page.keyboard.press("Delete")
    _shows(page, four)
    expect(page.locator(".place")).to_have_text("3 of 3")
    expect(page.locator(".toast").last).to_contain_text("trash")
    page.keyboard.press("ControlOrMeta+z")
    _shows(page, three)
    expect(page.locator(".place")).to_have_text("3 of 4")
    assert Image.objects.get(code=three).trashed_at is None


def test_the_lightbox_goes_on_without_what_was_put_into_the_trash(page: Page) -> None:
    first, second = image(prompt="fox"), image(prompt="fox " * 75)
    page.goto("/gallery/")
    expect(page.locator(".tile > a:first-of-type[tabindex='0']")).to_have_count(1)
    page.locator(".tile > a:first-of-type").first.focus()
    page.keyboard.press("f")
    room = page.locator("#lightbox .room")
    expect(room).to_have_attribute("data-code", second.code)
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for control in room.locator(":is(a, button, label):visible").all():
            expect(control).to_be_in_viewport(ratio=1)
    page.keyboard.press("Delete")
    expect(room).to_have_attribute("data-code", first.code)
    expect(page.locator(".toast")).to_contain_text("trash")
    page.keyboard.press("ControlOrMeta+z")
    expect(room).to_have_attribute("data-code", second.code)
    page.keyboard.press("Delete")
    expect(room).to_have_attribute("data-code", first.code)
    page.keyboard.press("Delete")
    expect(page.locator("#lightbox")).not_to_be_visible()


def test_arrows_scroll_the_code_that_has_the_focus(page: Page) -> None:
    kept = image(pixels=(90, 60), prompt="fox " * 90)
    other = image()
    page.goto(kept.get_absolute_url())
    code = page.locator("main pre[tabindex='0']").first
    code.evaluate("(it) => it.closest('details')?.setAttribute('open', '')")
    code.focus()
    page.keyboard.press("ArrowRight")
    expect(code).not_to_have_js_property("scrollLeft", 0)
    page.keyboard.press("ArrowLeft")
    expect(code).to_have_js_property("scrollLeft", 0)
    assert kept.code in page.url
    # AltGr makes a character, and no other key of it.
    _press(page, key="?", modifierAltGraph=True, ctrlKey=True, altKey=True)
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/images/{other.code}/")
