"""Source pictures and masks in the Studio: chosen, dropped, pasted, painted, removed."""

import base64
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from playwright.sync_api import Locator, Page, expect

from playground.library.models import Generation, SourceImage
from playground.runs.engines.embedded import Worker
from tests import factories
from tests.browser.steps import (
    Held,
    composed,
    drawn,
    frames,
    looked_at,
    pick,
    results,
)

pytestmark = pytest.mark.django_db(transaction=True)

# What a file manager or the clipboard hands over.
TRANSFER = """([name, type, encoded]) => {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type }));
  return transfer;
}"""


def transfer(page: Page, name: str, data: bytes, kind: str = "image/png") -> Any:
    encoded = base64.b64encode(data).decode()
    return page.evaluate_handle(TRANSFER, [name, kind, encoded])


def drop(page: Page, name: str, data: bytes, kind: str = "image/png") -> None:
    given = transfer(page, name, data, kind)
    for step in ("dragover", "drop"):
        page.dispatch_event("main", step, {"dataTransfer": given})


def paste(page: Page, name: str, data: bytes) -> None:
    page.evaluate(
        """(clipboardData) => document.activeElement.dispatchEvent(
             new ClipboardEvent("paste", { clipboardData, bubbles: true }))""",
        transfer(page, name, data),
    )


def sources(page: Page) -> Locator:
    return page.get_by_role("list", name="Source images, in order").get_by_role(
        "listitem"
    )


def test_files_are_chosen_dropped_and_pasted_ordered_and_removed(
    page: Page, tmp_path: Path
) -> None:
    chosen = tmp_path / "chosen.png"
    chosen.write_bytes(factories.picture_bytes(colour="teal"))
    page.goto("/")
    page.locator("#prompt").fill("make it evening")
    page.locator("#source-files").set_input_files(chosen)
    expect(sources(page)).to_have_count(1)
    drop(page, "dropped.png", factories.picture_bytes(colour="plum"))
    expect(sources(page)).to_have_count(2)
    paste(page, "pasted.png", factories.picture_bytes(colour="olive"))
    expect(sources(page)).to_have_count(3)
    expect(page.locator(".drop")).not_to_have_attribute("data-over", "")

    page.get_by_role("button", name="Move pasted.png up").click()
    expect(sources(page).nth(1)).to_contain_text("pasted.png")
    page.get_by_role("button", name="Remove chosen.png").click()
    expect(sources(page)).to_have_count(2)
    expect(sources(page).first).to_contain_text("pasted.png")
    expect(sources(page).first).to_contain_text("64×48")
    expect(page.locator("#prompt")).to_have_value("make it evening")

    page.reload()
    expect(sources(page)).to_have_count(2)
    expect(page.locator("#prompt")).to_have_value("make it evening")


def test_a_file_that_is_no_picture_is_refused_and_the_rest_stays(page: Page) -> None:
    page.goto("/")
    # What was typed is answered first: a later answer would take the error away.
    with page.expect_response("**/compose/"):
        page.locator("#prompt").fill("make it evening")
    composed(page)
    drop(page, "good.png", factories.picture_bytes())
    expect(sources(page)).to_have_count(1)
    drop(page, "notes.png", b"these are only words")

    expect(page.locator("#image-error")).to_be_visible()
    expect(page.locator("#source-files")).to_have_attribute("aria-invalid", "true")
    expect(sources(page)).to_have_count(1)
    expect(page.locator("#prompt")).to_have_value("make it evening")
    assert SourceImage.objects.count() == 1


def test_files_arrive_although_the_composer_answers_while_they_are_chosen(
    page: Page,
) -> None:
    page.goto("/")
    page.locator("#prompt").fill("make it evening")
    # The prompt was left, so the composer answers while the person looks for files.
    with page.expect_response("**/compose/"), page.expect_file_chooser() as chooser:
        page.get_by_text("Add source images").click()
    composed(page)
    photo = {"name": "photo.png", "mimeType": "image/png"}
    chooser.value.set_files([{**photo, "buffer": factories.picture_bytes()}])  # type: ignore[list-item]
    expect(sources(page)).to_have_count(1)
    expect(page.locator("#prompt")).to_have_value("make it evening")


