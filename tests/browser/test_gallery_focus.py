"""Where keys go on in the gallery, and what it says after a picture has gone."""

from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from playground.library.models import Image
from tests import factories
from tests.browser.steps import at_hand

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


def test_the_figures_follow_what_goes_to_the_trash_and_comes_back(page: Page) -> None:
    for cost in ("0.04", "0.01"):
        factories.image(cost_usd=Decimal(cost))
    page.goto("/gallery/")
    day, total = page.locator(".day > span"), page.locator(".found > [role=status]")
    expect(day).to_have_text("2 pictures · $0.050")
    at_hand(page, page.locator(".tile").first)
    page.keyboard.press("Delete")
    expect(day).to_have_text("1 picture · $0.040")
    expect(total).to_have_text("1 picture · $0.040")
    page.locator("main").focus()
    page.keyboard.press("Control+z")
    expect(day).to_have_text("2 pictures · $0.050")
    expect(total).to_have_text("2 pictures · $0.050")


def test_who_organises_by_keys_goes_on_at_the_picture(page: Page) -> None:
    factories.images_many(3)
    page.goto("/gallery/")
    link, said = page.locator(".tile > a:first-of-type").nth(1), page.locator("#toasts")
    link.focus()
    page.keyboard.press("o")
    expect(page.get_by_role("combobox", name="Tag")).to_be_focused()
    page.keyboard.type("ft")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("1 picture tagged")
    expect(link).to_be_focused()
    page.keyboard.press("Control+z")
    expect(said).not_to_contain_text("1 picture tagged")
    expect(said.locator(".message")).to_be_visible()
    expect(link).to_be_focused()
