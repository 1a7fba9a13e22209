"""A real Chromium against a real server and a real worker.

A test that takes ``page`` fails when the page logs an error, throws, breaks its
content security policy, is answered with a 5xx or asks another host for anything.
"""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.signals import request_finished, request_started
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
)

from playground.library.models import Image
from playground.runs.engines.embedded import Worker
from tests import chromium, factories
from tests.worker import working

RESULTS = Path(__file__).resolve().parent.parent.parent / "test-results"
# Content security policy violations become errors in the console.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP ${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
});
"""
# A message stays for who has not read it yet, as if the pointer rested on it.
MESSAGES_STAY = """
const { define } = customElements;
customElements.define = function (name, element, ...more) {
  if (name !== "toast-note") return define.call(this, name, element, ...more);
  return define.call(this, name, class extends element {
    connectedCallback() {
      super.connectedCallback();
      this.dispatchEvent(new Event("pointerenter"));
    }
  }, ...more);
};
"""
LOOK: dict[str, Any] = {
    "viewport": {"width": 1440, "height": 900},
    "reduced_motion": "reduce",
}
# The answer to a form with a mistake in it. Chromium logs every 4xx and 5xx as an error:
# to listen to all answers as well takes a tenth of the time of these tests.
NORMAL = ("status of 422",)
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    # What passed is not gathered, which takes longer than to find what did not.
    "resultTypes": ["violations"],
    # Axe would copy style sheets into the page, which the page's policy forbids.
    "preload": False,
}
LOOK_WITH_AXE = """async ([on, rules]) =>
  "axe" in window ? (await axe.run(on ?? document, rules)).violations : null
