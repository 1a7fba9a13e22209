"""The pictures around one in its search, for whoever walks through it one by one."""

from dataclasses import dataclass

from playground.library.models import Image
from playground.library.search import Search

SIZE = 30


@dataclass(frozen=True)
class Walk:
    """Pictures in the order of the search. ``before`` and ``after`` are cursors that
    lead on, "" at an end; ``at`` is the place of the one that was asked for."""

    rows: list[Image]
    before: str
    after: str
    at: int | None = None


def walk_around(search: Search, image: Image) -> Walk:
    """``image`` itself need not be one that the search finds."""
    fetch = ("generation",)
    cursor = search.cursor(image)
    above = search.page_before(before=cursor, size=SIZE, fetch=fetch)
    below = search.page(after=cursor, size=SIZE, fetch=fetch)
    rows = [*above.rows, image, *below.rows]
    return Walk(rows, above.after, below.after, at=len(above.rows))


def walk_up(search: Search, before: str) -> Walk:
    """Return what comes before a cursor; it leads on upwards only."""
    page = search.page_before(before=before, size=SIZE, fetch=("generation",))
    return Walk(page.rows, page.after, "")


def walk_down(search: Search, after: str) -> Walk:
    """Return what follows a cursor; it leads on downwards only."""
    page = search.page(after=after, size=SIZE, fetch=("generation",))
    return Walk(page.rows, "", page.after)
