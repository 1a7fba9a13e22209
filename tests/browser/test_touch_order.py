"""A collection put in order by a finger, and by its buttons, which keep the focus."""

import pytest
from playwright.sync_api import expect

from playground.library import organising
from playground.library.models import Image
from tests.factories import image, local

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_finger_that_rests_on_a_picture_moves_it(new_context):
    made = [image(prompt="a very long prompt " * 9) for _ in range(3)]
    spring = organising.collection_create(local(), "Spring")
    organising.collection_add(spring, Image.objects.oldest())
    page = new_context(
        viewport={"width": 390, "height": 844}, has_touch=True
    ).new_page()
    page.goto(f"/collections/{spring.code}/")
    tiles = page.locator(".tile")
    # Its script is there.
    expect(tiles.first).to_have_attribute("aria-posinset", "1")
    first, last = (tiles.nth(at).bounding_box() for at in (0, 2))
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        told = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

    touch("touchStart", (first["x"] + first["width"] / 2, first["y"] + 80))
    expect(page.locator(".tile[data-taken]")).to_have_count(1)
    touch("touchMove", (last["x"] + last["width"] - 8, last["y"] + 80))
    expect(page.locator('.tile[data-side="after"]')).to_have_count(1)
    touch("touchEnd")
    expect(page.locator(".toast")).to_contain_text("Moved to place 3")
    order = [it.image for it in organising.collection_images(spring)]
    assert order == [made[1], made[2], made[0]]

    page.locator(".arrange summary").click()
    out = page.locator('.arrange [value="remove"]')
    out.nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("1 picture taken out of")
    expect(out.nth(2)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(out.nth(1)).to_be_focused()
    assert [it.image for it in organising.collection_images(spring)] == order
    # Nothing of a row is out of the window.
    box = out.nth(2).bounding_box()
    assert box["x"] + box["width"] <= 390
