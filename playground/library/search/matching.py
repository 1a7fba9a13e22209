"""From what is asked for to rows, at a cost that does not grow with the collection.

There are three ways to a page, and the cheapest that is sure to be bounded is taken:

few    An index tells that at most ``FEW`` pictures come into question at all (the
       words, a cost, a parent): those are fetched by their keys and sorted.
words  In the order of dates the full-text index itself yields what it finds in
       order: it is read from the cursor on until the page is full.
walk   Else the index of the order is walked, and every row looked at: what more
       than a few pictures have is found soon.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, cast

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

_FINDS = {
    "sqlite": (
        "SELECT library_document.image_id FROM library_words"
        " CROSS JOIN library_document"
        " ON library_document.position = library_words.rowid"
        " WHERE library_words MATCH %s"
    ),
    "postgresql": ("SELECT image_id FROM library_document WHERE words @@ %s::tsquery"),
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
        found = RawSQL(_FINDS[connection.vendor], [self._match])  # noqa: S611
        return self._by_columns.filter(pk__in=found)

    @cached_property
    def _few(self) -> list[int] | None:
        """The keys of all that come into question, if they are few."""
        if self._has_match:
            sql = f"{_FINDS[connection.vendor]} LIMIT {FEW + 1}"
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

    def _rows(self, order: Order) -> tuple[ImageQuerySet, bool]:
        """Return a queryset for one order; the flag tells that it is the words'."""
        by_date = order.field == "created_at"
        may_be_few = bool(self._narrow) or (
            self._has_match and (bool(self._columns) or not by_date)
        )
        if may_be_few and self._few is not None:
            return self._by_looking.filter(pk__in=self._few), False
        if self._has_match and by_date:
            return self._by_words(), True
        return self._by_looking, False

    def _by_words(self) -> ImageQuerySet:
        """What the full-text index finds, still to be put in its order."""
        found = self._by_columns.filter(document__position__gte=0)
        if connection.vendor == "sqlite":
            return _extra(
                found,
                tables=["library_words"],
                where=[
                    "library_words.rowid = +library_document.position",
                    "library_words MATCH %s",
                ],
                params=[self._match],
            )
        where = ["library_document.words @@ %s::tsquery"]
        return _extra(found, where=where, params=[self._match])

    def page(
        self, order: Order, *, after: str, size: int, fetch: Iterable[str] = ()
    ) -> Page[Image]:
        rows, by_words = self._rows(order)
        if fetch:
            rows = rows.select_related(*fetch)
        if not by_words:
            return keyset.page_after(rows, order, after=after, size=size)
        last = keyset.read_cursor(after, Image._meta.get_field(order.field))
        found = list(self._ordered(rows, order, last)[: size + 1])
        more = len(found) > size
        found = found[:size]
        return Page(found, order.cursor(found[-1]) if more else "")

    def _ordered(
        self,
        rows: ImageQuerySet,
        order: Order,
        last: tuple[Any, int] | None = None,
        *,
        turned: bool = False,
    ) -> ImageQuerySet:
        """Put what the words find in the order of dates, from a row on."""
        down = order.descending != turned
        if last is not None:
            rows = rows.filter(order.beyond(*last, turned=turned))
        low, high = self._limits(last, down)
        is_sqlite = connection.vendor == "sqlite"
        column = "library_words.rowid" if is_sqlite else "library_document.position"
        where = [f"{column} >= {low}"] if low is not None else []
        where += [f"{column} < {high}"] if high is not None else []
        rows = _extra(rows, where=where)
        sign = "-" if down else ""
        if is_sqlite:
            return _extra(rows, order_by=[f"{sign}{column}"])
        return rows.order_by(f"{sign}document__position", f"{sign}id")

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

    def row_before(self, order: Order, *, after: str) -> Image | None:
        """The row at a cursor; where that one is gone, some row close to it."""
        return keyset.row_before(self._base, order, after=after)

    def neighbours(
        self, order: Order, image: Image
    ) -> tuple[Image | None, Image | None]:
        rows, by_words = self._rows(order)
        if not by_words:
            return keyset.neighbours(rows, image, order)
        here = (getattr(image, order.field), image.pk)
        before = self._ordered(rows, order, here, turned=True)[:1]
        after = self._ordered(rows, order, here)[:1]
        return next(iter(before), None), next(iter(after), None)

    def count(self, limit: int) -> int:
        """Count, but not beyond a limit."""
        rows, by_words = self._rows(keyset.NEWEST)
        if by_words:
            rows = self._ordered(rows, keyset.NEWEST)
        return rows[:limit].count()

    def sample(self, limit: int) -> ImageQuerySet:
        """The newest ones, for counting what they have."""
        rows, by_words = self._rows(keyset.NEWEST)
        if by_words:
            return self._ordered(rows, keyset.NEWEST)[:limit]
        return rows.newest()[:limit]


def _any(group: Group) -> Q:
    found = Q()
    for condition, is_not in group:
        found |= ~condition.q if is_not else condition.q
    return found


def _extra(rows: ImageQuerySet, **parts: Any) -> ImageQuerySet:
    """Join what is no model: an index that only one of the databases has."""
    joined: Any = rows.extra(**parts)
    return cast(ImageQuerySet, joined)
