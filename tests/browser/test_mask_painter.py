"""Painting a mask: strokes, keys, zoom, two fingers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.painting import (
    HEIGHT,
    WIDTH,
    centre,
    draw,
    opened,
    result,
    result_again,
    serve,
    share_painted,
)


def test_what_is_painted_becomes_transparent_in_a_png_of_the_sources_size(
    page: Page,
) -> None:
    frame = opened(page)
    draw(page, frame, -100, 100)
    mask = result(page)
    assert mask.format == "PNG"
    assert mask.mode == "RGBA"
    assert mask.size == (WIDTH, HEIGHT)
    alpha = mask.getchannel("A")
    assert alpha.getpixel((WIDTH // 2, HEIGHT // 2)) == 0
    assert alpha.getpixel((5, 5)) == 255
    levels = alpha.histogram()
    assert sum(levels[1:255]) == 0, "a mask knows no half measures"


def test_the_eraser_takes_paint_away(page: Page) -> None:
    frame = opened(page)
    draw(page, frame, -100, 100)
    page.keyboard.press("e")
    draw(page, frame, -40, 40)
    alpha = result(page).getchannel("A")
    assert alpha.getpixel((WIDTH // 2, HEIGHT // 2)) == 255
    assert alpha.histogram()[0] > 0


def test_undo_and_redo_go_back_and_forth_by_strokes(page: Page) -> None:
    frame = opened(page)
    draw(page, frame, -100, 100, y=-60)
    draw(page, frame, -100, 100, y=60)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.keyboard.press("Control+Shift+z")
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    once = share_painted(result(page))
    page.click("#opener")
    page.get_by_role("button", name="Redo").click()
    assert share_painted(result(page)) == pytest.approx(2 * once, rel=0.05)


def test_clear_and_invert_can_be_undone(page: Page) -> None:
    frame = opened(page)
    draw(page, frame, -100, 100)
    page.get_by_role("button", name="Invert").click()
    inverted = share_painted(result(page))
    assert inverted > 0.9
    page.click("#opener")
    page.get_by_role("button", name="Clear").click()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert share_painted(result(page)) == pytest.approx(1 - inverted, abs=0.002)


def test_it_paints_by_keyboard_alone(page: Page) -> None:
    serve(page, "mask")
    page.goto("/painter/")
    page.focus("#opener")
    page.keyboard.press("Enter")
    frame = page.locator("[data-frame]")
    expect(page.locator("[data-size-text]")).to_have_text("38 px")
    frame.focus()
    page.keyboard.press("Enter")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    mask = result(page)
    alpha = mask.getchannel("A")
    assert alpha.getpixel((WIDTH // 2 + 50, HEIGHT // 2)) == 0
    assert alpha.getpixel((WIDTH // 2 - 50, HEIGHT // 2)) == 255
    expect(page.locator("#opener")).to_be_focused()


def test_a_change_of_the_whole_ends_the_stroke_that_is_open(page: Page) -> None:
    """The brush lies on the picture, put down by key; each step can be undone."""
    frame = opened(page)
    frame.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("i")
    page.keyboard.press("ArrowRight")
    assert 0.9 < share_painted(result(page)) < 1
    page.click("#opener")
    for _ in range(2):
        page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_space_paints_while_it_is_held(page: Page) -> None:
    frame = opened(page)
    frame.focus()
    page.keyboard.down(" ")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.up(" ")
    page.keyboard.press("Shift+ArrowLeft")
    alpha = result(page).getchannel("A")
    assert alpha.getpixel((WIDTH // 2 - 60, HEIGHT // 2)) == 0
    assert alpha.getpixel((WIDTH // 2 - 150, HEIGHT // 2)) == 255


def test_brackets_change_the_size_of_the_brush(page: Page) -> None:
    opened(page)
    page.keyboard.press("]")
    expect(page.locator("[data-size-text]")).to_have_text("46 px")
    page.keyboard.press("[")
    expect(page.locator("[data-size-text]")).to_have_text("38 px")


def test_zoomed_in_paint_lands_where_the_pointer_is(page: Page) -> None:
    frame = opened(page)
    x, y = centre(frame)
    page.mouse.move(x + 100, y)
    page.mouse.wheel(0, -600)
    expect(page.locator("[data-zoom]")).not_to_have_text("100 %")
    page.mouse.down()
    page.mouse.up()
    scale = page.evaluate("document.querySelector('mask-painter').view.fitting")
    alpha = result(page).getchannel("A")
    assert alpha.getpixel((WIDTH // 2 + round(100 / scale), HEIGHT // 2)) == 0
    assert share_painted(result_again(page)) < 0.02


def test_two_fingers_move_and_zoom_and_never_paint(
    new_context: Callable[..., BrowserContext],
) -> None:
    context = new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    frame = opened(page)
    before = page.locator("[data-zoom]").inner_text()
    x, y = centre(frame)
    cdp = context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        cdp.send(
            "Input.dispatchTouchEvent",
            {
                "type": kind,
                "touchPoints": [
                    {"x": x + dx, "y": y + dy, "id": number}
                    for number, (dx, dy) in enumerate(points)
                ],
            },
        )

    touch("touchStart", (-20, 0))
    touch("touchMove", (-25, 0))
    touch("touchStart", (-25, 0), (20, 0))
    for spread in range(30, 90, 10):
        touch("touchMove", (-spread, 0), (spread, 0))
    touch("touchEnd")
    expect(page.locator("[data-zoom]")).not_to_have_text(before)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    touch("touchStart", (0, 0))
    touch("touchMove", (20, 20))
    touch("touchEnd")
    assert result(page).getchannel("A").histogram()[0] > 0


def test_markup_keeps_its_colour_on_a_transparent_ground(page: Page) -> None:
    frame = opened(page, "markup")
    page.get_by_label("Blue").check(force=True)
    draw(page, frame, -100, 100)
    drawing = result(page)
    assert drawing.size == (WIDTH, HEIGHT)
    assert drawing.getpixel((WIDTH // 2, HEIGHT // 2)) == (0, 0x91, 0xFF, 255)
    assert drawing.getpixel((5, 5)) == (0, 0, 0, 0)


def test_its_keys_are_in_the_list(page: Page) -> None:
    opened(page)
    page.keyboard.press("Escape")
    page.locator("body").press("?")
    expect(page.locator("#keys")).to_contain_text("Mask painter")
    expect(page.locator("#keys")).to_contain_text("Paint while held")


@pytest.mark.parametrize("mode", ["mask", "markup"])
def test_axe_finds_nothing(
    page: Page, check_accessibility: Callable[..., None], mode: str
) -> None:
    opened(page, mode)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        check_accessibility(page, "dialog[open]")
