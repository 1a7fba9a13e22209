"""Years and prices as bars: how many pictures of what was found fall into which part.

Where there are more than can be counted at once, years are counted one by one, each up
to a limit. Beyond it the rest is estimated: keys grow with the dates, so that the keys
of a year say how much of it has been counted.
"""

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from django.utils import timezone

from playground.core.keyset import NEWEST
from playground.library.models import Image
from playground.library.search import measures
from playground.library.search.query import Search

# Counted of each year or month; no more than so many of them.
EACH = 300
MOST = 12
# Looked at where the keys of a period begin and end.
FEW = 9
_STEPS = ("0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1")
# As the field "cost" takes them, with their words.
COSTS: dict[str, tuple[Decimal | None, Decimal | None, str]] = {
    f"<{_STEPS[0]}": (None, Decimal(_STEPS[0]), f"below ${_STEPS[0]}"),
    **{
        f"{low}..<{high}": (Decimal(low), Decimal(high), f"${low} to ${high}")
        for low, high in pairwise(_STEPS)
    },
    f">={_STEPS[-1]}": (Decimal(_STEPS[-1]), None, f"${_STEPS[-1]} and more"),
}


@dataclass(frozen=True)
class HistogramBar:
    """A year, a month or a range of prices. ``about``: the count is an estimate.

    ``value`` is what the field takes to find just these.
    """

    value: str
    label: str
    count: int
    about: bool


def cost_bars(costs: Iterable[Decimal | None], *, about: bool) -> list[HistogramBar]:
    """Sort prices into ranges; empty ones at both ends are left out."""
    found: Counter[str] = Counter()
    for cost in costs:
        if cost is not None:
            found[next(name for name in COSTS if _holds(name, cost))] += 1
    names = list(COSTS)
    there = [number for number, name in enumerate(names) if found[name]]
    if not there:
        return []
    return [
        HistogramBar(name, COSTS[name][2], found[name], about and found[name] > 0)
        for name in names[there[0] : there[-1] + 1]
    ]


def _holds(name: str, cost: Decimal) -> bool:
    low, high, _ = COSTS[name]
    return (low is None or cost >= low) and (high is None or cost < high)


def date_bars(
    search: Search, chosen: str, counted: Counter[str] | None
) -> list[HistogramBar]:
    """Years, oldest first; the months of one that is chosen, or is the only one. Of more
    than ``MOST`` years the first bar stands for all the oldest.

    ``search`` asks for no date. ``counted`` are all its pictures by month ("2026-11"),
    None where they are too many: then it takes two queries, and up to three a bar.
    """
    if counted is None:
        ends = _ends(search)
    else:
        ends = (min(counted)[:4], max(counted)[:4]) if counted else None
    if not ends:
        return []
    first, last = ends
    year = _year(chosen) or (last if first == last else "")
    if year:
        names = [f"{year}-{month:02}" for month in range(1, 13)]
        labels = [calendar.month_abbr[month] for month in range(1, 13)]
    else:
        begin = max(int(first), int(last) - MOST + 1)
        names = [f"{it:04}" for it in range(begin, int(last) + 1)]
        labels = names.copy()
        if int(first) < begin:
            # All that is older is in the first one.
            names[0], labels[0] = f"..{begin:04}", f"…–{begin:04}"
    bars = [
        _bar(search, name, label)
        if counted is None
        else HistogramBar(name, label, _sum(counted, name), about=False)
        for name, label in zip(names, labels, strict=True)
    ]
    return bars if any(bar.count for bar in bars) else []


def _sum(counted: Counter[str], period: str) -> int:
    if period.startswith(".."):
        year = period.removeprefix("..")
        return sum(count for month, count in counted.items() if month[:4] <= year)
    return sum(count for month, count in counted.items() if month.startswith(period))


def _year(value: str) -> str:
    """The year that a date, or a span from one month to another, lies in."""
    year = value[:4]
    # The year after the last one that there is would end its months.
    plain = year.isdecimal() and year.isascii() and "0001" <= year < "9999"
    ends = value.split("..", 1)
    inside = all(end[:4] == year and end[4:5] in ("", "-") for end in ends)
    return year if plain and inside else ""


def _ends(search: Search) -> tuple[str, str] | None:
    """The years of the oldest and the newest picture; None if nothing is found.

    A search may look through too much to be counted, and find nothing.
    """
    oldest = search.sorted("date").page(size=1).rows
    newest = search.sorted("-date").page(size=1).rows
    if not oldest or not newest:
        return None
    first, last = (timezone.localtime(it[0].created_at) for it in (oldest, newest))
    return f"{first:%Y}", f"{last:%Y}"


def _bar(search: Search, value: str, label: str) -> HistogramBar:
    keys = search.with_filter("date", value).sample(EACH + 1)[0]
    if len(keys) <= EACH:
        return HistogramBar(value, label, len(keys), about=False)
    return HistogramBar(
        value, label, max(EACH, _estimated(search, value, keys)), about=True
    )


def _estimated(search: Search, value: str, keys: list[int]) -> int:
    """What was counted covers some of the keys of its period: the rest is alike.

    A few at each end are looked at, since one may have come at another time than its
    date says: imported, or as a part of the demonstration.
    """
    start, end = (day and measures.midnight(day) for day in measures.dates(value))
    # Those in the trash would say the same, and have no index in common with the rest.
    mine = Image.objects.visible_to(search.user).kept()
    mine = mine.filter(created_at__gte=start) if start else mine
    mine = mine.filter(created_at__lt=end) if end else mine
    newest, oldest = (
        [row.pk for part in order.from_start(mine.only("pk")) for row in part[:FEW]]
        for order in (NEWEST, NEWEST.turned)
    )
    covered = median(keys[:FEW]) - median(keys[-FEW:])
    if covered <= 0:
        return len(keys)
    count = len(keys) * (median(newest) - median(oldest)) / covered
    step = 10 ** max(0, len(str(int(count))) - 2)
    return int(round(count / step) * step)
