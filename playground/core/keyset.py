"""Paging by the last row seen, so that page 500 costs what page 1 costs.

New rows at the top do not shift what follows, and a cursor stays good when its
own row has been deleted.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

# SQLite and PostgreSQL both fail on integers above this, instead of finding none.
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, newest first. ``after`` asks for the next ones; "" at the end."""

    rows: list[Row]
    after: str


def newest_page(queryset: QuerySet[Row, Any], *, after: str, size: int) -> Page[Row]:
    """Return the ``size`` rows that follow the cursor, in one query.

    A cursor that is none of ours leads to the first page.
    """
    last = _key(after)
    if last is not None:
        queryset = queryset.filter(pk__lt=last)
    rows = list(queryset.order_by("-pk")[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows=rows, after=str(rows[-1].pk) if more else "")


def row_before(queryset: QuerySet[Row, Any], *, after: str) -> Row | None:
    """Return the row that the page before this cursor ended with; None for none.

    When that one has gone since, the one above it. One query.
    """
    last = _key(after)
    if last is None:
        return None
    return queryset.filter(pk__gte=last).order_by("pk").first()


def _key(cursor: str) -> int | None:
    if not (cursor.isascii() and cursor.isdigit()) or len(cursor) > 19:
        return None
    key = int(cursor)
    return key if key <= LARGEST_KEY else None
