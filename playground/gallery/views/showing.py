"""Which part of a list a page of the gallery shows, as its address asks for it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from playground.core.codes import is_code
from playground.core.keyset import Page
from playground.gallery import listing, stacks
from playground.library.models import Image
from playground.library.search import Search
from playground.people.http import Request

PAGE_SIZE = 60


@dataclass(frozen=True)
class Shown:
    """A part of the list: ``before`` and ``after`` lead on, "" at an end.

    ``near`` is the code of the picture that the page stands at.
    """

    rows: list[Image]
    before: str
    after: str
    going_on: datetime.date | None
    near: str = ""


def shown_in(
    request: Request, search: Search, fetch: tuple[str, ...], *, in_stacks: bool
) -> Shown:
    """Read the part that ``near``, ``before``, ``at`` or ``after`` of an address names.

    ``near`` and the way up are for whole pages: htmx asks for what follows only.
    """
    above, below = _readers(search, in_stacks=in_stacks)
    near = request.GET.get("near", "")
    if is_code(near) and not request.htmx:
        found = _around(search, near, fetch, in_stacks=in_stacks)
        if found:
            return found
    before = request.GET.get("before", "")
    if before:
        page = above(before=before, size=PAGE_SIZE, fetch=fetch)
        if page.rows or request.htmx:
            return Shown(page.rows, page.after, "", None)
    at = request.GET.get("at", "")
    after = request.GET.get("after", "") or listing.cursor_at(search, at)
    page = below(after=after, size=PAGE_SIZE, fetch=fetch)
    # In stacks the day before a page may have been shown by none.
    asks = after and request.htmx and not in_stacks
    previous = search.row_before(after=after) if asks else None
    going_on = listing.local_day(previous) if previous else None
    leads_up = after and page.rows and not request.htmx
    up = search.cursor(page.rows[0]) if leads_up else ""
    return Shown(page.rows, up, page.after, going_on)


def _readers(
    search: Search, *, in_stacks: bool
) -> tuple[Callable[..., Page[Image]], Callable[..., Page[Image]]]:
    """What reads the pictures, or stacks, before a cursor and after one."""
    if not in_stacks:
        return search.page_before, search.page
    return partial(stacks.page_before, search), partial(stacks.page, search)


def _around(
    search: Search, code: str, fetch: tuple[str, ...], *, in_stacks: bool
) -> Shown | None:
    """The part of the list around a picture, for who comes back from it.

    Where the search does not find it any more, its place is what one comes back to.
    """
    found = search.holding([code])
    image = (found.select_related(*fetch) if fetch else found).first()
    place = image or Image.objects.visible_to(search.user).filter(code=code).first()
    if place is None:
        return None
    if in_stacks:
        image = stacks.stack_of(search, place)
        place = image or place
    cursor = search.cursor(place)
    read_above, read_below = _readers(search, in_stacks=in_stacks)
    above = read_above(before=cursor, size=PAGE_SIZE // 2, fetch=fetch)
    below = read_below(after=cursor, size=PAGE_SIZE // 2, fetch=fetch)
    rows = [*above.rows, *([image] if image else ()), *below.rows]
    if not rows:
        return None
    before = search.cursor(rows[0]) if above.after else ""
    near = image or [*below.rows, *above.rows][0]
    return Shown(rows, before, below.after, None, near.code)
