"""What starts a run and what must not, and how the new card shows."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from playground.library.models import Generation, Image, SourceImage
from playground.runs.engines.embedded import Worker
from tests import factories
from tests.browser.steps import (
    Held,
    at_once,
    at_rest,
    composed,
    drawn,
    looked_at,
    pick,
    results,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_moves_under_the_pointer_and_a_double_click_buys_once(
    page: Page, picture: Image
) -> None:
    page.goto(f"/images/{picture.code}/")
    page.keyboard.press("v")
    dialog = page.get_by_role("dialog", name="Vary one thing")
    high = dialog.get_by_role("button", name=re.compile("^high"))
    before = high.bounding_box()
    high.dblclick()
    expect(dialog.locator(".vary-results .card")).to_have_count(1)
    assert high.bounding_box() == before
    high.click(force=True)
    at_rest(page)
    assert Generation.objects.count() == 2


def test_generate_is_taken_back_when_a_file_on_its_way_is_refused(page: Page) -> None:
    page.goto("/")
    held = Held(page, "**/sources/")
    page.locator("#prompt").fill("A boat")
    page.set_input_files(
        "#source-files",
        {"name": "notes.png", "mimeType": "image/png", "buffer": b"no picture"},
    )
    page.locator("#generate").click()
    held.take().continue_()
    expect(page.locator("#image-error")).to_be_visible()
    expect(page.locator(".toast")).to_contain_text("Nothing was sent")
    # What is answered after that takes the reason away as little.
    pick(page, "quality", "low")
    composed(page)
    expect(page.locator("#image-error")).to_be_visible()
    assert Generation.objects.count() == 0
    expect(page.locator("#prompt")).to_have_value("A boat")


def test_generate_is_taken_back_when_no_file_of_that_kind_gets_through(
    page: Page, problems: Any
) -> None:
    """A proxy that takes no such weight answers with a status and no word of ours."""
    page.goto("/")
    held = Held(page, "**/sources/")
    page.locator("#prompt").fill("A boat")
    data = factories.picture_bytes()
    file = {"name": "a.png", "mimeType": "image/png", "buffer": data}
    page.set_input_files("#source-files", file)
    page.locator("#generate").click()
    held.take().fulfill(status=413, body="Too large")
    expect(page.locator(".toast", has_text="Nothing was sent")).to_be_visible()
    at_rest(page)
    assert Generation.objects.count() == 0
    problems.forgive("413")


def test_a_key_that_is_held_starts_nothing_and_asks_once(
    page: Page, picture: Image
) -> None:
    page.goto("/")
    again = page.locator(".card").get_by_role("link", name="Again")
    again.focus()
    page.keyboard.down("Enter")
    asked = page.get_by_role("dialog", name="Another draw")
    expect(asked.locator("#ask-run")).to_be_focused()
    for _ in range(3):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    page.locator(".card .shot").hover()
    for _ in range(3):
        page.keyboard.down("a")
    page.keyboard.up("a")
    expect(asked).to_have_count(1)
    # What has grown since its sum was seen is asked for once more.
    asked.locator("#ask-n").fill("7")
    page.keyboard.press("Enter")
    expect(asked.locator("#ask-run")).to_contain_text("7 pictures")
    expect(asked.locator("#ask-run")).to_be_focused()
    at_rest(page)
    assert Generation.objects.count() == 1
    looked_at(page)
    page.keyboard.press("Enter")
    expect(asked).to_have_count(0)
    assert Generation.objects.latest("pk").requested["n"] == 7


PASTE = """([text, withFile, kind = "text/plain"]) => {
  const transfer = new DataTransfer();
  if (text) transfer.items.add(text, kind);
  if (withFile) transfer.items.add(new File(["x"], "image.png", { type: "image/png" }));
  const event = new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true });
  document.getElementById("prompt").dispatchEvent(event);
}"""


# What Figma puts beside a copied picture: no word of it is to be read.
NO_WORDS = "<meta charset='utf-8'><span data-metadata='<!--(figmeta)ey-->'></span>"


def test_pasted_text_is_text_also_with_a_picture_of_it(page: Page) -> None:
    page.goto("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(PASTE, ["A\tB\n1\t2", True])
    page.evaluate(PASTE, ["<table><tr><td>A1</table>", True, "text/html"])
    at_rest(page)
    assert not [url for url in asked if "/sources/" in url]
    assert not SourceImage.objects.exists()
    page.evaluate(PASTE, [NO_WORDS, True, "text/html"])
    expect(page.locator("file-drop .error")).to_contain_text("image.png")


def test_the_studio_asks_again_above_the_limit(page: Page) -> None:
    page.goto("/")
    page.locator("#prompt").fill("Ten of the best")
    pick(page, "quality", "max")
    pick(page, "n", "10")
    composed(page)
    at_once(page)
    page.locator("#generate").click()
    confirm = page.locator("#confirm")
    expect(confirm).to_be_focused()
    expect(confirm).to_have_text(re.compile(r"10 pictures\s*≈ \$2\.1"))
    page.keyboard.press("Enter")
    at_rest(page)
    assert Generation.objects.count() == 0
    looked_at(page)
    page.keyboard.press("Enter")
    expect(page.locator(".run.many .card")).to_have_count(10)
    assert Generation.objects.get().requested["n"] == 10


def test_a_new_card_comes_into_view_however_far_one_has_scrolled(page: Page) -> None:
    for _ in range(12):
        factories.image(pixels=(64, 64), size="1024x1024", thumbnails=True)
    page.goto("/")
    page.locator("#prompt").fill("A boat")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator("#prompt").press("Control+Enter")
    expect(results(page)).to_have_count(13)
    expect(results(page).first).to_be_in_viewport(ratio=0.5)


def test_the_title_of_the_tab_tells_how_it_stands(page: Page, settings: Any) -> None:
    page.goto("/")
    page.locator("#prompt").fill("A boat")
    page.locator("#prompt").press("Control+Enter")
    expect(page).to_have_title(re.compile(r"^\(1 · \d+ s\) Studio"))


def test_the_pictures_of_one_call_stand_together_and_can_be_compared(
    page: Page, worker: Worker
) -> None:
    page.goto("/")
    page.locator("#prompt").fill("Four boats")
    pick(page, "n", "4")
    composed(page)
    page.locator("#generate").click()
    group = page.locator(".run.many")
    expect(group.locator(".card[data-code]")).to_have_count(4)
    group.get_by_role("link", name="Compare these").click()
    expect(page.locator(".pane img")).to_have_count(4)


def test_drawn_cards_leave_no_holes_between_them(page: Page, worker: Worker) -> None:
    for pixels in ((64, 64), (64, 96), (96, 64), (64, 64), (96, 54), (64, 80)):
        factories.image(pixels=pixels, thumbnails=True)
    page.goto("/")
    drawn(page, 6)
    gaps = page.evaluate(
        """() => { const boxes = [...document.querySelectorAll("#results .card")]
          .map((it) => it.getBoundingClientRect());
          const gaps = [];
          for (const box of boxes) {
            const below = boxes.filter((it) => it.top > box.top + 5 && it.left < box.right && it.right > box.left);
            if (below.length) gaps.push(Math.min(...below.map((it) => it.top)) - box.bottom);
          }
          return gaps; }"""
    )
    assert gaps
    assert max(gaps) < 40
