"""A guest at their address, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from playground.review.links import link_create
from playground.review.models import Comment
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_guest_votes_blind_by_a_link(page: Page, owner):
    images = [factories.image(author=owner, pixels=(96, 64)) for _ in range(2)]
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


def test_a_comment_points_at_a_spot_of_the_picture(
    page: Page, owner, check_accessibility
):
    image = factories.image(author=owner, pixels=(96, 64))
    page.goto(image.get_absolute_url())
    page.get_by_text("At a spot of the picture").click()
    page.get_by_role("button", name="Point at it").click()
    box = page.locator(".canvas img").last.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    expect(page.locator("#comment-text")).to_be_focused()
    page.keyboard.type("The string is missing.")
    with page.expect_navigation():
        page.get_by_role("button", name="Comment", exact=True).click()
    mark = page.locator(".on-picture")
    expect(mark).to_have_text("1")
    comment = Comment.objects.get()
    assert comment.x == pytest.approx(0.25, abs=0.03)
    assert comment.y == pytest.approx(0.75, abs=0.03)
    # It is put there as soon as the picture has its size.
    page.wait_for_function(
        """([mark, picture, across]) => {
          const [there, box] = [mark, picture].map((it) => it.getBoundingClientRect());
          return Math.abs(there.x + there.width / 2 - box.x - box.width * across) <= 2;
        }""",
        arg=[
            mark.element_handle(),
            page.locator(".canvas img").last.element_handle(),
            comment.x,
        ],
    )
    assert not page.locator("#actual").is_checked()
    check_accessibility(page)
