"""Opening Compare on pictures of one's own, and looking at what it shows."""

import time
from typing import Any

from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.steps import frames

Colour = tuple[int, ...]
PATIENCE_S = 30


def pictures(*qualities: str, size: tuple[int, int] = (800, 600)) -> list[Any]:
    colours = ["teal", "firebrick", "olive", "navy", "plum", "sienna"]
    return [
        factories.image(
            quality=quality,
            data=factories.picture_bytes(size=size, colour=colour),
            thumbnails=True,
        )
        for quality, colour in zip(qualities, colours, strict=False)
    ]


def compare(page: Page, images: list[Any], **more: Any) -> None:
    query = [f"image={image.code}" for image in images]
    query += [f"{name}={value}" for name, value in more.items()]
    page.goto("/compare/?" + "&".join(query))
    expect(page.locator(".zoomer output")).to_contain_text("%")
    page.locator(".panes").focus()


def look(page: Page) -> dict[str, float]:
    """Return where the panes look, as the style sheet sees it."""
    style = "(it, name) => Number(it.style.getPropertyValue(name))"
    panes = page.locator(".panes")
    return {
        name: panes.evaluate(f"(it) => ({style})(it, '--{name}')")
        for name in ("zoom", "x", "y")
    }


def settled(page: Page) -> None:
    """Wait until the panes stand where they look; before that they look nowhere."""
    standing = page.locator(".panes[style*='--zoom']:not([data-moving])")
    expect(standing).to_have_count(1)


def boxes(page: Page) -> list[dict[str, float]]:
    """Return the plates in fractions of their panes."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".pane")].map((pane) => {
             const outer = pane.querySelector(".window").getBoundingClientRect();
             const inner = pane.querySelector(".plate").getBoundingClientRect();
             return {
               x: (outer.left + outer.width / 2 - inner.left) / inner.width,
               y: (outer.top + outer.height / 2 - inner.top) / inner.height,
               width: inner.width,
             };
           })"""
    )


def colour_at(page: Page, across: float, down: float = 0.5) -> tuple[int, int, int]:
    """Return the colour painted at a fraction of the panes."""
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(page.locator(".panes").screenshot())) as shot:
        found = shot.convert("RGB").getpixel(
            (round(shot.width * across), round(shot.height * down))
        )
    assert isinstance(found, tuple)
    return found  # type: ignore[return-value]


def shows(page: Page, across: float, colour: Colour, down: float = 0.5) -> None:
    """Wait until that colour is painted there: a picture may be decoded a frame later."""
    end = time.monotonic() + PATIENCE_S
    while not near(found := colour_at(page, across, down), colour):
        assert time.monotonic() < end, f"{found} where {colour} was expected"
        frames(page)


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 6 for a, b in zip(one, other, strict=True))


TEAL, FIREBRICK = (0, 128, 128), (178, 34, 34)
