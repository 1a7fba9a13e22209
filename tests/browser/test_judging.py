"""Judging by keys, in the gallery and in review, in a real browser."""

import pytest
from playwright.sync_api import expect

from playground.library.models import Image
from tests.factories import image

pytestmark = pytest.mark.django_db(transaction=True)


def _decided(kept):
    found = Image.objects.get(pk=kept.pk)
    return found.flag, found.stars


def _settled(page, code, marks):
    tile = page.locator(f'.tile[data-code="{code}"] .marks')
    expect(tile).to_have_text(marks)


def test_a_tile_is_judged_by_keys_and_each_is_undone(page):
    kept = image()
    page.goto("/gallery/")
    page.locator(".tile > a:first-of-type").first.focus()
    page.keyboard.press("p")
    _settled(page, kept.code, "✓")
    page.keyboard.press("4")
    _settled(page, kept.code, "✓ 4★")
    assert _decided(kept) == ("pick", 4)
    page.keyboard.press("ControlOrMeta+z")
    _settled(page, kept.code, "✓")
    page.keyboard.press("ControlOrMeta+z")
    expect(page.locator(".tile .marks")).to_have_count(0)
    assert _decided(kept) == ("", 0)


def test_review_goes_on_with_each_key_and_back_with_undo(page):
    made = [image(pixels=(900, 600)) for _ in range(4)][::-1]
    page.goto("/gallery/?review=1")
    place = page.locator(".place")
    expect(place).to_have_text("1 of 4")
    # The rest of the search is known as soon as the strip is there.
    expect(page.locator(".ahead li")).to_have_count(3)
    page.keyboard.press("p")
    expect(place).to_have_text("2 of 4")
    expect(page.locator(".stand img")).to_have_attribute(
        "src", f"/images/{made[1].code}/file"
    )
    page.keyboard.press("r")
    expect(place).to_have_text("3 of 4")
    page.keyboard.press("5")
    expect(place).to_have_text("4 of 4")
    page.keyboard.press("s")
    expect(page.locator(".survey a")).to_have_count(4)
    expect(page.locator(".survey span").first).to_have_text("✓ picked")
    page.keyboard.press("s")
    page.keyboard.press("ControlOrMeta+z")
    expect(place).to_have_text("3 of 4")
    assert [_decided(it) for it in made] == [
        ("pick", 0),
        ("reject", 0),
        ("", 0),
        ("", 0),
    ]
    # A reload stays at the picture.
    page.reload()
    expect(place).to_have_text("3 of 4")
    page.keyboard.press("Escape")
    page.wait_for_url("**/gallery/")


def test_review_works_without_script(new_context):
    made = [image() for _ in range(2)][::-1]
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/gallery/?review=1")
    page.get_by_role("button", name="Pick as good").click()
    expect(page.locator(".place")).to_have_text("2 of 2")
    assert _decided(made[0]) == ("pick", 0)


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_in_review(new_context, check_accessibility, width):
    for _ in range(3):
        image()
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto("/gallery/?review=1")
    expect(page.locator(".ahead li")).to_have_count(2)
    check_accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