"""
# What runs once a page, as axe does, is not worth the work of compilers that optimise.
AS_IT_COMES = "--js-flags=--no-opt --no-maglev"

# A busy machine is no failure. Whoever waits for what comes waits no longer for it.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


class Problems(list[str]):
    """What went wrong in the pages of a test, which fails for any of it."""

    def forgive(self, text: str) -> None:
        """Drop what contains ``text``; fails when nothing does."""
        rest = [problem for problem in self if text not in problem]
        assert len(rest) < len(self), f"{text!r} did not happen: {list(self)}"
        self[:] = rest


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium.path() is None:
        reason = "There is no Chromium here, so nothing was tested in a browser."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright runs an event loop in this thread; Django would refuse to query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium.started(AS_IT_COMES) as browser:
        yield browser


@pytest.fixture(autouse=True)
def bundled(installation: Path, data_dir: Path, settings: Any) -> None:
    """Let pages load the few bundles that they load in real use."""
    settings.STATIC_ROOT = str(installation / "static")
    built = {"BACKEND": "playground.static.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": built}


@pytest.fixture
def problems() -> Problems:
    return Problems()


def _prepared(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(REPORT_VIOLATIONS)
    context.add_init_script(f"{{ {MESSAGES_STAY} }}")
    return context


def _watched(it: BrowserContext, problems: Problems, url: str) -> Callable[[], None]:
    """Note what goes wrong in a context; returns what ends it."""
    notes: dict[Any, Callable[[Any], None]] = {
        "console": lambda message: _note_console(problems, message),
        "weberror": lambda error: problems.append(f"threw: {error.error}"),
        "request": lambda request: _note_request(problems, request, url),
    }
    for event, note in notes.items():
        it.on(event, note)

    def end() -> None:
        for event, note in notes.items():
            it.remove_listener(event, note)

    return end


@pytest.fixture(scope="session")
def all_answered(live_server: Any) -> Iterator[Callable[[], None]]:
    """Wait until the server has done all that it was asked for.

    What a closed page has asked for last would be done in the next test's database.
    """
    under_way: set[int] = set()
    changed = threading.Condition()

    def note(add: bool) -> Callable[..., None]:
        def count(**_: Any) -> None:
            with changed:
                (under_way.add if add else under_way.discard)(threading.get_ident())
                changed.notify_all()

        return count

    signals = {request_started: note(True), request_finished: note(False)}
    for signal, receiver in signals.items():
        signal.connect(receiver, weak=False)

    def is_done() -> bool:
        others = {it.ident for it in threading.enumerate()} - {threading.get_ident()}
        return under_way.isdisjoint(others)

    def wait() -> None:
        with changed:
            changed.wait_for(is_done, PATIENCE_MS / 1000)
            under_way.clear()

    yield wait
    for signal, receiver in signals.items():
        signal.disconnect(receiver)


@pytest.fixture
def new_context(
    browser: Browser,
    live_server: Any,
    problems: Problems,
    all_answered: Callable[[], None],
) -> Iterator[Callable[..., BrowserContext]]:
    """Make contexts on the live server: size, colour scheme, script on or off."""
    made: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        options = {"base_url": live_server.url, **LOOK, **options}
        context = _prepared(browser.new_context(**options))
        _watched(context, problems, live_server.url)
        made.append(context)
        return context

    yield new
    for context in made:
        context.close()
    all_answered()


@dataclass
class Shared:
    """A context for all tests that take ``page``: static files are loaded once."""

    context: BrowserContext
    url: str

    def __post_init__(self) -> None:
        self._stays = self.context.new_page()
        self._session = self.context.new_cdp_session(self._stays)

    def forget(self) -> None:
        """Close the pages of a test, and forget all but the static files."""
        for page in self.context.pages:
            if page != self._stays:
                page.close()
        everything = {"origin": self.url, "storageTypes": "all"}
        self._session.send("Storage.clearDataForOrigin", everything)
        self.context.clear_cookies()


@pytest.fixture(scope="session")
def shared(browser: Browser, live_server: Any) -> Iterator[Shared]:
    options = {"base_url": live_server.url, **LOOK}
    context = _prepared(browser.new_context(**options))
    yield Shared(context, live_server.url)
    context.close()


@pytest.fixture
def context(
    shared: Shared, problems: Problems, all_answered: Callable[[], None]
) -> Iterator[BrowserContext]:
    """The one of 1440 by 900 pixels, as new."""
    end = _watched(shared.context, problems, shared.url)
    yield shared.context
    shared.forget()
    all_answered()
    end()


def _note_console(problems: Problems, message: ConsoleMessage) -> None:
    if message.type == "error" and not any(text in message.text for text in NORMAL):
        problems.append(f"console: {message.text} ({message.location.get('url', '')})")


def _note_request(problems: Problems, request: Request, url: str) -> None:
    parts = urlsplit(request.url)
    if parts.scheme in ("http", "https") and parts.netloc != urlsplit(url).netloc:
        problems.append(f"asked another host: {request.url}")


@pytest.fixture
def page(
    context: BrowserContext, problems: Problems, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A page of 1440 by 900 pixels on the live server; addresses may be relative."""
    page = context.new_page()
    yield page
    if request.node.stash.get(FAILED, False):
        RESULTS.mkdir(exist_ok=True)
        page.screenshot(path=RESULTS / f"{request.node.name}.png", full_page=True)
    assert not problems, "\n".join(problems)


@pytest.fixture
def picture(transactional_db: None) -> Image:
    """One as the Studio makes it, to do something with."""
    return factories.image(
        quality="low", size="1024x1024", pixels=(1024, 1024), thumbnails=True
    )


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Worker]:
    """A worker with threads, at work until the test ends."""
    with working() as running:
        yield running


@pytest.fixture
def check_accessibility() -> Callable[..., None]:
    """Fail with a readable list when axe finds anything on the page as it is.

    With ``within`` it looks only at what this selector finds.
    """

    def check(page: Page, within: str | None = None) -> None:
        found = page.evaluate(LOOK_WITH_AXE, [within, AXE_RULES])
        if found is None:
            # It stays in the page: it is long.
            page.evaluate(f"() => {{ {AXE_SCRIPT} }}")
            found = page.evaluate(LOOK_WITH_AXE, [within, AXE_RULES])
        assert not found, "\n".join(
            f"{violation['id']}: {violation['help']}\n"
            + "\n".join(
                f"    {node['html']}\n      {node['failureSummary']}"
                for node in violation["nodes"]
            )
            for violation in found
        )

    return check


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None]:
    report = yield
    if report.when == "call":  # type: ignore[attr-defined]
        item.stash[FAILED] = report.failed  # type: ignore[attr-defined]
    return report


@pytest.hookimpl
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser and shares one a process."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
