"""The Studio in all its states: for a screen reader, on a phone, while it loads.

Every page as it is when it opens is looked at in ``test_every_page.py``; here are the
states that somebody brings about.
"""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import factories
from tests.browser.conftest import Problems
from tests.browser.steps import at_rest, composed, pick, picture_is_decoded, results

pytestmark = pytest.mark.django_db(transaction=True)
Check = Callable[..., None]
Contexts = Callable[..., BrowserContext]
LOOKS = [(1440, "light"), (390, "dark")]

SHIFTS = """
window.shifted = 0;
window.moved = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    window.shifted += entry.value;
    for (const { node } of entry.sources) window.moved.push(node?.outerHTML?.slice(0, 90));
  }
}).observe({ type: "layout-shift", buffered: true });
"""
ERROR = {
    "category": "access",
    "code": "unverified",
    "message": "Your organisation has to be verified.",
    "remedy": "Verify it, wait up to 30 minutes and use a new key.",
}


def fits(page: Page) -> None:
    scroller = "document.scrollingElement"
    assert page.evaluate(f"{scroller}.scrollWidth <= {scroller}.clientWidth")


def one_of_each_state() -> None:
    """A card in each state, with long words in all of them."""
    long = "an extraordinarily-long-and-unbroken-word-for-a-prompt " * 4
    parent = factories.image(prompt=long, thumbnails=True, pixels=(640, 480))
    varied = factories.generation(parent=parent, variable="quality", quality="high")
    factories.image(generation=varied, alpha=True, thumbnails=True)
    none = {"cost_usd": None, "finished_at": None, "sent_at": None}
    factories.generation(prompt=long, state="queued", **none)
    factories.generation(prompt=long, state="sending", n=2, **none)
    factories.generation(prompt=long, state="failed", error=ERROR, cost_usd=None)
    factories.generation(
        prompt=long, state="unknown", error={**ERROR, "may_be_billed": True}
    )
    factories.generation(prompt=long, state="cancelled", cost_usd=None)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_studio_is_accessible_in_every_state(
    new_context: Contexts,
    check_accessibility: Check,
    problems: Problems,
    width: int,
    scheme: str,
) -> None:
    viewport = {"width": width, "height": 844}
    page = new_context(viewport=viewport, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    page.goto("/")
    check_accessibility(page)
    fits(page)

    one_of_each_state()
    page.goto("/")
    expect(results(page)).to_have_count(8)
    page.locator("details.more > summary").click()
    pick(page, "output_format", "jpeg")
    pick(page, "size", "custom")
    page.locator("#source-files").set_input_files(
        {
            "name": "a-photograph-with-a-very-long-name-from-a-camera.png",
            "mimeType": "image/png",
            "buffer": factories.picture_bytes(),
        }
    )
    expect(page.locator(".source-list li")).to_have_count(1)
    page.get_by_role("button", name="Lock background").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".field.locked")).to_be_visible()
    check_accessibility(page)
    fits(page)

    page.locator("#prompt").fill("")
    page.locator("#output_compression").fill("900")
    composed(page)
    page.locator("#prompt").press("Control+Enter")
    expect(page.locator("#prompt")).to_have_attribute("aria-invalid", "true")
    check_accessibility(page, "#composer")
    fits(page)
    assert not problems


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_dialogs_and_menus_are_accessible(
    new_context: Contexts,
    check_accessibility: Check,
    problems: Problems,
    width: int,
    scheme: str,
) -> None:
    factories.image(thumbnails=True, pixels=(640, 480))
    viewport = {"width": width, "height": 844}
    page = new_context(viewport=viewport, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    page.goto("/")
    card = results(page)

    # What is alike in both looks is inspected in one of them; axe takes its time.
    turns = itertools.cycle((scheme == "light", scheme == "dark"))

    def look_and_leave() -> None:
        if next(turns):
            check_accessibility(page, "dialog[open], :popover-open")
        fits(page)
        page.keyboard.press("Escape")

    card.get_by_role("link", name="Vary").click()
    expect(page.get_by_role("dialog", name="Vary one thing")).to_be_visible()
    look_and_leave()
    page.get_by_role("link", name="Prompts used before").click()
    expect(page.get_by_role("dialog", name="Prompts used before")).to_be_visible()
    look_and_leave()
    page.get_by_role("button", name="This call as code").click()
    expect(page.get_by_role("dialog", name="The call as code")).to_be_visible()
    look_and_leave()
    card.get_by_role("button", name="More").click()
    expect(card.get_by_role("button", name="Pin as the baseline")).to_be_visible()
    look_and_leave()
    page.get_by_role("button", name="Presets").click()
    expect(page.get_by_label("Name for a new preset")).to_be_visible()
    look_and_leave()
    with page.expect_navigation():
        card.get_by_role("button", name="Edit").click()
    page.get_by_role("button", name="Paint a mask", exact=True).click()
    expect(page.get_by_role("dialog", name="Paint what may change")).to_be_visible()
    look_and_leave()
    page.get_by_role("button", name="Theme").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    look_and_leave()
    assert not problems


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_shifts_while_the_studio_loads(
    new_context: Contexts, width: int, problems: Problems
) -> None:
    one_of_each_state()
    context = new_context(viewport={"width": width, "height": 844})
    context.add_init_script(SHIFTS)
    page = context.new_page()
    for path in ("/", "/gallery/"):
        page.goto(path, wait_until="networkidle")
        assert page.evaluate("shifted") < 0.02, page.evaluate("moved")
    assert not problems


def test_a_finished_picture_takes_its_place_without_a_shift(
    page: Page, worker: Any
) -> None:
    page.add_init_script(SHIFTS)
    page.goto("/")
    page.locator("#prompt").fill("A paper airplane")
    page.locator("#prompt").press("Control+Enter")
    expect(results(page)).to_have_count(1)
    at_rest(page)
    page.evaluate("window.shifted = 0; window.moved = []")
    expect(page.locator("#results .card[data-code] img")).to_be_visible()
    picture_is_decoded(results(page))
    at_rest(page)
    assert page.evaluate("shifted") < 0.02, page.evaluate("moved")


def test_the_studio_is_used_by_keyboard_alone(page: Page, worker: Any) -> None:
    """From the top of the page to the picture, with Tab, arrows, Space and Enter."""
    page.goto("/")
    # The caret is where one types next; the way past the bar stands before it.
    expect(page.locator("#prompt")).to_be_focused()
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.locator("#prompt").focus()
    page.keyboard.type("A paper airplane")
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        composed(page)
        focused = page.evaluate(
            "document.activeElement.id || document.activeElement.tagName"
        )
        reached.append(focused)
        if focused.startswith("quality-"):
            page.keyboard.press("ArrowRight")
            composed(page)
            expect(page.locator("#quality-high")).to_be_focused()
        if focused == "generate":
            break
    assert {"source-files", "model", "quality-medium", "size-1024x1024"} <= {*reached}
    page.keyboard.press("Space")
    expect(page.locator("#results .card[data-code]")).to_have_count(1)
    expect(page.locator("#generate")).to_be_focused()
    expect(page.locator("#results .card")).to_contain_text("high")
