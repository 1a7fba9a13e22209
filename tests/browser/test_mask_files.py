"""What the mask painter is given and hands over, and what it asks before it closes."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.painting import (
    HEIGHT,
    RESULT,
    WIDTH,
    draw,
    opened,
    png,
    result,
    serve,
    share_painted,
)
from tests.browser.steps import Held

DROP = """async () => {
  const canvas = new OffscreenCanvas(600, 400);
  canvas.getContext("2d").fillRect(0, 0, 600, 200);
  const blob = await canvas.convertToBlob({ type: "image/png" });
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([blob], "mask.png", { type: "image/png" }));
  const frame = document.querySelector("[data-frame]");
  frame.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
}"""


def test_only_what_was_not_taken_over_is_asked_about(page: Page) -> None:
    frame = opened(page)
    draw(page, frame, -50, 50)
    result(page)
    page.click("#opener")
    page.keyboard.press("Escape")
    expect(page.locator("#painter")).to_be_hidden()
    page.click("#opener")
    page.get_by_role("button", name="Clear").click()
    page.keyboard.press("Escape")
    asked = page.get_by_role("alertdialog", name="Leave?")
    asked.get_by_role("button", name="Keep painting").click()
    page.keyboard.press("Control+z")
    page.keyboard.press("Escape")
    expect(page.locator("#painter")).to_be_hidden()


def test_strokes_painted_while_the_file_is_made_are_asked_about(page: Page) -> None:
    frame = opened(page)
    page.evaluate(
        """() => {
          const { prototype } = OffscreenCanvas;
          const convert = prototype.convertToBlob;
          const held = new Promise((go) => (window.go = go));
          prototype.convertToBlob = async function (options) {
            await held;
            return convert.call(this, options);
          };
        }"""
    )
    draw(page, frame, -50, 50)
    page.get_by_role("button", name="Done").click()
    draw(page, frame, -50, 50, 40)
    page.evaluate("go()")
    asked = page.get_by_role("alertdialog", name="Leave?")
    asked.get_by_role("button", name="Take it over").click()
    expect(page.locator("#painter")).to_be_hidden()


def test_a_mask_file_is_taken_and_can_be_painted_on(page: Page, tmp_path: Path) -> None:
    mask = Image.new("RGBA", (WIDTH, HEIGHT), "black")
    mask.paste((0, 0, 0, 0), (0, 0, WIDTH // 2, HEIGHT))
    path = tmp_path / "mask.png"
    path.write_bytes(png(mask))
    frame = opened(page)
    page.set_input_files("[data-load]", path)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    draw(page, frame, 60, 100)
    alpha = result(page).getchannel("A")
    assert alpha.getpixel((10, 10)) == 0
    assert alpha.getpixel((WIDTH - 10, 10)) == 255
    assert alpha.getpixel((WIDTH // 2 + 40, HEIGHT // 2)) == 0


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (Image.new("RGBA", (WIDTH, 300)), "600×400"),
        (Image.new("RGB", (WIDTH, HEIGHT)), "opaque everywhere"),
    ],
)
def test_an_unfit_mask_file_is_refused_with_the_reason(
    page: Page, tmp_path: Path, picture: Image.Image, words: str
) -> None:
    path = tmp_path / "mask.png"
    path.write_bytes(png(picture))
    opened(page)
    page.set_input_files("[data-load]", path)
    expect(page.locator(".toast")).to_contain_text(words)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_an_empty_mask_is_not_taken_over(page: Page) -> None:
    opened(page)
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".toast")).to_contain_text("Nothing is painted yet")
    expect(page.locator("#painter")).to_be_visible()


def test_closing_keeps_the_paint_but_hands_nothing_over(page: Page) -> None:
    frame = opened(page)
    draw(page, frame, -50, 50)
    page.keyboard.press("Escape")
    asked = page.get_by_role("alertdialog", name="Leave?")
    expect(asked.get_by_role("button", name="Keep painting")).to_be_focused()
    asked.get_by_role("button", name="Leave it for later").click()
    expect(page.locator("#painter")).to_be_hidden()
    expect(page.locator("#opener")).to_be_focused()
    assert page.evaluate(RESULT) is None
    page.click("#opener")
    assert share_painted(result(page)) > 0


def test_the_earlier_mask_is_there_before_the_first_stroke(page: Page) -> None:
    serve(page, "mask")
    page.goto("/painter/")
    holes = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 255))
    holes.paste((0, 0, 0, 0), (0, 0, WIDTH, 40))
    file = {"name": "mask.png", "mimeType": "image/png", "buffer": png(holes)}
    page.set_input_files("#result", file)
    page.evaluate(
        """() => {
          const decode = window.createImageBitmap;
          const held = new Promise((go) => (window.go = go));
          window.createImageBitmap = async (file) => (await held, decode(file));
        }"""
    )
    page.click("#opener")
    painter = page.locator("mask-painter[aria-busy=true]")
    expect(painter).to_be_visible()
    draw(page, page.locator("[data-frame]"), -50, 50)
    page.get_by_role("button", name="Invert").click()
    page.get_by_role("button", name="Clear").click()
    page.evaluate("go()")
    expect(painter).to_have_count(0)
    assert share_painted(result(page)) == pytest.approx(0.1, abs=0.001)

    # A mask that is dropped onto the painter is taken by it.
    page.click("#opener")
    page.evaluate(DROP)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    assert share_painted(result(page)) == pytest.approx(0.5, abs=0.001)


def test_a_dropped_mask_is_painted_over_the_earlier_one_that_comes_late(
    page: Page,
) -> None:
    serve(page, "mask")
    page.goto("/painter/")
    painter = page.locator("mask-painter")
    painter.evaluate("it => (it.dataset.current = '/painter/earlier.png')")
    held = Held(page, "**/earlier.png")
    page.click("#opener")
    # Its script, which comes late, is there.
    expect(painter).to_have_attribute("aria-busy", "true")
    page.evaluate(DROP)
    earlier = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 255))
    earlier.paste((0, 0, 0, 0), (0, 0, WIDTH, 40))
    held.take().fulfill(body=png(earlier), content_type="image/png")
    assert share_painted(result(page)) == pytest.approx(0.5, abs=0.001)

    # One that breaks off leaves a painter that can be painted in.
    page.reload()
    painter.evaluate("it => (it.dataset.current = '/painter/earlier.png')")
    page.evaluate(
        "() => void (Response.prototype.blob = () => Promise.reject(new TypeError()))"
    )
    page.click("#opener")
    held.take().fulfill(body=png(earlier), content_type="image/png")
    expect(page.locator("#toasts")).to_contain_text("could not be loaded")
    expect(painter).not_to_have_attribute("aria-busy", "true")
