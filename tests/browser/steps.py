"""What somebody does in the Studio again and again, for the tests in this folder."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect


def at_hand(page: Page, picture: Locator) -> None:
    """Leave the prompt, which has the caret, and point at a picture."""
    page.keyboard.press("Escape")
    picture.hover()


def pick(page: Page, field: str, value: str) -> None:
    """Choose one value of a segmented choice, as a click on its segment does."""
    page.locator(f'label:has(input[name="{field}"][value="{value}"])').click()


def composed(page: Page, part: str = "*") -> None:
    """Wait until the composer, or a part of it, has answered to the last change."""
    busy = page.locator(f"{part}:is(.htmx-request, .htmx-swapping, .htmx-settling)")
    expect(busy).to_have_count(0)


def frames(page: Page) -> None:
    """Let the page draw itself twice: what a key or click starts has been started."""
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def at_once(page: Page) -> None:
    """Let no time pass in the page: what comes next comes at once, on any machine."""
    page.evaluate(
        """() => {
          window.moment ??= performance.now();
          performance.now = () => window.moment;
          const get = () => window.moment;
          Object.defineProperty(Event.prototype, "timeStamp", { get, configurable: true });
        }"""
    )


def looked_at(page: Page) -> None:
    """Look at a question about money for as long as it takes to count."""
    page.evaluate(
        """() => window.moment ? void (window.moment += 550)
          : new Promise((done) => setTimeout(done, 550))"""
    )


def at_rest(page: Page) -> None:
    """Wait until what was done has had its consequences, if it has any."""
    frames(page)
    composed(page)
    frames(page)


def generate(page: Page, prompt: str) -> None:
    page.goto("/")
    page.locator("#prompt").fill(prompt)
    page.locator("#prompt").press("Control+Enter")


def results(page: Page) -> Locator:
    return page.locator("#results .card")


def drawn(page: Page, count: int = 1) -> Locator:
    """Wait until so many cards show their picture; return those cards."""
    cards = page.locator("#results .card[data-code]")
    expect(cards).to_have_count(count)
    return cards


def picture_is_decoded(card: Locator) -> None:
    picture = card.locator(".shot a img")
    expect(picture).to_be_visible()
    picture.evaluate("(it) => it.decode()")


def slow(page: Page, latency_ms: int = 400) -> None:
    """Let every answer take a while, as over a network."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": latency_ms,
            "downloadThroughput": -1,
            "uploadThroughput": -1,
        },
    )


def intercept(
    page: Page,
    pattern: str,
    answer: Callable[[Route], Any],
    times: int | None = None,
) -> None:
    """Answer a page's requests instead of the server; certain from the next one on.

    Playwright's own ``route`` comes back before the process that draws the page has
    heard of it: what a page that stands there already asks at once may still go to the
    server. So it is let ask until one of its requests is caught.
    """
    page.route(pattern, answer, times=times)
    if page.url == "about:blank":
        return
    caught: list[Route] = []

    def catch(route: Route) -> None:
        caught.append(route)
        route.fulfill(body="")

    page.route("**/healthz?caught", catch)
    for _ in range(1000):
        page.evaluate("fetch('/healthz?caught').then(() => {})")
        if caught:
            break
    page.unroute("**/healthz?caught")
    assert caught, "Nothing is intercepted."


class Held:
    """Requests that wait on their way to the server until they are let go."""

    def __init__(self, page: Page, pattern: str) -> None:
        self.page = page
        self.routes: list[Route] = []
        intercept(page, pattern, lambda route: self.routes.append(route))

    def take(self) -> Route:
        """Return the next one, when it is there."""
        for _ in range(3000):
            if self.routes:
                return self.routes.pop(0)
            self.page.evaluate("new Promise((go) => setTimeout(go, 10))")
        raise AssertionError("Nothing was sent.")
