"""What is done when the server refuses it: nothing is told as done, nothing typed lost."""

import pytest
from playwright.sync_api import expect

from playground.library.models import Image
from tests.browser.steps import Held, intercept
from tests.factories import image

pytestmark = pytest.mark.django_db(transaction=True)

MISSING = "status of 404"


def _refuse(route):
    route.fulfill(status=404, body="")


def test_each_delete_is_sent_and_one_that_is_refused_comes_back(page, problems):
    third, second, first = (image() for _ in range(3))
    page.goto("/gallery/")

    def tile(it):
        return page.locator(f'.tile[data-code="{it.code}"]')

    expect(tile(first).locator("a").first).to_have_attribute("tabindex", "0")
    intercept(page, f"**/{second.code}/trash/", _refuse)
    intercept(page, f"**/{third.code}/restore/", _refuse, times=1)
    # What comes back meanwhile would lie under the pointer.
    held = Held(page, f"**/{first.code}/trash/")
    for it in (first, second, third):
        tile(it).hover()
        page.keyboard.down("Delete")
        # Held down, it takes nothing that comes under the pointer.
        page.keyboard.down("Delete")
        page.keyboard.up("Delete")
    held.take().continue_()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_have_count(2)
    expect(tile(second)).to_be_visible()
    expect(tile(first)).to_be_hidden()
    assert set(Image.objects.exclude(trashed_at=None)) == {first, third}

    page.keyboard.press("ControlOrMeta+z")
    expect(page.locator(".toast[data-level=error]")).to_have_count(1)
    expect(undo).to_have_count(2)
    expect(undo.last).to_be_enabled()
    page.keyboard.press("ControlOrMeta+z")
    expect(tile(third)).to_be_visible()
    expect(undo).to_have_count(1)
    assert set(Image.objects.exclude(trashed_at=None)) == {first}
    problems.forgive(MISSING)
    problems.forgive("Response Status Error Code 404")


def test_a_decision_that_is_refused_is_taken_back_and_a_note_stays(page, problems):
    below, above = image(prompt="A barn owl"), image(prompt="A red kite")
    page.goto("/gallery/?review=1")
    expect(page.locator(".ahead li")).to_have_count(1)
    intercept(page, "**/judge/", _refuse, times=2)
    page.keyboard.press("p")
    expect(page.locator(".now .words")).to_have_text(below.prompt)
    message = page.locator(".toast[data-level=error]")
    expect(message).to_contain_text("“A red kite”: “Picked” was not kept.")
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="Note")
    field = dialog.get_by_role("textbox")
    field.fill("Sharp feathers ")
    page.keyboard.press("Control+Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("The note was not kept")
    expect(field).to_have_value("Sharp feathers ")
    page.keyboard.press("Escape")
    # Said in the dialog itself: what is outside of a modal one is inert.
    expect(dialog.get_by_role("alert").filter(has_text="not been sent")).to_be_visible()
    expect(field).to_have_value("Sharp feathers ")
    field.focus()
    page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    # The failures stand there still, and the first is not shown as decided.
    expect(message).to_have_count(2)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".now .words")).to_have_text(above.prompt)
    expect(page.locator("[data-flag=pick]")).to_have_attribute("aria-pressed", "false")
    assert Image.objects.get(pk=below.pk).note == "Sharp feathers"

    # Words that are not kept yet stay when something else of the picture is.
    page.goto(f"/images/{below.code}/")
    field = page.locator("textarea[name=note]")
    field.fill("Sharp feathers, dull sky")
    page.locator("form.judge button[value='4']").first.click()
    expect(page.locator(".stars").first).to_have_attribute("data-stars", "4")
    expect(field).to_have_value("Sharp feathers, dull sky")
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.evaluate("void location.assign('/gallery/')")
    assert asked.value.type == "beforeunload"
    expect(field).to_have_value("Sharp feathers, dull sky")
    page.locator("form:has(textarea[name=note]) button").click()
    expect(page.locator("[data-toast=judged]")).to_contain_text("Note kept")
    page.goto("/gallery/")
    problems.forgive(MISSING)


def test_a_note_that_is_kept_at_the_second_try_closes_its_dialog(page, problems):
    it = image(prompt="A barn owl")
    page.goto("/gallery/?review=1")
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="Note")
    dialog.get_by_role("textbox").fill("Sharp feathers ")
    intercept(page, "**/judge/", lambda route: route.abort())
    page.keyboard.press("Control+Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("The note was not kept")
    # Nobody leaves without being asked while it is kept nowhere.
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.evaluate("void location.assign('/gallery/')")
    assert asked.value.type == "beforeunload"
    page.unroute("**/judge/")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(dialog).to_have_count(0)
    it.refresh_from_db()
    assert it.note == "Sharp feathers"
    problems.clear()


def test_the_second_of_two_decisions_that_is_refused_is_shown_as_it_was(page, problems):
    it = image(prompt="A barn owl")
    ended = page.locator(".survey a")
    later = Held(page, "**/gallery.json*")
    page.goto("/gallery/?review=1")
    expect(page.locator(".now img")).to_be_visible()
    held = Held(page, "**/judge/")
    page.keyboard.press("4")
    # Only the answer says that nothing comes after it.
    expect(ended).to_have_count(0)
    later.take().continue_()
    expect(ended).to_be_focused()
    page.keyboard.press("p")
    held.take().continue_()
    _refuse(held.take())
    message = page.locator(".toast[data-level=error]")
    expect(message).to_contain_text("“A barn owl”: “Picked” was not kept.")
    expect(page.locator("[data-flag=pick]")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".stars").first).to_have_attribute("data-stars", "4")
    it.refresh_from_db()
    assert (it.flag, it.stars) == ("", 4)
    problems.forgive(MISSING)


def test_a_decision_that_has_not_arrived_is_taken_back_for_good(page, problems):
    it = image()
    page.goto("/gallery/")
    page.locator(".tile > a[tabindex='0']").first.focus()
    intercept(page, "**/judge/", lambda route: route.abort())
    said = page.locator("[data-toast=judged]")
    page.keyboard.press("p")
    expect(said).to_contain_text("cannot be reached")
    page.keyboard.press("ControlOrMeta+z")
    expect(said).to_contain_text("Taken back.")
    page.unroute("**/judge/")
    page.evaluate("dispatchEvent(new Event('online'))")
    # What comes after it comes alone.
    page.keyboard.press("4")
    expect(page.locator(".tile .marks")).to_have_text("4★")
    it.refresh_from_db()
    assert (it.flag, it.stars) == ("", 4)
    problems.clear()
