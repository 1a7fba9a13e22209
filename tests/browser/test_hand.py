"""Small things under the hand: the caret, the trash, the draft, what was just started."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from playground.library.models import Generation, Image, SourceImage
from playground.runs.engines.embedded import Worker
from tests import factories
from tests.browser.steps import at_hand, at_rest, composed, drawn, pick, results, slow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def picture() -> Image:
    return factories.image(
        quality="low", size="1024x1024", pixels=(1024, 1024), thumbnails=True
    )


# --- The caret, and keys ----------------------------------------------------


def test_after_edit_letters_are_words_and_start_nothing(
    page: Page, picture: Image
) -> None:
    page.goto("/")
    at_hand(page, results(page))
    results(page).get_by_role("button", name="Edit").click()
    expect(page.locator(".source-list li")).to_have_count(1)
    expect(page.locator("#prompt")).to_be_focused()
    page.keyboard.type("Add a boat")
    expect(page.locator("#prompt")).to_have_value("Add a boat")
    composed(page)
    assert Generation.objects.count() == 1
    expect(page.locator(".baseline")).to_have_count(0)


def test_letters_go_to_the_prompt_even_when_it_has_lost_the_caret(
    page: Page, picture: Image
) -> None:
    page.goto(f"/?from={picture.code}")
    # As a late answer does, that takes the element with the focus away.
    page.evaluate(
        """() => { const prompt = document.getElementById("prompt");
          const mark = prompt.dataset.aboutToWrite; prompt.blur();
          prompt.dataset.aboutToWrite = mark; }"""
    )
    page.keyboard.type(" abq")
    expect(page.locator("#prompt")).to_have_value(re.compile(" abq$"))
    assert Generation.objects.count() == 1


@pytest.mark.parametrize("path", ["/", "/gallery/", "image"])
def test_the_same_keys_work_on_pictures_of_every_page(
    page: Page, picture: Image, path: str
) -> None:
    page.goto(picture.get_absolute_url() if path == "image" else path)
    page.keyboard.press("Escape")
    if path != "image":
        page.locator(f':is(.card, .tile)[data-code="{picture.code}"]').hover()
    for key, name in (("v", "Vary"), ("a", "Another draw"), ("q", "Quality side")):
        page.keyboard.press(key)
        dialog = page.get_by_role("dialog", name=re.compile(f"^{name}"))
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    assert Generation.objects.count() == 1


def test_arrows_walk_through_the_feed_which_is_one_stop_for_tab(page: Page) -> None:
    for _ in range(7):
        factories.image(pixels=(64, 64), thumbnails=True)
    factories.generation(state="failed", cost_usd=None)
    page.goto("/")
    cards = results(page)
    expect(cards.locator("a[tabindex='0'], button[tabindex='0']").first).to_be_visible()
    cards.nth(1).locator("a").first.focus()
    for key, at in (("ArrowRight", 2), ("Home", 0), ("ArrowRight", 1), ("End", 7)):
        page.keyboard.press(key)
        expect(cards.nth(at).locator(":focus")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    above = cards.filter(has=page.locator(":focus"))
    assert above.bounding_box()["y"] < cards.nth(7).bounding_box()["y"]
    others = cards.filter(has_not=page.locator(":focus"))
    expect(others.locator("[tabindex='0']")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Picture below")


def test_a_question_mark_lists_the_keys_of_an_open_dialog(
    page: Page, picture: Image
) -> None:
    page.goto(picture.get_absolute_url())
    page.keyboard.press("v")
    dialog = page.get_by_role("dialog", name="Vary one thing")
    expect(dialog).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()


# --- Money ------------------------------------------------------------------


def test_nothing_moves_under_the_pointer_and_a_double_click_buys_once(
    page: Page, picture: Image
) -> None:
    page.goto(f"/images/{picture.code}/")
    page.keyboard.press("v")
    dialog = page.get_by_role("dialog", name="Vary one thing")
    high = dialog.get_by_role("button", name=re.compile("^high"))
    before = high.bounding_box()
    high.dblclick()
    expect(dialog.locator("#vary-results .card")).to_have_count(1)
    assert high.bounding_box() == before
    high.click(force=True)
    at_rest(page)
    assert Generation.objects.count() == 2


def test_generate_is_taken_back_when_a_file_on_its_way_is_refused(page: Page) -> None:
    page.goto("/")
    slow(page, 500)
    page.locator("#prompt").fill("A boat")
    page.set_input_files(
        "#source-files",
        {"name": "notes.png", "mimeType": "image/png", "buffer": b"no picture"},
    )
    page.locator("#generate").click()
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
    held: list[Route] = []
    page.route("**/sources/", lambda route: held.append(route))
    page.locator("#prompt").fill("A boat")
    data = factories.picture_bytes()
    file = {"name": "a.png", "mimeType": "image/png", "buffer": data}
    with page.expect_request("**/sources/"):
        page.set_input_files("#source-files", file)
    page.locator("#generate").click()
    held[0].fulfill(status=413, body="Too large")
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


def test_pasted_text_is_text_also_with_a_picture_of_it(page: Page) -> None:
    page.goto("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(PASTE, ["A\tB\n1\t2", True])
    page.evaluate(PASTE, ["<table><tr><td>A1</table>", True, "text/html"])
    at_rest(page)
    assert not [url for url in asked if "/sources/" in url]
    assert not SourceImage.objects.exists()


def test_the_studio_asks_again_above_the_limit(
    page: Page, worker: Worker, settings: Any
) -> None:
    page.goto("/")
    page.locator("#prompt").fill("Ten of the best")
    pick(page, "quality", "max")
    pick(page, "n", "10")
    composed(page)
    page.locator("#generate").click()
    confirm = page.locator("#confirm")
    expect(confirm).to_be_focused()
    expect(confirm).to_have_text(re.compile(r"10 pictures\s*≈ \$2\.1"))
    assert Generation.objects.count() == 0
    page.keyboard.press("Enter")
    expect(page.locator(".run.many .card")).to_have_count(10)
    assert Generation.objects.get().requested["n"] == 10


# --- What was just started --------------------------------------------------


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
    expect(group.locator(".card[data-code]")).to_have_count(4, timeout=20_000)
    group.get_by_role("link", name="Compare these").click()
    expect(page.locator(".pane img")).to_have_count(4)


# --- The trash --------------------------------------------------------------


def test_delete_puts_a_picture_into_the_trash_and_undo_brings_it_back(
    page: Page, picture: Image
) -> None:
    page.goto("/")
    card = page.locator(f'.card[data-code="{picture.code}"]')
    at_hand(page, card)
    page.keyboard.press("Delete")
    expect(card).to_be_hidden()
    expect(page.locator(".toast")).to_contain_text("Moved to the trash")
    picture.refresh_from_db()
    assert picture.trashed_at is not None
    assert page.url.endswith("/")

    page.locator("main").focus()
    page.keyboard.press("Control+z")
    expect(card).to_be_visible()
    picture.refresh_from_db()
    assert picture.trashed_at is None


# --- What was typed and not sent --------------------------------------------


def test_an_unsent_prompt_survives_pinning_a_baseline(
    page: Page, picture: Image
) -> None:
    page.goto("/")
    page.locator("#prompt").fill("Not sent yet")
    at_hand(page, results(page))
    page.keyboard.press("b")
    toast = page.locator(".toast")
    expect(toast).to_contain_text("Not sent yet")
    toast.get_by_role("button", name="Undo").click()
    expect(page.locator("#prompt")).to_have_value("Not sent yet")


def test_an_earlier_prompt_can_be_undone(page: Page) -> None:
    factories.generation(prompt="A lighthouse in fog")
    page.goto("/")
    page.locator("#prompt").press_sequentially("Mine")
    page.get_by_role("link", name="Prompts used before").click()
    page.get_by_role("button", name=re.compile("lighthouse")).click()
    prompt = page.locator("#prompt")
    expect(prompt).to_have_value("A lighthouse in fog")
    expect(prompt).to_be_focused()
    page.keyboard.press("Control+z")
    expect(prompt).to_have_value("Mine")


def test_two_tabs_keep_what_each_has_typed(new_context: Any, problems: Any) -> None:
    context = new_context()
    one, two = context.new_page(), context.new_page()
    for tab, words in ((one, "In the first"), (two, "In the second")):
        tab.goto("/")
        with tab.expect_response("**/compose/"):
            tab.locator("#prompt").fill(words)
        composed(tab)
    for tab, words in ((one, "In the first"), (two, "In the second")):
        tab.reload()
        expect(tab.locator("#prompt")).to_have_value(words)
    assert not problems


# --- Picks ------------------------------------------------------------------


def test_picks_count_right_however_fast_the_keys_come(page: Page) -> None:
    for _ in range(3):
        factories.image(thumbnails=True)
    page.goto("/gallery/")
    slow(page, 200)
    for tile in page.locator(".tile").all():
        tile.hover()
        page.keyboard.press("x")
    page.keyboard.press("c")
    page.wait_for_url("**/compare/?**")
    expect(page.locator(".pane")).to_have_count(3)


def test_a_tick_that_is_let_go_before_its_answer_stays_let_go(page: Page) -> None:
    factories.image(thumbnails=True)
    page.goto("/gallery/")
    slow(page, 150)
    page.locator(".tile").hover()
    for _ in range(4):
        page.keyboard.press("x")
    expect(page.locator(".tile[data-selected]")).to_have_count(0)
    at_rest(page)
    expect(page.locator("selection-bar")).to_be_hidden()
    expect(page.locator(".tile[data-selected]")).to_have_count(0)


# --- Narrow screens ---------------------------------------------------------


TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? []
  : [...document.querySelectorAll("body *")]
      .filter((it) => it.getBoundingClientRect().right > innerWidth + 0.5)
      .filter((it) => !it.closest("header, .scroll-x"))
      .slice(0, 5)
      .map((it) => `${it.tagName}.${it.className} ${it.getBoundingClientRect().right}`)"""


