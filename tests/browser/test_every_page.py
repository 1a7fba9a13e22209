"""Every page of the site in a real browser: accessible, whole, and in one piece.

With ``SCREENSHOTS=true`` each look is also kept in ``test-results/screenshots``.
"""

import os
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from playground.people.models import User
from tests.browser.conftest import RESULTS, Problems
from tests.site.places import World, places

PLACES = places()
PAGES = sorted(name for name in PLACES if PLACES[name].kind == "page")
WIDTHS = {1440: 900, 1024: 768, 390: 844}
SAVING = os.environ.get("SCREENSHOTS") == "true"
# Each width and each scheme once; all of them when pictures are wanted.
LOOKS = [(1440, "light"), (1024, "dark"), (390, "light")]
if SAVING:
    LOOKS = list(product(WIDTHS, ("light", "dark")))


@pytest.fixture
def world(transactional_db: None) -> World:
    return World.with_some_of_everything(User.objects.local())


def _overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits_at_every_width(
    name: str,
    world: World,
    new_context: Callable[..., BrowserContext],
    problems: Problems,
    check_accessibility: Callable[[Page], None],
    live_server: Any,
):
    path = PLACES[name].path(world)
    for width, scheme in LOOKS:
        page = new_context(
            viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme
        ).new_page()
        page.goto(path, wait_until="load")
        if SAVING:
            page.screenshot(path=_file(name, width, scheme), full_page=True)
        assert _overflow(page) <= 0, f"too wide at {width} px, {scheme}"
        check_accessibility(page)
        page.close()
    assert not problems, "\n".join(problems)


def _file(name: str, width: int, scheme: str) -> str:
    folder = RESULTS / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder / f"{name.replace(':', '-')}_{width}_{scheme}.png")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_is_without_script(
    name: str,
    world: World,
    new_context: Callable[..., BrowserContext],
    problems: Problems,
):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(PLACES[name].path(world), wait_until="load")

    assert page.locator("h1").first.inner_text().strip()
    assert page.locator("main").is_visible()
    assert not problems, "\n".join(problems)
