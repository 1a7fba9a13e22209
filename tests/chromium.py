"""The Chromium that the browser's tests and the benchmarks drive."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# The shell is Chromium without windows of its own, which nobody sees here: half the work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    # Chromium's sandbox refuses to run as root, which CI often is.
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    # One process draws all pages, which here are of one site anyway: a quarter of the work.
    "--disable-site-isolation-trials",
    "--renderer-process-limit=1",
    "--no-first-run",
]


def path() -> str | None:
    """Return where it is, or None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def started(*more: str) -> Iterator[Browser]:
    """Run it, or Playwright's own where this machine has none."""
    arguments = [*ARGUMENTS, *more]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path(), args=arguments)
        yield browser
        browser.close()