def test_the_pages_can_be_reached_at_every_width(page: Page) -> None:
    for path in ("/", "/gallery/", "/models/", "/generations/"):
        page.goto(path)
        for width in (850, 800, 710, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert not page.evaluate(TOO_WIDE), (path, width)
    for link in page.locator("header.bar nav a").all():
        link.click(trial=True)


# --- Pictures dropped from the page -----------------------------------------

DROP = """(address) => {
  const transfer = new DataTransfer();
  transfer.setData("text/uri-list", address);
  const event = new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true });
  document.querySelector("main").dispatchEvent(event);
}"""


def test_a_result_can_be_dropped_as_a_source(page: Page, picture: Image) -> None:
    page.goto("/")
    address = page.evaluate(
        "(path) => location.origin + path", picture.get_absolute_url()
    )
    page.evaluate(DROP, address)
    expect(page.locator(".source-list li")).to_have_count(1)

    page.evaluate(DROP, "https://elsewhere.example/cat.png")
    expect(page.locator(".toast")).to_contain_text("Save it")


def test_failed_runs_can_be_changed_put_aside_and_brought_back(page: Page) -> None:
    factories.generation(state="failed", prompt="A red kite", cost_usd=None)
    page.goto("/")
    page.get_by_role("button", name="Dismiss", exact=True).first.click()
    expect(results(page)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(results(page)).to_have_count(1)
    page.get_by_role("link", name="Change and send again").click()
    expect(page.locator("#prompt")).to_have_value("A red kite")


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
