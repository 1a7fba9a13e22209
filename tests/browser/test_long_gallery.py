"""The gallery where it is long: it goes on by itself, stays small, and holds still."""

import datetime

import pytest
from django.db.models import F
from playwright.sync_api import expect

from playground.gallery.views.showing import PAGE_SIZE
from playground.library.models import Image
from tests.browser.steps import Held, frames, intercept
from tests.factories import images_many

pytestmark = pytest.mark.django_db(transaction=True)

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def test_the_gallery_goes_on_by_itself_and_nothing_shifts(page):
    images_many(PAGE_SIZE + 15)
    # The second day begins on the first page, far below what is seen, and goes on.
    older = Image.objects.newest()[PAGE_SIZE - 10 :].values_list("pk", flat=True)
    Image.objects.filter(pk__in=list(older)).update(
        created_at=F("created_at") - datetime.timedelta(days=1)
    )
    page.add_init_script(SHIFTS)
    page.goto("/gallery/")
    expect(page.locator(".tile").first).to_be_visible()
    # Long before the end is reached, as somebody does who scrolls.
    page.mouse.move(700, 500)
    page.mouse.wheel(0, 700)
    expect(page.locator("#more")).to_have_count(0)
    _scroll(page, -1, 1)
    tiles = "document.querySelector('tile-grid').tiles.length"
    assert page.evaluate(tiles) == PAGE_SIZE + 15
    expect(page.locator("h2.day")).to_have_count(2)
    expect(page.locator("[data-continues]")).to_have_count(0)
    # What stands for tiles that are out of the page is as high as they are.
    high = "document.body.scrollHeight"
    stood = page.evaluate(high)
    expect(page.locator(".tile")).not_to_have_count(PAGE_SIZE + 15)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".tile")).to_have_count(PAGE_SIZE + 15)
    assert abs(page.evaluate(high) - stood) < 3
    assert page.evaluate("shifted") < 0.01


FRAME = """() => new Promise((done) => {
  const busy = "tile-grid :is(#more, #newer).htmx-request";
  const look = () => document.querySelector(busy) ? setTimeout(look, 5) : done();
  requestAnimationFrame(() => setTimeout(look));
})"""


def _scroll(page, way, times):
    page.mouse.move(700, 500)
    for _ in range(times):
        page.mouse.wheel(0, way)
        page.evaluate(FRAME)


def test_a_long_list_keeps_few_tiles_in_the_page_and_none_is_lost(page):
    images_many(4 * PAGE_SIZE)
    page.goto("/gallery/")
    most = 0
    shown = set()
    # Down and up again: whatever is in the page at some moment has been there to see.
    for way in (850, -850):
        for _ in range(35):
            _scroll(page, way, 1)
            nodes, codes = page.evaluate(
                "[document.querySelectorAll('.tiles *').length,"
                " [...document.querySelectorAll('.tile')].map((it) => it.dataset.code)]"
            )
            most = max(most, nodes)
            shown.update(codes)
    expect(page.locator("#more")).to_have_count(0)
    assert most <= 1250
    assert len(shown) == 4 * PAGE_SIZE
    assert page.evaluate("scrollY") == 0
    expect(page.locator(".tile").first).to_be_in_viewport()


def test_a_long_day_stays_small_where_one_comes_from_below(page):
    images_many(4 * PAGE_SIZE)
    page.goto(f"/gallery/?near={Image.objects.oldest()[0].code}")
    # Also what is in the page for a moment only, while a task goes on.
    page.evaluate(
        """() => {
          const count = () => document.querySelectorAll(".tiles *").length;
          new MutationObserver(() => (window.most = Math.max(window.most ?? 0, count())))
            .observe(document.querySelector("tile-grid"), { childList: true, subtree: true });
        }"""
    )
    _scroll(page, -850, 35)
    expect(page.locator("#newer")).to_have_count(0)
    assert page.evaluate("most") <= 1500
    tiles = "document.querySelector('tile-grid').tiles.map((it) => it.dataset.code)"
    newest = list(Image.objects.newest().values_list("code", flat=True))
    assert page.evaluate(tiles) == newest
    expect(page.locator("h2.day")).to_have_count(1)


