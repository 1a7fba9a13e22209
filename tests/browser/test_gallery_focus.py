"""Where keys go on after the gallery has led to another page of itself."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from playground.library.models import Image
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_takes_a_chip_out_or_filters_by_keys_goes_on_there(page: Page) -> None:
    factories.image(quality="high", thumbnails=True)
    page.goto("/gallery/?q=quality:high+paper")
    page.locator(".found .chip").first.press("Enter")
    expect(page).to_have_url("/gallery/?q=paper")
    expect(page.locator(".found .chip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url("/gallery/")
    expect(page.locator("#search")).to_be_focused()
    page.locator("[aria-labelledby=facet-quality] a").press("Enter")
    expect(page).to_have_url("/gallery/?q=quality%3Ahigh")
    expect(page.locator("[aria-labelledby=facet-quality] a")).to_be_focused()


def test_what_lies_in_the_trash_can_only_be_put_back(page: Page) -> None:
    made = factories.image(thumbnails=True)
    Image.objects.update(trashed_at=timezone.now())
    page.goto("/gallery/?trash")
    page.locator(".tile > a").first.press("Delete")
    page.get_by_role("button", name="Put back").click()
    expect(page.locator(".tile")).to_be_hidden()
    made.refresh_from_db()
    assert made.trashed_at is None
