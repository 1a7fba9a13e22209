"""From what is asked for to rows, at a cost that does not grow with the collection.

There are three ways to a page, and the cheapest that is sure to be bounded is taken:

few    An index tells that at most ``FEW`` pictures come into question at all (a cost,
       a parent; in other orders than that of dates also the words): those that fit
       are looked up once, and everything is read from this list.
words  In the order of dates what the words find is read from the cursor on until the
       page is full: see ``reading``. What was read from the top is kept, so that the
       page, the count and the filters read it once.
walk   Else the index of the order is walked, and every row looked at: what more
       than a few pictures have is found soon.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from playground.core import keyset
from playground.core.keyset import Order, Page
from playground.library.models import Image, ImageQuerySet
from playground.library.search import placing
from playground.library.search.conditions import Match, Span, Term, Words, match_of
from playground.library.search.documents import fact, position_after, position_of
from playground.library.search.reading import (
    MOST,
    Batch,
    Batches,
    Hit,
    Stretch,
    among,
    batches,
    hits,
    keys_found,
)
from playground.library.search.sifting import Group, Sifted
from playground.people.models import User

FEW = 1000
# Counting looks through no more: matches on SQLite, documents on PostgreSQL.
LOOKED = 5000


@dataclass(frozen=True)
class QueryPlan:
    """Groups of conditions: one of each has to hold. True marks a "not"."""

    user: User
    groups: tuple[Group, ...]
    in_trash: bool = False
    collection: int | None = None
    # Requests of which but one picture is wanted: its fingerprint, and the picture's key.
    folded: tuple[tuple[int, int], ...] = ()

    @cached_property
    def _asked(self) -> Sifted:
        return Sifted.of(self.groups)

    @property
    def _has_match(self) -> bool:
        return bool(self._asked.words or self._asked.without)

    @cached_property
    def _match(self) -> Match:
        mine = Words((Term((fact("workspace", self.user.workspace_id),)),))
        return match_of([[mine], *self._asked.words], self._asked.without)

    @cached_property
    def _base(self) -> ImageQuerySet:
        """The pictures in question, by columns alone."""
        images = Image.objects.visible_to(self.user)
        images = images.trashed() if self.in_trash else images.kept()
        if self.folded:
            requests, firsts = zip(*self.folded, strict=True)
            of_others = ~Q(fingerprint__in=among(requests))
            images = images.filter(of_others | Q(pk__in=among(firsts)))
        return images.filter(*(span.q for span in self._asked.spans))

    @cached_property
    def _by_columns(self) -> ImageQuerySet:
        return self._base.filter(*self._asked.columns)

    @cached_property
    def _by_looking(self) -> ImageQuerySet:
        """All conditions, the words by a look into each document."""
        return self._asked.looking(self._by_columns)

    def images(self) -> ImageQuerySet:
        """All that fits, for who wants all of it: the words find it at once."""
        if not self._has_match:
            return self._by_columns
        return self._by_columns.filter(pk__in=keys_found(self._match))

    def holding(self, codes: Collection[str]) -> ImageQuerySet:
        """Those of some pictures that fit: only these are looked at."""
        return self._by_looking.filter(code__in=codes)

    @cached_property
    def _few(self) -> list[Hit] | None:
        """All that fits, newest first, if an index of columns tells that it is few."""
        for either in self._asked.narrow:
            keys: list[int] = []
            for q in either:
                found = self._base.filter(q).order_by()
                keys += found.values_list("pk", flat=True)[: FEW + 1]
            if len(keys) <= FEW:
                return hits(self._by_looking.filter(pk__in=among(keys)))
        return None

    @cached_property
    def _few_by_words(self) -> list[Hit] | None:
        """The same, if the full-text index tells it."""
        found: list[Hit] = []
        looked = 0
        for some, cost in self._newest:
            found += some
            looked += cost
            if len(found) > FEW or looked > LOOKED:
                return None
        return found

    def _is_read(self, order: Order) -> bool:
        """Tell whether ``_read`` gives the rows of an order; else ``_rows`` does."""
        if order.field != "created_at":
            return False
        return self._has_match or self._few is not None

    def _rows(self, order: Order) -> ImageQuerySet:
        """Return all that fits, for an order that has an index of its own."""
        return self._placed(self.walked(), order)

    def _placed(self, rows: ImageQuerySet, order: Order) -> ImageQuerySet:
        by_hand = order.field == placing.PLACE
        return placing.with_places(rows, self.collection) if by_hand else rows

    def walked(self) -> ImageQuerySet:
        """All that fits, for who reads some rows along an index."""
        few = self._few
        if few is None and self._has_match:
            few = self._few_by_words
        if few is None:
            return self._by_looking
        return self._base.filter(pk__in=[key for _, key in few])

    @cached_property
    def _newest(self) -> Batches:
        return Batches(self._reading(down=True, last=None))

    def _read(self, *, down: bool, last: Hit | None) -> Iterable[Batch]:
        """Give what fits in the order of dates, a batch at a time."""
        if self._few is not None:
            few = self._few if down else self._few[::-1]
            return [(_beyond(few, last, down=down), 0)]
        if down and last is None:
            return self._newest
        return self._reading(down=down, last=last)

    def _reading(self, *, down: bool, last: Hit | None) -> Iterator[Batch]:
        stretch = self._limits(last, down)
        found = batches(self._by_columns, self._match, stretch, down=down)
        for some, cost in found:
            yield _beyond(some if down else some[::-1], last, down=down), cost

    def _limits(self, last: Hit | None, down: bool) -> Stretch:
        """The positions that spans and a cursor leave, the upper one excluded."""
        lows = [position_of(it.start) for it in self._asked.spans if it.start]
        highs = [position_of(it.end) for it in self._asked.spans if it.end]
        if last is not None:
            if down:
                highs.append(position_after(last[0]))
            else:
                lows.append(position_of(last[0]))
        return Stretch(max(lows, default=None), min(highs, default=None))

    def _first(
        self, count: int, *, down: bool = True, last: Hit | None = None
    ) -> list[int]:
        """Read the first keys that fit."""
        found: list[int] = []
        for some, _ in self._read(down=down, last=last):
            found += [key for _, key in some]
            if len(found) >= count:
                break
        return found[:count]

    def _images(self, keys: list[int], fetch: Iterable[str] = ()) -> list[Image]:
        """Fetch pictures, in the order of the keys."""
        rows = Image.objects.select_related(*fetch) if fetch else Image.objects.all()
        found = rows.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def within(self, span: Span) -> ImageQuerySet:
        """Between two moments. Where words are asked for, ``MOST`` of them at most."""
        if self._few is not None:
            keys = [key for made, key in self._few if span.holds(made)]
            return self._base.filter(pk__in=among(keys))
        plan = QueryPlan(self.user, (*self.groups, ((span, False),)), self.in_trash)
        if not plan._has_match:
            return plan._by_looking
        found = keys_found(plan._match, plan._limits(None, True), limit=MOST)
        return plan._by_columns.filter(pk__in=found)

    def page(
        self, order: Order, *, after: str, size: int, fetch: Iterable[str] = ()
    ) -> Page[Image]:
        """``fetch`` is for ``select_related``; a cursor of elsewhere begins anew."""
        if not self._is_read(order):
            rows = self._rows(order)
            rows = rows.select_related(*fetch) if fetch else rows
            return keyset.page_after(rows, order, after=after, size=size)
        last = keyset.read_cursor(after, Image._meta.get_field(order.field))
        keys = self._first(size + 1, down=order.descending, last=last)
        found = self._images(keys[:size], fetch)
        more = len(keys) > size and bool(found)
        return Page(found, order.cursor(found[-1]) if more else "")

    def reads(self, order: Order, cursor: str) -> bool:
        """Tell whether it is a cursor of this order."""
        column = keyset.column_of(self._placed(self._base, order), order.field)
        return keyset.read_cursor(cursor, column) is not None

    def row_before(self, order: Order, *, after: str) -> Image | None:
        """The row at a cursor; where that one is gone, some row close to it."""
        return keyset.row_before(self._placed(self._base, order), order, after=after)

    def draws(
        self, order: Order, requests: Collection[int]
    ) -> Iterator[tuple[int, int]]:
        """All that fits of some requests, by fingerprint and key, in an order."""
        rows = self._rows(order).filter(fingerprint__in=requests)
        for part in order.from_start(rows):
            yield from part.values_list("fingerprint", "pk")

    def ordered(self, order: Order, keys: Sequence[int]) -> list[int]:
        """Bring pictures into an order; those that have no place in it come last."""
        rows = self._placed(Image.objects.filter(pk__in=among(keys)), order)
        placed: list[int] = []
        for part in order.from_start(rows):
            placed += part.values_list("pk", flat=True)
        return [*placed, *sorted(set(keys).difference(placed), reverse=True)]

    def neighbours(
        self, order: Order, image: Image
    ) -> tuple[Image | None, Image | None]:
        """Before and after in the order, None at an end."""
        if not self._is_read(order):
            return keyset.neighbours(self._rows(order), image, order)
        here = (getattr(image, order.field), image.pk)
        before = self._images(self._first(1, down=not order.descending, last=here))
        after = self._images(self._first(1, down=order.descending, last=here))
        return next(iter(before), None), next(iter(after), None)

    def above(self, order: Order, image: Image, limit: int) -> int:
        """How many stand before a picture; no more than the limit are counted."""
        here = getattr(image, order.field), image.pk
        if self._is_read(order):
            return len(self._first(limit, down=not order.descending, last=here))
        parts = order.turned.beyond(self._rows(order), *here)
        return sum(part.order_by()[:limit].count() for part in parts)

    def sample(self, limit: int) -> tuple[list[int], bool]:
        """The keys of the newest ones; the flag tells that there may be more."""
        if not self._is_read(keyset.NEWEST):
            newest = self._rows(keyset.NEWEST).newest()
            keys = list(newest.values_list("pk", flat=True)[: limit + 1])
            return keys[:limit], len(keys) > limit
        keys, looked = [], 0
        for some, cost in self._read(down=True, last=None):
            keys += [key for _, key in some]
            looked += cost
            if len(keys) > limit or looked > LOOKED:
                return keys[:limit], True
        return keys, False


def _beyond(found: list[Hit], last: Hit | None, *, down: bool) -> list[Hit]:
    if last is None:
        return found
    return [hit for hit in found if (hit < last if down else hit > last)]
