"""From what is asked for to rows, at a cost that does not grow with the collection.

There are three ways to a page, and the cheapest that is sure to be bounded is taken:

few    An index tells that at most ``FEW`` pictures come into question at all (the
       words, a cost, a parent): those are fetched by their keys and sorted.
words  In the order of dates the full-text index itself yields what it finds in
       order: it is read from the cursor on until the page is full.
walk   Else the index of the order is walked, and every row looked at: what more
       than a few pictures have is found soon.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from playground.core import keyset
from playground.core.keyset import Order, Page
from playground.library.models import Image, ImageQuerySet
from playground.library.search.conditions import (
    Columns,
    Condition,
    Span,
    Term,
    Trashed,
    Words,
    written_match,
)
from playground.library.search.documents import fact, position_after, position_of
from playground.people.models import User

FEW = 1000
Group = tuple[tuple[Condition, bool], ...]

# No batch is larger; and counting looks no further than so many of them.
MOST = 5000
LOOKS = 2

_FINDS = {
    "sqlite": (
        "FROM library_words CROSS JOIN library_document"
        " ON library_document.position = library_words.rowid"
        " WHERE library_words MATCH %s"
    ),
    "postgresql": "FROM library_document WHERE words @@ %s::tsquery",
}
_PLACES = {
    "sqlite": "library_words.rowid",
    "postgresql": "library_document.position",
}


@dataclass(frozen=True)
class Plan:
    """Groups of conditions: one of each has to hold. True marks a "not"."""

    user: User
    groups: tuple[Group, ...]
    in_trash: bool = False
    _words: list[list[Words]] = field(default_factory=list, init=False)
    _without: list[Words] = field(default_factory=list, init=False)
    _columns: list[Q] = field(default_factory=list, init=False)
    _spans: list[Span] = field(default_factory=list, init=False)
    _narrow: list[tuple[Q, ...]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        for group in self.groups:
            if len(group) == 1:
                self._sort_in(*group[0])
            elif all(isinstance(it, Words) and not no for it, no in group):
                self._words.append([it for it, _ in group if isinstance(it, Words)])
            else:
                self._columns.append(_any(group))

    def _sort_in(self, condition: Condition, is_not: bool) -> None:
        match condition:
            case Trashed():
                pass
            case Words():
                (self._without.append if is_not else self._add_words)(condition)
            case Span() if not is_not:
                self._spans.append(condition)
            case _:
                self._columns.append(~condition.q if is_not else condition.q)
                if isinstance(condition, Columns) and condition.narrow and not is_not:
                    self._narrow.append(condition.narrow)

    def _add_words(self, words: Words) -> None:
        self._words.append([words])
        if connection.vendor == "postgresql" and not words.is_exact:
            self._columns.append(words.q)

    @property
    def _has_match(self) -> bool:
        return bool(self._words or self._without)

    @cached_property
    def _match(self) -> str:
        mine = Words((Term((fact("workspace", self.user.workspace_id),)),))
        return written_match([[mine], *self._words], self._without)

    @cached_property
    def _base(self) -> ImageQuerySet:
        """The pictures in question, by columns alone."""
        images = Image.objects.visible_to(self.user)
        images = images.trashed() if self.in_trash else images.kept()
        return images.filter(*(span.q for span in self._spans))

    @cached_property
    def _by_columns(self) -> ImageQuerySet:
        return self._base.filter(*self._columns)

    @cached_property
    def _by_looking(self) -> ImageQuerySet:
        """All conditions, the words by a look into each document."""
        found = self._by_columns
        for group in self._words:
            either = Q()
            for words in group:
                either |= words.q
            found = found.filter(either)
        for words in self._without:
            found = found.exclude(words.q)
        return found

    def images(self) -> ImageQuerySet:
        if not self._has_match:
            return self._by_columns
        found = RawSQL(_keys(), [self._match])  # noqa: S611
        return self._by_columns.filter(pk__in=found)

    @cached_property
    def _few(self) -> list[int] | None:
        """The keys of all that come into question, if they are few."""
        if self._has_match:
            sql = f"{_keys()} LIMIT {FEW + 1}"
            with connection.cursor() as cursor:
                cursor.execute(sql, [self._match])
                keys = [key for (key,) in cursor.fetchall()]
            if len(keys) <= FEW:
                return keys
        for either in self._narrow:
            keys = []
            for q in either:
                found = self._base.filter(q).order_by()
                keys += found.values_list("pk", flat=True)[: FEW + 1]
            if len(keys) <= FEW:
                return keys
        return None

    def _is_by_words(self, order: Order) -> bool:
        """Tell whether the full-text index is read, in its order; else ``_rows``."""
        return (
            self._has_match
            and order.field == "created_at"
            and not (self._asks_first and self._few is not None)
        )

    @property
    def _asks_first(self) -> bool:
        """There is more to hold than words: is it but a few pictures anyway?"""
        return bool(self._narrow or self._columns)

    def _rows(self, order: Order) -> ImageQuerySet:
        """Return all that fits, for an order that has an index of its own."""
        others = self._has_match and order.field != "created_at"
        if (self._asks_first or others) and self._few is not None:
            return self._by_looking.filter(pk__in=self._few)
        return self._by_looking

    def _read(
        self, first: int, *, down: bool = True, last: tuple[Any, int] | None = None
    ) -> Iterator[list[int]]:
        """Read keys in the order of the full-text index, a batch at a time."""
        low, high = self._limits(last, down)
        size = first
        if connection.vendor == "postgresql":
            # It takes a word that nobody wrote for one in two hundred pictures. For a
            # few rows it would look for it along the dates, through all of them.
            size = max(size, FEW)
        while True:
            found = self._positions(low, high, down=down, limit=size)
            rows = self._by_columns.filter(pk__in=[key for _, key in found])
            if last is not None:
                rows = rows.filter(keyset.Order("created_at", down).beyond(*last))
            fit = rows.order_by().values_list("created_at", "pk")
            yield [key for _, key in sorted(fit, reverse=down)]
            if len(found) < size:
                return
            if down:
                high = found[-1][0]
            else:
                low = found[-1][0] + 1
            size = min(size * 4, MOST)

    def _positions(
        self, low: int | None, high: int | None, *, down: bool, limit: int
    ) -> list[tuple[int, int]]:
        """Return positions and keys of pictures, from ``low`` to before ``high``."""
        place = _PLACES[connection.vendor]
        where, values = "", list[str | int]([self._match])
        if low is not None:
            where += f" AND {place} >= %s"
            values.append(low)
        if high is not None:
            where += f" AND {place} < %s"
            values.append(high)
        way = "DESC" if down else "ASC"
        sql = (
            f"SELECT {place}, library_document.image_id {_FINDS[connection.vendor]}"
            f"{where} ORDER BY {place} {way} LIMIT {limit}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows: list[tuple[int, int]] = cursor.fetchall()
        return rows

    def _limits(
        self, last: tuple[Any, int] | None, down: bool
    ) -> tuple[int | None, int | None]:
        """The positions that spans and a cursor leave, the upper one excluded."""
        lows = [position_of(it.start) for it in self._spans if it.start]
        highs = [position_of(it.end) for it in self._spans if it.end]
        if last is not None:
            moment: datetime = last[0]
            if down:
                highs.append(position_after(moment))
            else:
                lows.append(position_of(moment))
        return max(lows, default=None), min(highs, default=None)

    def _first(
        self,
        count: int,
        *,
        down: bool = True,
        last: tuple[Any, int] | None = None,
    ) -> list[int]:
        """Read the first keys that fit."""
        found: list[int] = []
        # Some lie in the trash.
        for batch in self._read(count + count // 8, down=down, last=last):
            found += batch
            if len(found) >= count:
                break
        return found[:count]

    def _images(self, keys: list[int], fetch: Iterable[str] = ()) -> list[Image]:
        """Fetch pictures, in the order of the keys."""
        rows = Image.objects.select_related(*fetch) if fetch else Image.objects.all()
        found = rows.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def within(self, span: Span) -> ImageQuerySet:
        plan = Plan(self.user, (*self.groups, ((span, False),)), self.in_trash)
        if not plan._is_by_words(keyset.NEWEST):
            return plan._rows(keyset.NEWEST)
        low, high = plan._limits(None, True)
        found = plan._positions(low, high, down=True, limit=MOST)
        return plan._by_columns.filter(pk__in=[key for _, key in found])

    def page(
        self, order: Order, *, after: str, size: int, fetch: Iterable[str] = ()
    ) -> Page[Image]:
        if not self._is_by_words(order):
            rows = self._rows(order)
            rows = rows.select_related(*fetch) if fetch else rows
            return keyset.page_after(rows, order, after=after, size=size)
        last = keyset.read_cursor(after, Image._meta.get_field(order.field))
        keys = self._first(size + 1, down=order.descending, last=last)
        found = self._images(keys[:size], fetch)
        more = len(keys) > size and bool(found)
        return Page(found, order.cursor(found[-1]) if more else "")

    def row_before(self, order: Order, *, after: str) -> Image | None:
        """The row at a cursor; where that one is gone, some row close to it."""
        return keyset.row_before(self._base, order, after=after)

    def neighbours(
        self, order: Order, image: Image
    ) -> tuple[Image | None, Image | None]:
        if not self._is_by_words(order):
            return keyset.neighbours(self._rows(order), image, order)
        here = (getattr(image, order.field), image.pk)
        before = self._images(self._first(1, down=not order.descending, last=here))
        after = self._images(self._first(1, down=order.descending, last=here))
        return next(iter(before), None), next(iter(after), None)

    def sample(self, limit: int) -> tuple[list[int], bool]:
        """The keys of the newest ones; the flag tells that there may be more."""
        more = False
        if self._is_by_words(keyset.NEWEST):
            keys: list[int] = []
            reading = self._read(limit + limit // 8 + 1)
            for number, batch in enumerate(reading, start=1):
                keys += batch
                more = len(keys) > limit or number == LOOKS
                if more:
                    break
        else:
            newest = self._rows(keyset.NEWEST).newest()
            keys = list(newest.values_list("pk", flat=True)[: limit + 1])
            more = len(keys) > limit
        return keys[:limit], more


def _any(group: Group) -> Q:
    found = Q()
    for condition, is_not in group:
        found |= ~condition.q if is_not else condition.q
    return found


def _keys() -> str:
    return f"SELECT library_document.image_id {_FINDS[connection.vendor]}"
