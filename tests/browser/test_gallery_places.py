"""Where one is in the gallery: after a jump, while more comes, and when one comes back."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from playground.library.models import Image
from tests.factories import image, images_many

pytestmark = pytest.mark.django_db(transaction=True)

# The last one of the list: days before it have one or two pictures each.
NEWEST = datetime.datetime(2026, 6, 30, 12, tzinfo=datetime.UTC)
FIRST_DAY = """() => [...document.querySelectorAll('.tile')].find(
    (it) => it.getBoundingClientRect().top > 100).closest('section').dataset.day"""


def _few_a_day(count: int) -> None:
    images_many(count)
    rows = list(Image.objects.newest())
    for number, row in enumerate(rows):
        row.created_at = NEWEST - datetime.timedelta(days=number * 2 // 3)
    Image.objects.bulk_update(rows, ["created_at"])


def test_a_jump_stays_where_it_leads_while_newer_ones_come(page: Page) -> None:
    _few_a_day(150)
    for width, height in ((390, 844), (1440, 900), (2560, 1440)):
        page.set_viewport_size({"width": width, "height": height})
        for day in ("2026-06-26", "2026-04-20"):
            with page.expect_response("**/gallery/?before=*"):
                page.goto(f"/gallery/?at={day}")
            expect(page.locator("h2.day").first).not_to_have_id(f"day-{day}")
            assert page.evaluate(FIRST_DAY) == day, width
            here = page.locator(f'.scrubber a[href*="at={day}"]')
            expect(here).to_have_attribute("aria-current", "true")


def _looked_at(page: Page) -> tuple[str, float]:
    """The picture one looks at, and how far down it stands."""
    code, top = page.evaluate(
        "(({lookedAt: it}) => [it.dataset.code, it.getBoundingClientRect().top])"
        "(document.querySelector('tile-grid'))"
    )
    return code, top


def _stands(page: Page, code: str, top: float) -> None:
    """Wait until the picture stands so far down: the page goes there with a frame."""
    page.wait_for_function(
        """([code, top]) => {
          const tile = document.querySelector(`.tile[data-code="${code}"]`);
          return tile && Math.abs(tile.getBoundingClientRect().top - top) < 2;
        }""",
        arg=[code, top],
    )


def test_every_way_out_and_back_leads_to_the_same_place(page: Page) -> None:
    images_many(180)
    with page.expect_response("**/gallery/?after=*"):
        page.goto("/gallery/")
    page.evaluate("scrollTo({top: 1500, behavior: 'instant'})")
    page.wait_for_url("**/gallery/?near=*")
    code, top = _looked_at(page)
    tile = page.locator(f'.tile[data-code="{code}"]')
    # Before the mouse clicks, the page would be scrolled.
    page.locator("a[href='/models/']").first.evaluate("it => it.click()")
    page.wait_for_url("**/models/")
    page.go_back()
    page.wait_for_url(f"**/gallery/?near={code}")
    _stands(page, code, top)
    # Nobody has had the focus.
    expect(page.locator(".tile :focus")).to_have_count(0)
    page.locator("#views a", has_text="Captions").evaluate("it => it.click()")
    page.wait_for_url("**captions=on**")
    _stands(page, code, top)
    # Another one leaves the list.
    tile.locator("+ .tile .pick").evaluate("it => it.click()")
    expect(page.locator("#selection")).to_contain_text("1 selected")
    code = parse_qs(urlsplit(page.url).query)["near"][0]
    tile = page.locator(f'.tile[data-code="{code}"]')
    top = tile.evaluate("it => it.getBoundingClientRect().top")
    trash = page.get_by_role("button", name="Put what is selected into the trash")
    trash.evaluate("it => it.click()")
    expect(page.locator("#toasts")).to_contain_text("trash")
    _stands(page, code, top)


def test_a_stack_goes_into_the_trash_as_a_whole_and_comes_back(page: Page) -> None:
    image(prompt="a fox", pixels=(48, 32))
    draws = [image(prompt="an owl", pixels=(48, 32)) for _ in range(3)]
    page.goto("/gallery/?stacks=on")
    stack = page.locator(f".tile[data-code='{draws[-1].code}']")
    expect(stack.locator(".stack")).to_have_text("3")
    page.evaluate("document.body.dataset.same = 'yes'")
    stack.locator("> a").first.press("Delete")
    expect(stack).to_be_hidden()
    expect(page.locator("#toasts")).to_contain_text("3 pictures moved to the trash.")
    expect(page.locator(".tile:not([hidden]) > a").first).to_be_focused()
    assert Image.objects.kept().get().prompt == "a fox"
    page.keyboard.press("Control+z")
    expect(stack.locator("> a").first).to_be_focused()
    expect(page.locator("body")).to_have_attribute("data-same", "yes")
    assert Image.objects.kept().count() == 4


def test_the_large_view_goes_on_where_one_of_a_stack_was_thrown_away(
    page: Page,
) -> None:
    older, newer = [image(prompt="an owl", pixels=(48, 32)) for _ in range(2)]
    page.goto("/gallery/?stacks=on")
    tile, room = page.locator(".tile"), page.locator("#lightbox .room")
    tile.locator("> a").first.press("f")
    expect(room).to_have_attribute("data-code", newer.code)
    page.keyboard.press("Delete")
    expect(room).to_have_attribute("data-code", older.code)
    expect(page.locator("#toasts")).to_contain_text("Moved to the trash.")
    # When it closes, the other one stands there, in no stack.
    page.keyboard.press("Escape")
    expect(tile).to_have_attribute("data-code", older.code)
    expect(tile.locator(".stack")).to_have_count(0)
