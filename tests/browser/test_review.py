"""A guest at their address, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from playground.review.links import link_create
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_guest_votes_blind_by_a_link(page: Page, owner):
    images = [factories.image(owner=owner, pixels=(96, 64)) for _ in range(2)]
    _, address = link_create(owner, images=images, title="Which kite?", blind=True)
    page.goto("/" + address.split("/", 3)[3])
    for picture in page.locator("figure img").all():
        # Filled up to a step of weight, and a picture all the same.
        picture.scroll_into_view_if_needed()
        assert (
            picture.evaluate(
                "async (it) => { await it.decode(); return it.naturalWidth }"
            )
            == 96
        )
    page.get_by_label("Your name").fill("Mia")
    page.get_by_label("My pick").nth(1).check()
    page.get_by_label("Comment on picture 1").fill("Too dark.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you, Mia")).to_be_visible()
    expect(page.get_by_label("My pick").nth(1)).to_be_checked()
    expect(page.get_by_text("Too dark.")).to_be_visible()
