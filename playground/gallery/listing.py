"""Where a page of the gallery begins, and every place one can jump to.

However many pictures there are, nothing here looks at more than a page of them.
"""

import calendar
import datetime
from dataclasses import dataclass

from django.utils import timezone

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
