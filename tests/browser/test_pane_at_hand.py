"""Which pane of Compare is at hand when panes change under a resting pointer."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_pointer_that_rests_takes_no_pane(page: Page) -> None:
    colours = ("teal", "firebrick", "olive")
    made = [
        factories.image(data=factories.picture_bytes(colour=colour), thumbnails=True)
        for colour in colours
    ]
    page.goto("/compare/?" + "&".join(f"image={image.code}" for image in made))
    expect(page.locator(".zoomer output")).to_contain_text("%")
    panes = page.locator(".pane")
    at_hand = page.locator(".pane[data-at-hand]")
    box = panes.nth(1).bounding_box()
    assert box
    x, y = int(box["x"] + box["width"] / 2), int(box["y"] + box["height"] / 2)
    page.mouse.move(x, y)
    expect(at_hand).to_have_attribute("data-code", made[1].code)
    page.keyboard.press("Shift+ArrowLeft")
    expect(at_hand).to_have_attribute("data-code", made[0].code)
    # Other panes come under the pointer, of which browsers tell as of a move.
    page.evaluate(
        """([clientX, clientY]) => {
             const panes = document.querySelector(".panes");
             panes.append(panes.querySelector(".pane"));
             const options = { bubbles: true, clientX, clientY, pointerType: "mouse" };
             for (const type of ["pointerover", "pointermove"]) {
               document.elementFromPoint(clientX, clientY).dispatchEvent(new PointerEvent(type, options));
             }
           }""",
        [x, y],
    )
    expect(at_hand).to_have_attribute("data-code", made[0].code)
    # One small move means it.
    page.mouse.move(x + 3, y)
    expect(at_hand).to_have_attribute("data-code", made[2].code)