def test_tiles_that_come_back_know_what_changed_meanwhile(page):
    images_many(2 * PAGE_SIZE)
    page.goto("/gallery/")
    first = page.locator(".tile").first
    code = first.get_attribute("data-code")
    first.hover()
    page.keyboard.press("x")
    expect(page.locator("#selection")).to_contain_text("1 selected")
    # The last one in the list, though it was out of the page.
    _scroll(page, 900, 12)
    expect(page.locator("#more")).to_have_count(0)
    expect(page.locator(f'.tile[data-code="{code}"]')).to_have_count(0)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#selection")).to_contain_text("1 picture deselected")
    _scroll(page, -900, 12)
    page.locator(".tile > a:first-of-type").nth(1).focus()
    page.keyboard.press("End")
    last = page.locator(".tile").last
    expect(last.locator("a").first).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator(f'.tile[data-code="{code}"] > a').first).to_be_focused()
    expect(page.locator(".tile[data-selected]")).to_have_count(0)
    # A range reaches over what is out of the page.
    page.keyboard.press("x")
    page.keyboard.press("End")
    page.keyboard.press("Shift+X")
    expect(page.locator("#selection")).to_contain_text(f"{2 * PAGE_SIZE} selected")


def test_back_from_a_picture_leads_to_its_place(page):
    images_many(3 * PAGE_SIZE)
    page.goto("/gallery/")
    _scroll(page, 800, 6)
    where = "document.elementFromPoint(600, 500).closest('.tile')"
    code = page.evaluate(f"{where}.dataset.code")
    top = page.evaluate(f"{where}.getBoundingClientRect().top")
    page.evaluate(f"{where}.querySelector('a').click()")
    page.wait_for_url("**/images/**")
    page.go_back()
    page.wait_for_url(f"**/gallery/?near={code}")
    tile = page.locator(f'.tile[data-code="{code}"]')
    expect(tile.locator("a").first).to_be_focused()
    assert abs(tile.evaluate("it => it.getBoundingClientRect().top") - top) < 2


def test_nothing_that_is_seen_moves_while_more_comes(page):
    images_many(3 * PAGE_SIZE)
    rows = list(Image.objects.all())
    for number, row in enumerate(rows):
        # Days that go on where the next page begins, and rows that break anywhere.
        row.created_at -= datetime.timedelta(days=number // 50)
        row.width_px = 32 + number % 7 * 8
    Image.objects.bulk_update(rows, ["created_at", "width_px"])
    page.add_init_script(SHIFTS)
    held = Held(page, "**/gallery/?after=*")
    page.goto("/gallery/")
    more = page.locator("#more a")
    for _ in range(2):
        # Faster than the answer comes, so that the end of the list is in sight.
        address = more.get_attribute("href")
        page.evaluate("scrollTo({top: 1e6, behavior: 'instant'})")
        page.wait_for_function(
            "scrollY + innerHeight >= document.body.scrollHeight - 2"
        )
        asked = held.take()
        page.mouse.wheel(0, 1)
        frames(page)
        asked.continue_()
        expect(page.locator(f'#more a[href="{address}"]')).to_have_count(0)
    expect(more).to_have_count(0)
    expect(page.locator("[data-unfinished]")).to_have_count(0)
    assert page.evaluate("window.shifted") < 0.01
    dates = page.locator(".scrubber a").evaluate_all(
        "all => all.map((it) => it.getBoundingClientRect())"
        ".map(({ width, height }) => Math.min(width, height))"
    )
    assert min(dates) >= 24


def test_the_last_row_is_seen_when_more_cannot_be_loaded(page, problems):
    images_many(2 * PAGE_SIZE)
    intercept(page, "**/gallery/?after=*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto("/gallery/")
        page.evaluate("scrollTo({top: 1e6, behavior: 'instant'})")
    # Whatever is swapped in elsewhere.
    page.locator(".tile").last.hover()
    page.keyboard.press("x")
    expect(page.locator("#selection")).to_contain_text("1 selected")
    _scroll(page, 1, 2)
    expect(page.locator("[data-unfinished]")).to_have_count(0)
    expect(page.locator(".tile").last).to_be_visible()
    problems.clear()  # The failure itself.
