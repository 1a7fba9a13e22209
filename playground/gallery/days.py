"""The gallery's day headings: what was made on a day and what it cost."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils import timezone

from playground.core.clock import today
from playground.gallery.listing import local_day
from playground.library.models import Image, ImageQuerySet

# So few days on one page hold many pictures each: then which day is not asked of each.
FULL_DAYS = 2


@dataclass(frozen=True)
class Day:
    """One day. ``usd`` sums the known prices; ``unpriced`` pictures have none."""

    date: datetime.date
    label: str
    count: int
    usd: Decimal
    unpriced: int


@dataclass(frozen=True)
class Group:
    """The pictures of one day on a page. ``day`` is None where it goes on."""

    day: Day | None
    images: list[Image]


def group_by_day(
    images: Iterable[Image],
    *,
    among: Callable[[datetime.datetime, datetime.datetime], ImageQuerySet],
    going_on: datetime.date | None = None,
) -> list[Group]:
    """Put pictures, by date either way round, under their days.

    The figures of a day count all of ``among`` a start and an end, not only this page.
    The first day gets no heading when it is ``going_on`` from the page before. It asks
    ``among`` once for each day, or once for all where there are more than ``FULL_DAYS``.
    """
    dated = [(date, list(some)) for date, some in groupby(images, key=local_day)]
    wanted = [date for date, _ in dated if date != going_on]
    days = _days(wanted, among)
    return [Group(days.get(date), some) for date, some in dated]


def _days(
    dates: list[datetime.date],
    among: Callable[[datetime.datetime, datetime.datetime], ImageQuerySet],
) -> dict[datetime.date, Day]:
    if not dates:
        return {}
    costs: dict[datetime.date, list[Decimal | None]] = {date: [] for date in dates}
    # Added up here: a sum for each day in SQL costs more than these rows.
    if len(dates) <= FULL_DAYS:
        for date in dates:
            made = among(_start(date), _start(date + datetime.timedelta(days=1)))
            costs[date] = list(made.order_by().values_list("cost_usd", flat=True))
    else:
        last = max(dates) + datetime.timedelta(days=1)
        span = among(_start(min(dates)), _start(last)).order_by()
        for created_at, cost in span.values_list("created_at", "cost_usd"):
            if (date := timezone.localtime(created_at).date()) in costs:
                costs[date].append(cost)
    return {date: _day(date, found) for date, found in costs.items()}


def day_of(
    date: datetime.date,
    among: Callable[[datetime.datetime, datetime.datetime], ImageQuerySet],
) -> Day:
    """The figures of one day, on which there may be no picture."""
    return _days([date], among)[date]


def _day(date: datetime.date, costs: list[Decimal | None]) -> Day:
    known = [cost for cost in costs if cost is not None]
    return Day(
        date=date,
        label=day_label(date),
        count=len(costs),
        usd=sum(known, Decimal(0)),
        unpriced=len(costs) - len(known),
    )


def _start(date: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(date, datetime.time()))


def day_label(date: datetime.date) -> str:
    """Return "Today", "Yesterday", "Thursday, 19 November", with the year if another."""
    now = today()
    if date == now:
        return "Today"
    if date == now - datetime.timedelta(days=1):
        return "Yesterday"
    year = "" if date.year == now.year else f" {date.year}"
    return f"{date:%A}, {date.day} {date:%B}{year}"
