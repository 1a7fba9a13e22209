"""Every page of the site in a real browser: accessible, whole, and in one piece.

With ``SCREENSHOTS=true`` each look is also kept in ``test-results/screenshots``.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

from playground.people.models import User
from tests.browser.conftest import RESULTS, Problems
from tests.site.places import places
from tests.site.world import World

PLACES = places()
PAGES = sorted(name for name in PLACES if PLACES[name].kind == "page")
WIDTHS = {1440: 900, 1024: 768, 768: 1024, 390: 844, 320: 568}
SAVING = os.environ.get("SCREENSHOTS") == "true"
# Axe takes its time: it sees each page once light and wide, once dark and narrow.
INSPECTED = {1440: "light", 390: "dark"}
UNFOLD = "document.querySelectorAll('main details').forEach((it) => (it.open = true))"
# In parts of their own, so that all processors have something to do.
PARTS = [PAGES[start::4] for start in range(4)]


@pytest.fixture
def world(transactional_db: None) -> World:
    # Two of everything are enough to compare, and axe looks at each of them.
    return World.with_some_of_everything(User.objects.local(), count=2)


def _sticking_out(page: Page) -> list[str]:
    """What reaches beyond the window, if the page is wider than it."""
    return page.evaluate(
        """() => {
          const { clientWidth, scrollWidth } = document.documentElement;
          if (scrollWidth <= clientWidth) return [];
          return [...document.querySelectorAll("body *")]
            .filter((it) => it.getBoundingClientRect().right > clientWidth + 0.5)
            .map((it) => it.cloneNode(false).outerHTML.slice(0, 120));
        }"""
    )


@pytest.mark.parametrize("names", PARTS, ids=range(4))
def test_a_page_is_accessible_and_fits_at_every_width(
    names: list[str],
    world: World,
    new_context: Callable[..., BrowserContext],
    problems: Problems,
    check_accessibility: Callable[[Page], None],
    live_server: Any,
    subtests: pytest.Subtests,
):
    page = new_context().new_page()
    # Each page is sent it otherwise, which takes three times as long.
    page.add_init_script(AXE_SCRIPT)
    for name in names:
        with subtests.test(name):
            page.goto(PLACES[name].path(world), wait_until="load")
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                assert _sticking_out(page) == [], f"too wide at {width} px"
                if scheme := INSPECTED.get(width):
                    page.emulate_media(color_scheme=scheme)
                    check_accessibility(page)
                for scheme in ("light", "dark") if SAVING else ():
                    page.emulate_media(color_scheme=scheme)
                    page.screenshot(path=_file(name, width, scheme), full_page=True)
            page.evaluate(UNFOLD)
            assert _sticking_out(page) == [], "too wide where it is unfolded"
    assert not problems, "\n".join(problems)


def _file(name: str, width: int, scheme: str) -> str:
    folder = RESULTS / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder / f"{name.replace(':', '-')}_{width}_{scheme}.png")


def test_a_page_says_what_it_is_without_script(
    world: World,
    new_context: Callable[..., BrowserContext],
    problems: Problems,
    subtests: pytest.Subtests,
):
    page = new_context(java_script_enabled=False).new_page()
    for name in PAGES:
        with subtests.test(name):
            page.goto(PLACES[name].path(world), wait_until="load")

            assert page.locator("h1").first.inner_text().strip()
            assert page.locator("main").is_visible()
    assert not problems, "\n".join(problems)
