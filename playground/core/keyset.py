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
    """A column to order by: a time or a number, None where it may be missing.

    Rows without a value come last; ``missing_first`` is for walking back.
    """

    field: str
    descending: bool = True
    missing_first: bool = False

    @property
    def turned(self) -> "Order":
        """The same rows from the other end, those without a value included."""
        return Order(self.field, not self.descending, not self.missing_first)

    def from_start(self, queryset: QuerySet[Row, Any]) -> list[QuerySet[Row, Any]]:
        """Return all rows as ordered parts to be read one after the other."""
        valued, missing = self._parts(queryset)
        if missing is None:
            return [valued]
        return [missing, valued] if self.missing_first else [valued, missing]

    def beyond(
        self, queryset: QuerySet[Row, Any], value: Any, key: int
    ) -> list[QuerySet[Row, Any]]:
        """Return what comes after a row of this value and key, likewise in parts."""
        valued, missing = self._parts(queryset)
        if value is None and missing is None:
            return [valued.none()]
        side = "lt" if self.descending else "gt"
        if value is None and missing is not None:
            missing = missing.filter(**{f"id__{side}": key})
            return [missing, valued] if self.missing_first else [missing]
        # In this form an index gives the range, and ties are looked through only.
        valued = valued.filter(
            Q(**{f"{self.field}__{side}e": value})
            & (Q(**{f"{self.field}__{side}": value}) | Q(**{f"id__{side}": key}))
        )
        return [valued] if missing is None or self.missing_first else [valued, missing]

    def _parts(
        self, queryset: QuerySet[Row, Any]
    ) -> tuple[QuerySet[Row, Any], QuerySet[Row, Any] | None]:
        sign = "-" if self.descending else ""
        if not column_of(queryset, self.field).null:
            return queryset.order_by(f"{sign}{self.field}", f"{sign}id"), None
        # Databases differ in where they put them: apart, each has its index range.
        valued = queryset.exclude(**{self.field: None})
        missing = queryset.filter(**{self.field: None})
        return (
            valued.order_by(f"{sign}{self.field}", f"{sign}id"),
            missing.order_by(f"{sign}id"),
        )

    def cursor(self, row: Model) -> str:
        """What an address says to go on after this row: its value and its key."""
        return f"{_written(getattr(row, self.field))}_{row.pk}"

    def cursor_at(self, value: Any) -> str:
        """A place where no row has to stand: before the first one of this value."""
        return f"{_written(value)}_0"


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
    last = read_cursor(after, column_of(queryset, order.field))
    parts = order.beyond(queryset, *last) if last else order.from_start(queryset)
    rows: list[Row] = []
    for part in parts:
        if len(rows) <= size:
            rows += part[: size + 1 - len(rows)]
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows=rows, after=order.cursor(rows[-1]) if more else "")


def row_before(
    queryset: QuerySet[Row, Any], order: Order = NEWEST, *, after: str
) -> Row | None:
    """Return the row that the page before this cursor ended with; None for none.

    When that one has gone since, the one before it. One query, or two as above.
    """
    last = read_cursor(after, column_of(queryset, order.field))
    if last is None:
        return None
    value, key = last
    back = order.turned
    itself = key + 1 if back.descending else key - 1
    return _first(back.beyond(queryset, value, itself))


def neighbours(
    queryset: QuerySet[Row, Any], row: Row, order: Order = NEWEST
) -> tuple[Row | None, Row | None]:
    """Return the rows before and after one, which itself need not be among them.

    Two queries, and one more at each end of a column that may be missing.
    """
    here = getattr(row, order.field), row.pk
    before, after = (it.beyond(queryset, *here) for it in (order.turned, order))
    return _first(before), _first(after)


def _first(parts: list[QuerySet[Row, Any]]) -> Row | None:
    return next((row for part in parts for row in part[:1]), None)


def column_of(queryset: QuerySet[Row, Any], field: str) -> Any:
    """Return what a field is, of the model or one that the rows are annotated with."""
    added = queryset.query.annotations.get(field)
    return added.output_field if added else queryset.model._meta.get_field(field)


def _written(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, datetime.datetime):
        return str((value - _EPOCH) // _MICROSECOND)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def read_cursor(cursor: str, column: Any) -> tuple[Any, int] | None:
    """Return the value and key of a cursor; None for anything else."""
    found = _CURSOR.fullmatch(cursor)
    if found is None or int(found[2]) >= LARGEST_KEY:
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
