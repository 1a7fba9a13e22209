"""How many clicks what one does all day takes, counted by doing it in Chromium on a running
installation. A key that does something counts as a click; typing words does not, and
neither does opening the page at which each begins. Shift and a click are one.
"""

import re
import tempfile
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from benchmarks import stage
from tests import chromium

# What it took on 25 November 2026, where that was counted.
BEFORE = {"A first picture": 2, "The next turn of a conversation": 4}
SLOW_MS = 20_000


class Hand:
    """Does things on a page, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def click(self, what: Locator, *, shift: bool = False) -> None:
        self.count += 1
        what.hover()
        what.click(modifiers=["Shift"] if shift else [])

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        stage.prepare(folder)
        port = stage.free_port()
        instant = {"PLAYGROUND_SIMULATOR_LATENCY": "instant"}
        with stage.running(folder, "serve", "--port", str(port), **instant):
            stage.Browser(port).wait_until_well()
            with chromium.started() as browser:
                url = f"http://127.0.0.1:{port}"
                page = browser.new_page(
                    viewport={"width": 1440, "height": 900}, base_url=url
                )
                page.set_default_timeout(SLOW_MS)
                expect.set_options(timeout=SLOW_MS)
                _count_all(page, url)


def _count_all(page: Page, url: str) -> None:
    print(f"{'':44}{'clicks':>8}{'before':>8}")
    for words, do in TASKS.items():
        hand = Hand(page)
        do(hand, url)
        told = BEFORE.get(words, "")
        print(f"{words:44}{hand.count:>8}{told:>8}")


def _compared(page: Page, count: int) -> None:
    page.wait_for_url(re.compile("/compare/"))
    expect(page.locator(".pane[data-code]")).to_have_count(count)


def _to_a_picture(page: Page, url: str) -> None:
    page.goto(url)
    page.goto(page.locator("#results .shot a").first.get_attribute("href") or "")


def _first(hand: Hand, url: str) -> None:
    hand.page.goto(url)
    hand.page.keyboard.type("A red kite over the sea")
    hand.press("Control+Enter")
    expect(hand.page.locator("#results .card[data-code]")).to_have_count(1)


def _vary(hand: Hand, url: str) -> None:
    """The picture and the new one stand beside each other in the panel itself."""
    _to_a_picture(hand.page, url)
    hand.click(hand.page.get_by_role("link", name="Vary"))
    hand.click(hand.page.locator("dialog button[name=value][value=high]"))
    made = hand.page.locator("dialog .vary-results .card[data-code] .shot img")
    expect(made.first).to_be_visible()
    expect(hand.page.locator("dialog .vary-parent img")).to_be_visible()


def _tiers(hand: Hand, url: str) -> None:
    _to_a_picture(hand.page, url)
    hand.press("q")
    expect(hand.page.locator("#ask-panel :checked")).to_have_count(2)
    expect(hand.page.locator("#ask-run")).to_be_focused()
    hand.press("Enter")
    _compared(hand.page, 3)


def _edit(page: Page, url: str, button: str) -> None:
    """Begin an edit, or a conversation, from a picture: what the next ones start at."""
    _to_a_picture(page, url)
    if button == "Edit":
        page.get_by_role("button", name="Edit", exact=True).click()
    else:
        page.get_by_role("button", name="More").click()
        page.get_by_role("button", name=button).click()
    page.wait_for_url(url + "/")
    page.keyboard.type("Make it blue")
    shown = page.locator("#results .card[data-code]").count()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#results .card[data-code]")).to_have_count(shown + 1)


def _before_after(hand: Hand, url: str) -> None:
    _edit(hand.page, url, "Edit")
    _to_a_picture(hand.page, url)
    hand.click(hand.page.get_by_role("link", name="Before and after").first)
    _compared(hand.page, 2)


def _next_turn(hand: Hand, url: str) -> None:
    _edit(hand.page, url, "Refine in a conversation")
    shown = hand.page.locator("#results .card[data-code]").count()
    hand.page.keyboard.type("And now at night")
    hand.press("Control+Enter")
    expect(hand.page.locator("#results .card[data-code]")).to_have_count(shown + 1)
    hand.page.goto(
        hand.page.locator("#results .shot a").first.get_attribute("href") or ""
    )
    expect(hand.page.locator("[aria-current=step]")).to_have_count(1)


def _ten_more(page: Page) -> None:
    """Two calls of ten pictures each; a prompt tells them from the others."""
    page.goto("/")
    page.locator("#prompt").fill("A barn owl")
    page.locator("label:has(input[name=n][value='10'])").click()
    for calls in (1, 2):
        expect(page.locator("#generate")).to_contain_text("10 pictures")
        page.keyboard.press("Control+Enter")
        # Two presses at once would be one.
        drawn = page.locator("#results .many .card[data-code]")
        expect(drawn).to_have_count(10 * calls)


def _six(hand: Hand, url: str) -> None:
    _ten_more(hand.page)
    hand.page.goto(f"{url}/gallery/?q=kite")
    hand.click(hand.page.locator(".organise-all"))
    with hand.page.expect_download() as download:
        hand.click(hand.page.locator("dialog [name=action][value=zip]"))
    assert download.value.suggested_filename.endswith(".zip")


def _ten(hand: Hand, url: str) -> None:
    hand.page.goto(f"{url}/gallery/?q=owl")
    for number in range(10):
        hand.click(hand.page.locator(".tile .pick").nth(number))
    hand.click(
        hand.page.get_by_role("button", name="Put what is selected into the trash")
    )
    expect(hand.page.locator(".toast")).to_contain_text("10")


def _ten_by_range(hand: Hand, url: str) -> None:
    hand.page.goto(f"{url}/gallery/?q=owl")
    hand.click(hand.page.locator(".tile .pick").first)
    hand.click(hand.page.locator(".tile .pick").nth(9), shift=True)
    hand.click(
        hand.page.get_by_role("button", name="Put what is selected into the trash")
    )
    expect(hand.page.locator(".toast")).to_contain_text("10")


TASKS: dict[str, Callable[[Hand, str], None]] = {
    "A first picture": _first,
    "Another quality, beside the first": _vary,
    "Three chosen tiers side by side": _tiers,
    "Download all that was found": _six,
    "Ten into the trash, each ticked": _ten,
    "Ten into the trash, as a range": _ten_by_range,
    "Before and after of an edit": _before_after,
    "The next turn of a conversation": _next_turn,
}


if __name__ == "__main__":
    main()
