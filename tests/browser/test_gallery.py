"""The gallery and the page of a picture, in a real browser."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from playground.gallery.views.showing import PAGE_SIZE
from tests.factories import generation, image, images_many, source

pytestmark = pytest.mark.django_db(transaction=True)


def test_without_script_the_gallery_is_paged_by_links(new_context):
    images_many(PAGE_SIZE + 3)
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/gallery/")
    page.get_by_role("link", name="Older pictures").click()
    expect(page.locator(".tile")).to_have_count(3)
    page.get_by_role("link", name="Newest").click()
    expect(page.locator(".tile")).to_have_count(PAGE_SIZE)


def test_arrows_move_between_tiles_and_enter_opens(page):
    made = [image(pixels=(60, 40)) for _ in range(12)][::-1]
    page.goto("/gallery/")
    expect(page.locator(".tile > a:first-of-type[tabindex='0']")).to_have_count(1)
    page.locator(".tile > a:first-of-type").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".tile > a:first-of-type").nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator(".tile > a:first-of-type").last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/images/{made[0].code}/")


def test_keys_work_on_the_page_of_a_picture(page):
    older, kept, newer = [image(pixels=(1600, 1200)) for _ in range(3)]
    page.goto(kept.get_absolute_url())
    fitted = page.locator(".canvas img").bounding_box()
    page.keyboard.press("z")
    expect(page.locator("#actual")).to_be_checked()
    actual = page.locator(".canvas img").bounding_box()
    assert fitted["width"] < 1100
    assert actual["width"] == 1600
    page.keyboard.press("z")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**/images/{older.code}/")
    page.goto(kept.get_absolute_url())
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/images/{newer.code}/")


def test_a_click_shows_that_point_at_actual_size(page):
    kept = image(pixels=(3000, 2000))
    page.goto(kept.get_absolute_url())
    picture = page.locator(".canvas img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.9, "y": box["height"] * 0.9})
    expect(page.locator("#actual")).to_be_checked()
    assert page.locator(".canvas").evaluate("canvas => canvas.scrollLeft") > 1000
    # A drag moves the picture and does not go back to the whole.
    before = page.locator(".canvas").evaluate("canvas => canvas.scrollLeft")
    page.mouse.move(400, 400)
    page.mouse.down()
    page.mouse.move(600, 450, steps=4)
    page.mouse.up()
    after = page.locator(".canvas").evaluate("canvas => canvas.scrollLeft")
    assert after == before - 200
    expect(page.locator("#actual")).to_be_checked()


def test_the_background_of_a_transparent_picture_can_be_switched(page):
    kept = image(alpha=True, pixels=(200, 200))
    page.goto(kept.get_absolute_url())
    page.get_by_role("radio", name="Black").check()
    expect(page.locator(".canvas img")).to_have_css("background-color", "oklch(0 0 0)")


def test_code_is_shown_in_tabs(page):
    page.goto(image().get_absolute_url())
    page.get_by_text("The call as code").click()
    expect(page.locator("#code-python")).to_be_visible()
    page.get_by_text("cURL", exact=True).click()
    expect(page.locator("#code-curl")).to_be_visible()
    expect(page.locator("#code-python")).to_be_hidden()


def test_trash_and_back(page):
    kept = image()
    page.goto(kept.get_absolute_url())
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Put into the trash").click()
    page.get_by_role("button", name="Put back").click()
    expect(page.get_by_text("In the trash")).to_have_count(0)


def test_a_tile_can_be_varied_by_key(page):
    image()
    page.goto("/gallery/")
    page.locator(".tile > a:first-of-type").first.focus()
    page.keyboard.press("v")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_axe_finds_nothing(page, check_accessibility):
    parent = image(alpha=True)
    run = generation(quality="high", parent=parent, variable="quality", n=2)
    source(generation=run)
    kept = image(generation=run, resolved=None)
    image(generation=run, position=1)
    for url in ("/gallery/?trash", kept.get_absolute_url(), parent.get_absolute_url()):
        page.goto(url)
        page.evaluate(
            "document.querySelectorAll('main details').forEach((it) => (it.open = true))"
        )
        for width, scheme in ((1440, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            check_accessibility(page)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, url


# One frame, in which rows are taken out and put back; and what is on its way arrives.
def test_a_drag_over_bars_asks_for_all_of_them_and_keeps_the_rest(page):
    for cost in ("0.004", "0.03", "0.3"):
        image(prompt="a red fox cost:unknown", cost_usd=Decimal(cost))
    page.goto('/gallery/?q="fox cost:unknown" cost:<5')
    bars = page.locator('[data-bars="cost"] a')
    expect(bars).to_have_count(7)
    # Their script, which comes late, keeps the browser from dragging the link itself.
    page.wait_for_function(
        """() => !document.querySelector(".bars a").dispatchEvent(
          new DragEvent("dragstart", { bubbles: true, cancelable: true }))"""
    )
    bars.first.hover()
    page.mouse.down()
    bars.nth(4).hover()
    page.mouse.up()
    expect(page.locator("#search")).to_have_value('"fox cost:unknown" cost:0..<0.1')
    expect(page.locator(".tile")).to_have_count(2)
    expect(page.locator("#found-cost")).to_have_text("· $0.034")
    page.locator(".tile .pick").first.click()
    expect(page.locator("#selection strong")).to_have_text("1 selected · $0.030")


def test_what_is_typed_in_the_middle_of_a_search_is_completed_there(page):
    image(prompt="A fox", quality="high")
    page.goto("/gallery/")
    field = page.locator("#search")
    field.fill("qual fox")
    field.evaluate("(it) => it.setSelectionRange(4, 4)")
    field.dispatch_event("input")
    option = page.get_by_role("option")
    # Those for the other word may have come before.
    expect(option).to_have_count(1)
    expect(option).to_contain_text("quality:")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("quality: fox")
    option.filter(has_text="quality:high").click()
    page.wait_for_url("**/?q=quality%3Ahigh+fox*")
    expect(page.locator(".tile")).to_have_count(1)

    field.fill('quality:"hi gh" fox')
    field.evaluate("(it) => it.setSelectionRange(11, 11)")
    field.dispatch_event("input")
    option.filter(has_text="quality:high").click()
    expect(field).to_have_value("quality:high fox")
