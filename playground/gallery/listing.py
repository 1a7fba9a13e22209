"""Where a page of the gallery begins, and every place one can jump to.

However many pictures there are, nothing here looks at more than a page of them.
"""

import calendar
import datetime
from dataclasses import dataclass
from itertools import groupby, takewhile

from django.utils import timezone

from playground.core.keyset import Page
from playground.library.models import Image
from playground.library.search import Search, measures

BY_DATE = ("-date", "date")


@dataclass(frozen=True)
class Jump:
    """A year, month or day to jump to: ``at`` goes into the address."""

    at: str
    label: str
    is_here: bool
    inner: "tuple[Jump, ...]" = ()


@dataclass(frozen=True)
class Stack:
    """Pictures of one request that stand side by side; ``count`` with the first."""

    image: Image
    count: int


def cursor_at(search: Search, at: str) -> str:
    """The cursor before the first picture of a day, month or year; "" for nonsense."""
    if search.sort not in BY_DATE:
        return ""
    try:
        start, end = measures.dates(at)
        moment = measures.midnight(end if search.sort == "-date" else start)
    except measures.Misread:
        return ""
    return search.order.cursor_at(moment) if moment else ""


def jumps(search: Search, here: datetime.date | None) -> tuple[Jump, ...]:
    """Years, the months of the year one is in, the days of that month. Two queries."""
    if search.sort not in BY_DATE:
        return ()
    first = search.sorted("date").page(size=1).rows
    last = search.sorted("-date").page(size=1).rows
    if not first or not last:
        return ()
    low, high = local_day(first[0]), local_day(last[0])
    years = [
        Jump(
            str(year),
            str(year),
            here is not None and here.year == year,
            _months(year, low, high, here) if here and here.year == year else (),
        )
        for year in range(high.year, low.year - 1, -1)
    ]
    return tuple(years if search.sort == "-date" else years[::-1])


def local_day(image: Image) -> datetime.date:
    """The day on which a picture was made, where this installation is."""
    return timezone.localtime(image.created_at).date()


def _months(
    year: int, low: datetime.date, high: datetime.date, here: datetime.date
) -> tuple[Jump, ...]:
    first = low.month if year == low.year else 1
    last = high.month if year == high.year else 12
    return tuple(
        Jump(
            f"{year}-{month:02}",
            calendar.month_abbr[month],
            is_here := here.month == month,
            _days(here, low, high) if is_here else (),
        )
        for month in range(last, first - 1, -1)
    )


def _days(
    here: datetime.date, low: datetime.date, high: datetime.date
) -> tuple[Jump, ...]:
    last = calendar.monthrange(here.year, here.month)[1]
    days = (here.replace(day=number) for number in range(last, 0, -1))
    return tuple(
        Jump(str(day), str(day.day), day == here) for day in days if low <= day <= high
    )


def folds(search: Search) -> bool:
    """Whether there is anything to stack: all of one request is a stack that is open."""
    return not any(it.field == "like" and not it.is_not for it in search.clauses)


def whole_stack(
    search: Search, page: Page[Image], *, fetch: tuple[str, ...] = ()
) -> Page[Image]:
    """Add what is left of the request that a page ends with, a page of it at most."""
    if not page.after:
        return page
    last, size = page.rows[-1].fingerprint, len(page.rows)
    following = search.page(after=page.after, size=size, fetch=fetch)
    same = list(takewhile(lambda it: it.fingerprint == last, following.rows))
    if not same:
        return page
    goes_on = len(same) < len(following.rows) or following.after
    return Page([*page.rows, *same], search.cursor(same[-1]) if goes_on else "")


def whole_stack_above(
    search: Search, page: Page[Image], *, fetch: tuple[str, ...] = ()
) -> Page[Image]:
    """The same for a page before a cursor, which begins with a request's last draws."""
    if not page.after:
        return page
    first, size = page.rows[0].fingerprint, len(page.rows)
    above = search.page_before(before=page.after, size=size, fetch=fetch)
    same = list(takewhile(lambda it: it.fingerprint == first, above.rows[::-1]))[::-1]
    if not same:
        return page
    goes_on = len(same) < len(above.rows) or above.after
    return Page([*same, *page.rows], search.cursor(same[0]) if goes_on else "")


def stacked(images: list[Image]) -> list[Stack]:
    """Fold what stands side by side and was the same request into one."""
    return [
        Stack(some[0], len(some))
        for some in (
            list(group) for _, group in groupby(images, key=lambda it: it.fingerprint)
        )
    ]
