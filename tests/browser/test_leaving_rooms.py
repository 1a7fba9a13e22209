"""A page that goes because its only picture is in the trash waits until it is there."""

import pytest
from playwright.sync_api import Page, expect

from playground.library.models import Image
from tests.browser.steps import Held
from tests.factories import image

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("room", ["lightbox", "review"])
def test_the_last_one_goes_first_and_the_page_after_it(
    page: Page, problems, room: str
) -> None:
    only = image(prompt="A barn owl")
    page.goto(f"/images/{only.code}/" if room == "lightbox" else "/gallery/?review=1")
    if room == "lightbox":
        page.keyboard.press("f")
        expect(page.locator("#lightbox .sight img")).to_be_visible()
    else:
        expect(page.locator(".now .words")).to_have_text(only.prompt)
    held = Held(page, "**/trash/")
    page.keyboard.press("Delete")
    address = page.url
    held.take().fulfill(status=404, body="")
    expect(page.locator(".toast[data-level=error]")).to_be_visible()
    assert page.url.startswith(address)

    if room == "lightbox":
        page.keyboard.press("f")
        expect(page.locator("#lightbox .sight img")).to_be_visible()
    page.keyboard.press("Delete")
    with page.expect_navigation():
        held.take().continue_()
    assert Image.objects.exclude(trashed_at=None).get() == only
    problems.forgive("status of 404")
    problems.forgive("Response Status Error Code 404")


def test_a_note_is_asked_about_when_another_form_leaves_the_page(page: Page) -> None:
    it = image(prompt="A barn owl")
    page.goto(f"/images/{it.code}/")
    field = page.locator("textarea[name=note]")
    field.fill("Sharp feathers")
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.locator("button[formaction$='/edit/']").first.click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    expect(field).to_have_value("Sharp feathers")
    # What is being sent is no reason to ask.
    more = []
    page.on("dialog", lambda dialog: (more.append(dialog.type), dialog.accept()))
    page.locator("form:has(textarea[name=note]) button").click()
    expect(page.locator("[data-toast=judged]")).to_contain_text("Note kept")
    page.goto("/gallery/")
    assert not more
