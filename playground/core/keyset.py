"""Paging by the last row seen, so that page 500 costs what page 1 costs.

New rows at the top do not shift what follows, and a cursor stays good when its
own row has been deleted. Rows are ordered by a column and then by their key, both
the same way round; rows without a value come last either way.
"""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)

# SQLite and PostgreSQL both fail on integers above this, instead of finding none.
LARGEST_KEY = 2**63 - 1
_CURSOR = re.compile(r"(-|-?[0-9]{1,18}(?:\.[0-9]{1,18})?)_([0-9]{1,19})", re.ASCII)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)


@dataclass(frozen=True)
class Order:
    """A column to order by: a time or a number, None where it may be missing."""

    field: str
    descending: bool = True

    def applied(self, queryset: QuerySet[Row, Any], *, turned: bool = False) -> Any:
        sign = "-" if self.descending != turned else ""
        return queryset.order_by(f"{sign}{self.field}", f"{sign}id")

    def beyond(self, value: Any, key: int, *, turned: bool = False) -> Q:
        """What comes after a row that has this value and key."""
        side = "lt" if self.descending != turned else "gt"
        # In this form an index gives the range, and ties are looked through only.
        return Q(**{f"{self.field}__{side}e": value}) & (
            Q(**{f"{self.field}__{side}": value}) | Q(**{f"id__{side}": key})
        )

    def cursor(self, row: Model) -> str:
        return f"{_written(getattr(row, self.field))}_{row.pk}"


NEWEST = Order("created_at")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows in their order. ``after`` asks for the next ones; "" at the end."""

    rows: list[Row]
    after: str


def page_after(
    queryset: QuerySet[Row, Any], order: Order = NEWEST, *, after: str, size: int
) -> Page[Row]:
    """Return the ``size`` rows that follow the cursor.

    One query, and a second one where a column that may be missing runs out. A cursor
    that is none of ours leads to the first page.
    """
    column: Any = queryset.model._meta.get_field(order.field)
    last = read_cursor(after, column)
    rows: list[Row] = []
    if last is None or last[0] is not None:
        found = queryset.exclude(**{order.field: None}) if column.null else queryset
        if last is not None:
            found = found.filter(order.beyond(*last))
        rows = list(order.applied(found)[: size + 1])
    if column.null and len(rows) <= size:
        rest = queryset.filter(**{order.field: None})
        if last is not None and last[0] is None:
            side = "lt" if order.descending else "gt"
            rest = rest.filter(**{f"id__{side}": last[1]})
        rest = rest.order_by("-id" if order.descending else "id")
        rows += rest[: size + 1 - len(rows)]
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows=rows, after=order.cursor(rows[-1]) if more else "")


def row_before(
    queryset: QuerySet[Row, Any], order: Order = NEWEST, *, after: str
) -> Row | None:
    """Return the row that the page before this cursor ended with; None for none.

    When that one has gone since, the one before it. One query.
    """
    last = read_cursor(after, queryset.model._meta.get_field(order.field))
    if last is None:
        return None
    value, key = last
    if value is None:
        side = "gt" if order.descending else "lt"
        found = queryset.filter(**{order.field: None, f"id__{side}e": key})
        return found.order_by("id" if order.descending else "-id").first()
    itself = Q(**{order.field: value, "id": key})
    found = queryset.filter(itself | order.beyond(value, key, turned=True))
    row: Row | None = order.applied(found, turned=True).first()
    return row


def neighbours(
    queryset: QuerySet[Row, Any], row: Row, order: Order = NEWEST
) -> tuple[Row | None, Row | None]:
    """Return the rows before and after one, which itself need not be among them.

    Two queries. A row without a value in this order has no neighbours.
    """
    value = getattr(row, order.field)
    if value is None:
        return None, None
    before = queryset.filter(order.beyond(value, row.pk, turned=True))
    after = queryset.filter(order.beyond(value, row.pk))
    return order.applied(before, turned=True).first(), order.applied(after).first()


def _written(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, datetime.datetime):
        return str((value - _EPOCH) // _MICROSECOND)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def read_cursor(cursor: str, column: Any) -> tuple[Any, int] | None:
    """Return the value and key of a cursor; None for anything else."""
    found = _CURSOR.fullmatch(cursor)
    if found is None or int(found[2]) > LARGEST_KEY:
        return None
    text, key = found[1], int(found[2])
    if text == "-":
        return (None, key) if column.null else None
    try:
        kind = column.get_internal_type()
        if kind == "DateTimeField":
            return _EPOCH + int(text) * _MICROSECOND, key
        return (Decimal(text) if kind == "DecimalField" else int(text)), key
    except (ValueError, OverflowError, InvalidOperation):
        return None