def test_what_is_chosen_while_files_are_on_their_way_stays(page: Page) -> None:
    page.goto("/")
    held = Held(page, "**/sources/")
    drop(page, "large.png", factories.picture_bytes())
    drop(page, "larger.png", factories.picture_bytes(colour="plum"))
    pick(page, "quality", "high")
    composed(page, "#composer-fields")
    page.locator("#prompt").fill("make it evening")
    page.locator("#prompt").press("Control+Enter")
    frames(page)
    assert not Generation.objects.exists()
    for count in (1, 2):
        held.take().continue_()
        expect(sources(page)).to_have_count(count)
    # Sources have a price, which was not on the button when it was pressed.
    note = page.locator("#composer-foot [role=alert]")
    expect(note).to_contain_text("the sum for what you have just chosen")
    expect(page.locator("#prompt")).to_have_value("make it evening")
    looked_at(page)
    page.locator("#generate").click()
    expect(results(page)).to_have_count(1)
    assert Generation.objects.get().generation_sources.count() == 2

    composed(page)
    expect(page.locator("#quality-high")).to_be_checked()
    expect(page.locator("#prompt")).to_have_value("make it evening")
    expect(page.get_by_role("button", name="Paint a mask", exact=True)).to_be_visible()
    page.reload()
    expect(sources(page)).to_have_count(2)
    expect(page.locator("#quality-high")).to_be_checked()


def test_words_can_be_dropped_and_pasted_where_they_belong(page: Page) -> None:
    """Only files are taken away from the field under them."""
    page.goto("/")
    page.locator("#prompt").focus()
    page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", "words");
          const event = new ClipboardEvent("paste", {
            clipboardData, bubbles: true, cancelable: true });
          document.body.dataset.passed = document.activeElement.dispatchEvent(event);
        }"""
    )
    assert page.evaluate("document.body.dataset.passed") == "true"
    expect(sources(page)).to_have_count(0)


def test_edit_with_a_painted_mask_runs_on_the_picture(
    page: Page, worker: Worker
) -> None:
    kept = factories.image(
        data=factories.picture_bytes(size=(256, 256)), thumbnails=True
    )
    page.goto("/")
    # Its buttons are its scripts' business.
    with page.expect_navigation():
        results(page).get_by_role("button", name="Edit").click()
    expect(sources(page)).to_have_count(1)
    page.locator("#prompt").fill("a red balloon")

    page.get_by_role("button", name="Paint a mask").click()
    painter = page.get_by_role("dialog", name="Paint what may change")
    frame = painter.locator("[data-frame]")
    expect(painter.locator("[data-size-text]")).to_have_text(re.compile(r"\d+ px"))
    box = frame.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 40, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=5)
    page.mouse.up()
    painter.get_by_role("button", name="Done").click()

    expect(painter).to_be_hidden()
    chip = page.locator(".over-source .chip")
    expect(chip).to_have_text("Mask")
    expect(page.locator("#prompt")).to_have_value("a red balloon")
    composed(page)
    page.locator("#prompt").press("Control+Enter")
    drawn(page, 2)
    run = Generation.objects.order_by("pk").last()
    assert run is not None
    assert run.requested["mask"]
    used = run.generation_sources.get(role="image").source
    assert used.image == kept
    painted = run.generation_sources.get(role="mask").source
    with default_storage.open(painted.file) as file:
        mask = Pillow.open(BytesIO(file.read()))
        assert (mask.size, mask.mode) == ((256, 256), "RGBA")

    # Without its source there is nothing to mask.
    page.get_by_role("button", name=re.compile("^Remove (?!the)")).click()
    expect(sources(page)).to_have_count(0)
    expect(chip).to_have_count(0)
    assert page.locator('[name="mask"]').count() == 0
