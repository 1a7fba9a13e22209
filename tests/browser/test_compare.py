"""Compare: looking closely at several pictures at once."""

import io
import math
import re
from typing import Any

import pytest
from PIL import Image as Pillow
from PIL import ImageChops
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.comparing import (
    boxes,
    compare,
    look,
    pictures,
    settled,
)
from tests.browser.steps import frames

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_panes_zoom_together_with_the_keys(page: Page) -> None:
    compare(page, pictures("low", "medium", "high"))
    page.keyboard.press("+")
    page.keyboard.press("+")
    settled(page)

    assert look(page)["zoom"] == pytest.approx(1.5625, abs=0.001)
    widths = {round(box["width"], 1) for box in boxes(page)}
    assert len(widths) == 1

    page.keyboard.press("-")
    settled(page)
    assert look(page)["zoom"] == pytest.approx(1.25, abs=0.001)
    page.keyboard.press("z")
    settled(page)
    assert look(page) == {"zoom": 1, "x": 0.5, "y": 0.5}
    page.keyboard.press("z")
    settled(page)
    expect(page.locator(".zoomer output")).to_have_text("100 %")
    assert boxes(page)[0]["width"] == pytest.approx(800, abs=1)
    # By its name a picture is dragged out as its file.
    taken = page.locator(".pane .name a").first.evaluate(
        """link => {
          const dataTransfer = new DataTransfer();
          const options = { bubbles: true, cancelable: true, dataTransfer };
          link.dispatchEvent(new DragEvent("dragstart", options));
          return dataTransfer.getData("DownloadURL");
        }"""
    )
    code = page.locator(".pane").first.get_attribute("data-code")
    assert re.fullmatch(
        rf"image/png:[^:]+_low_[0-9x]+\.png:http.*/images/{code}/download", taken
    )


def test_at_its_real_size_a_picture_is_shown_pixel_for_pixel(new_context: Any) -> None:
    """Panes of half a pixel's width, and a picture put between pixels, would blur it."""
    page = new_context(viewport={"width": 1025, "height": 801}).new_page()
    noise = Pillow.effect_noise((1536, 1024), 60).convert("RGB")
    file = io.BytesIO()
    noise.save(file, "PNG")
    images = [
        factories.image(data=file.getvalue(), quality=it) for it in ("low", "high")
    ]
    compare(page, images)
    page.keyboard.press("z")
    settled(page)
    shot = Pillow.open(io.BytesIO(page.screenshot())).convert("RGB")
    for window, plate in page.evaluate(
        """() => [...document.querySelectorAll(".pane")].map((pane) =>
             [".window", ".plate"].map((part) => {
               const { left, top, right, bottom } = pane.querySelector(part).getBoundingClientRect();
               return [left, top, right, bottom];
             }))"""
    ):
        assert plate[:2] == [round(it) for it in plate[:2]]
        seen = [math.ceil(it) for it in window[:2]] + [int(it) for it in window[2:]]
        left, top = seen[0] - round(plate[0]), seen[1] - round(plate[1])
        own = noise.crop((left, top, left + seen[2] - seen[0], top + seen[3] - seen[1]))
        difference = ImageChops.difference(shot.crop(tuple(seen)), own)
        assert max(high for _, high in difference.getextrema()) <= 1


@pytest.mark.parametrize("width", [390, 768])
def test_the_panes_do_not_jump_while_the_page_loads(
    new_context: Any, width: int
) -> None:
    context = new_context(viewport={"width": width, "height": 844})
    context.add_init_script(
        """globalThis.moved = 0;
           new PerformanceObserver((list) => {
             for (const entry of list.getEntries()) globalThis.moved += entry.value;
           }).observe({ type: "layout-shift", buffered: true });"""
    )
    page = context.new_page()
    compare(page, pictures("low", "medium", "high"))
    settled(page)
    assert page.evaluate("moved") == pytest.approx(0, abs=0.001)


def test_pictures_of_other_sizes_stay_aligned_by_fraction(page: Page) -> None:
    small, large = pictures("low")[0], pictures("high", size=(1600, 1200))[0]
    compare(page, [small, large], zoom=4, x=0.3, y=0.6)
    settled(page)

    for box in boxes(page):
        assert box["x"] == pytest.approx(0.3, abs=0.01)
        assert box["y"] == pytest.approx(0.6, abs=0.01)


def test_the_zoom_of_other_sizes_is_a_range(page: Page) -> None:
    small, large = pictures("low")[0], pictures("high", size=(1600, 1200))[0]
    compare(page, [small, large])
    page.keyboard.press("z")
    settled(page)
    expect(page.locator(".zoomer output")).to_have_text("50–100 %")

    page.keyboard.press("z")
    expect(page.locator(".zoomer output")).to_have_text(
        re.compile(r"^fit · \d+–\d+ %$")
    )


@pytest.mark.parametrize(
    ("size", "rows"),
    [
        ((600, 600), {1440: 1, 800: 2, 390: 2}),
        ((600, 800), {1440: 1}),
        ((900, 600), {1440: 2}),
    ],
)
def test_four_stand_in_one_row_where_that_makes_them_larger(
    page: Page, size: tuple[int, int], rows: dict[int, int]
) -> None:
    compare(page, pictures("low", "medium", "high", "low", size=size))
    for width, expected in rows.items():
        page.set_viewport_size({"width": width, "height": 900})
        frames(page)
        settled(page)
        panes = [pane.bounding_box() for pane in page.locator(".pane").all()]
        assert len({box["y"] for box in panes if box}) == expected
        assert len({round(box["width"]) for box in panes if box}) == 1
        page.get_by_label("Wipe", exact=True).check()
        wiped = page.locator(".pane").first.bounding_box()
        assert wiped
        assert wiped["width"] == width
        page.get_by_label("Side by side", exact=True).check()


def test_arrows_and_dragging_move_all_panes(page: Page) -> None:
    compare(page, pictures("low", "high"), zoom=4)
    settled(page)
    page.keyboard.press("ArrowRight")
    settled(page)
    assert look(page)["x"] > 0.5

    box = page.locator(".pane").nth(1).bounding_box()
    assert box
    before = look(page)
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 160, steps=4)
    page.mouse.up()
    settled(page)
    after = look(page)
    assert after["x"] < before["x"]
    assert after["y"] > before["y"]
    first, second = boxes(page)
    assert first["x"] == pytest.approx(second["x"], abs=0.001)


def test_the_wheel_zooms_where_the_pointer_is(page: Page) -> None:
    compare(page, pictures("low", "high"))
    box = page.locator(".pane").first.bounding_box()
    assert box
    at = box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.5
    under = """([x, y]) => {
      const plate = document.querySelector(".plate").getBoundingClientRect();
      return (x - plate.left) / plate.width;
    }"""
    before = page.evaluate(under, at)
    page.mouse.move(*at)
    page.mouse.wheel(0, -600)
    expect(page.locator(".panes")).to_have_attribute("data-zoomed", "")
    settled(page)

    assert look(page)["zoom"] > 1.5
    assert page.evaluate(under, at) == pytest.approx(before, abs=0.01)


def test_a_fitting_picture_lets_the_wheel_scroll_to_the_table(page: Page) -> None:
    compare(page, pictures("low", "high"))
    page.mouse.move(300, 300)
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => window.scrollY > 0")
    assert look(page)["zoom"] == 1


def test_two_fingers_zoom(new_context: Any, problems: Any) -> None:
    images = pictures("low", "high")
    context = new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    compare(page, images)
    box = page.locator(".pane").first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = context.new_cdp_session(page)

    def touch(kind: str, apart: float) -> None:
        points = [{"x": x - apart, "y": y}, {"x": x + apart, "y": y}]
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": points if kind != "touchEnd" else []},
        )

    touch("touchStart", 20)
    for apart in (30, 40, 60):
        touch("touchMove", apart)
    touch("touchEnd", 60)
    settled(page)

    assert look(page)["zoom"] == pytest.approx(3, abs=0.35)
    assert not problems


def test_pixels_are_not_smoothed_from_three_hundred_percent(page: Page) -> None:
    compare(page, pictures("low", "high", size=(64, 48)))
    page.keyboard.press("z")
    settled(page)
    expect(page.locator(".plate.pixels")).to_have_count(0)
    for _ in range(5):
        page.keyboard.press("+")
    settled(page)

    expect(page.locator(".zoomer output")).to_have_text("305 %")
    rendering = page.locator(".plate.pixels img").first.evaluate(
        "(it) => getComputedStyle(it).imageRendering"
    )
    assert rendering == "pixelated"


def test_the_originals_own_pixels_are_shown_each_loaded_once(page: Page) -> None:
    images = pictures("low", "high", size=(1600, 1200))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    compare(page, images)

    expect(page.locator('.plate[data-original="shown"]')).to_have_count(2)
    expect(page.locator(".plate img")).to_have_count(2)
    for key in ("1", "0", "1", "+"):
        page.keyboard.press(key)
        settled(page)
    originals = [url for url in asked if url.endswith("/file")]
    assert sorted(set(originals)) == sorted(originals)
    assert len(originals) == 2
    for image in images:
        shown = page.locator(f'[data-code="{image.code}"] .plate img')
        assert str(shown.get_attribute("src")).endswith(f"{image.code}/file")


def test_five_portraits_cover_more_than_two_thirds_of_the_stage(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    images = pictures("low", "medium", "high", "xhigh", "max", size=(640, 960))
    compare(page, images)
    settled(page)
    covered = page.evaluate(
        """() => {
          const stage = document.querySelector(".panes");
          const area = (it) => {
            const box = it.getBoundingClientRect();
            return box.width * box.height;
          };
          const plates = [...stage.querySelectorAll(".plate")];
          return plates.reduce((sum, it) => sum + area(it), 0) / area(stage);
        }"""
    )
    assert covered > 2 / 3
