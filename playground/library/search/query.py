"""The search object itself."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from playground.core.keyset import Order, Page
from playground.library.costs import Cost
from playground.library.models import Image, ImageQuerySet
from playground.library.search import language, placing
from playground.library.search.clauses import Clause, asks_for, clashes
from playground.library.search.conditions import Condition, Span, Trashed
from playground.library.search.language import QueryProblem
from playground.library.search.matching import QueryPlan
from playground.library.search.placing import NEWEST_FIRST, PLACE, SORTS
from playground.library.search.reading import among
from playground.library.search.understanding import understood
from playground.people.models import User


@dataclass(frozen=True)
class HitCount:
    """How many there are, or at least that many."""

    number: int
    at_least: bool


@dataclass(frozen=True)
class Search:
    """A person's search; see the package for what it offers."""

    user: User
    text: str = ""
    sort: str = NEWEST_FIRST

    @classmethod
    def from_query(cls, user: User, query: Mapping[str, Any]) -> "Search":
        """Read ``q`` and ``sort`` of an address; an unknown order is no order."""
        text = language.clean(str(query.get("q", "")))
        return cls(user, text).sorted(str(query.get("sort", "")))

    # What was understood.

    @cached_property
    def _understood(self) -> tuple[tuple[Clause, ...], tuple[QueryProblem, ...]]:
        return understood(self.user, self.text)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """In the order in which they were typed; read once."""
        return self._understood[0]

    @property
    def problems(self) -> tuple[QueryProblem, ...]:
        """What was not taken as it was typed, with words for whoever typed it."""
        return self._understood[1]

    @property
    def understood(self) -> str:
        """Say it all: "quality high, not size 1024×1024, words “fox”"."""
        said = ""
        for clause in self.clauses:
            said += (" or " if clause.joins else ", ") if said else ""
            said += f"not {clause.words}" if clause.is_not else clause.words
        return said

    @property
    def in_trash(self) -> bool:
        """Whether it looks into the trash, and nowhere else."""
        return any(
            isinstance(it.condition, Trashed) and not it.is_not for it in self.clauses
        )

    @property
    def is_empty(self) -> bool:
        """It asks for nothing, and finds all that is not in the trash."""
        return not self.clauses

    # Other searches.

    @property
    def query(self) -> dict[str, str]:
        """What an address keeps of it."""
        query = {"q": self.text} if self.text else {}
        return query if self.sort == NEWEST_FIRST else {**query, "sort": self.sort}

    def address_query(self, **more: str) -> str:
        """Return ``?q=…``; with ``more`` added; "" when there is nothing to say."""
        query = {**self.query, **{key: value for key, value in more.items() if value}}
        return f"?{urlencode(query)}" if query else ""

    def without(self, *clauses: Clause) -> "Search":
        """Take parts out, by what was typed; OR stays between what it stood between."""
        pieces, _ = language.read(self.text)
        gone = {clause.text for clause in clauses}
        left = (piece for piece in pieces if piece.text not in gone)
        return replace(self, text=language.written(left))

    def with_filter(self, field: str, value: str) -> "Search":
        """Ask for a value, instead of what was asked of the same field.

        Where a search is full, what was typed last is what it has no room for.
        """
        others = self.without(*(it for it in self.clauses if clashes(it, field, value)))
        added = f"{field}:{language.quoted(value)}"
        text = f"{others.text} {added}".strip()
        pieces, _ = language.read(text)
        if pieces[-1].text != added:
            text = f"{added} {others.text}"
        return replace(others, text=text)

    def toggled(self, field: str, value: str) -> "Search":
        """Ask for a value, or no longer."""
        chosen = [it for it in self.clauses if asks_for(it, field, value)]
        return self.without(*chosen) if chosen else self.with_filter(field, value)

    def sorted(self, sort: str) -> "Search":
        """The same in another order; newest first where it has no such order."""
        # Only that of a collection has to look for one.
        is_there = sort in SORTS or (sort == PLACE and self._collection is not None)
        other = replace(self, sort=sort if is_there else NEWEST_FIRST)
        # Both find the same: what has been read for one is there for the other.
        known = {"_understood", "_plan"} & vars(self).keys()
        vars(other).update({name: vars(self)[name] for name in known})
        return other

    def folded(self, firsts: Mapping[int, int]) -> "Search":
        """Leave out all pictures of some requests but one of each, told by its key."""
        other = replace(self)
        folded = replace(self._plan, folded=tuple(firsts.items()))
        vars(other).update(_understood=self._understood, _plan=folded)
        return other

    # What it finds.

    @cached_property
    def sorts(self) -> Mapping[str, tuple[str, Order]]:
        """The orders that there are for it, by name, with their words."""
        if self._collection is None:
            return SORTS
        return {PLACE: (placing.WORDS, placing.BY_PLACE), **SORTS}

    @property
    def order(self) -> Order:
        return placing.BY_PLACE if self.sort == PLACE else SORTS[self.sort][1]

    @property
    def _collection(self) -> int | None:
        return placing.collection_of(self.clauses)

    def _placed(self, image: Image) -> Image:
        return placing.placed(image, self._collection) if self.sort == PLACE else image

    def cursor(self, image: Image) -> str:
        """Where a picture stands in the order, whether it is found or not."""
        return self.order.cursor(self._placed(image))

    def place(self, image: Image, *, limit: int) -> int | None:
        """The number of a picture in the order; None beyond the limit, or where it has
        no place in a collection."""
        if getattr(self._placed(image), PLACE, 0) is None:
            return None
        above = self._plan.above(self.order, image, limit)
        return above + 1 if above < limit else None

    @cached_property
    def _plan(self) -> QueryPlan:
        groups: list[list[tuple[Condition, bool]]] = []
        for clause in self.clauses:
            if not (clause.joins and groups):
                groups.append([])
            groups[-1].append((clause.condition, clause.is_not))
        asked = tuple(map(tuple, groups))
        return QueryPlan(self.user, asked, self.in_trash, self._collection)

    def images(self) -> ImageQuerySet:
        """Return all that it finds as a queryset, in no order."""
        return self._plan.images()

    def holding(self, codes: Collection[str]) -> ImageQuerySet:
        """Return those of these pictures that it finds; the others cost nothing."""
        return self._plan.holding(codes)

    def walked(self) -> ImageQuerySet:
        """Return the same as ``images``, for who reads few of them along an index."""
        return self._plan.walked()

    def within(self, start: datetime, end: datetime) -> ImageQuerySet:
        """Return all that it finds between two moments, for the figures of a day."""
        return self._plan.within(Span(start, end))

    def page(
        self, *, after: str = "", size: int = 60, fetch: tuple[str, ...] = ()
    ) -> Page[Image]:
        """Return a page; ``fetch`` names what to ``select_related``."""
        return self._plan.page(self.order, after=after, size=size, fetch=fetch)

    def reads(self, cursor: str) -> bool:
        """Tell whether it is a cursor of this order."""
        return self._plan.reads(self.order, cursor)

    def page_before(
        self, *, before: str, size: int = 60, fetch: tuple[str, ...] = ()
    ) -> Page[Image]:
        """The rows before a cursor, in their order; ``after`` leads further up.

        There are none before a cursor that is none of ours.
        """
        if not self.reads(before):
            return Page([], "")
        order = self.order.turned
        page = self._plan.page(order, after=before, size=size, fetch=fetch)
        return Page(page.rows[::-1], page.after)

    def draws(self, requests: Collection[int]) -> Iterator[tuple[int, int]]:
        """Give all that it finds of some requests, by fingerprint and key, in order."""
        return self._plan.draws(self.order, requests)

    def ordered(self, keys: Sequence[int]) -> list[int]:
        """Bring pictures into its order, whether it finds them or not.

        Those that have no place in a collection's own order come last.
        """
        return self._plan.ordered(self.order, keys)

    def row_before(self, *, after: str) -> Image | None:
        """The row at a cursor, which the page before ended with; None for none."""
        return self._plan.row_before(self.order, after=after)

    def neighbours(self, image: Image) -> tuple[Image | None, Image | None]:
        """Before and after in the order, None at an end, whether it is found or not."""
        return self._plan.neighbours(self.order, self._placed(image))

    def count(self, *, limit: int = 1000) -> HitCount:
        """Count up to a limit; "at least" too where it would take too long to tell."""
        keys, is_more = self._plan.sample(limit)
        return HitCount(len(keys), is_more)

    def sample(self, limit: int) -> tuple[list[int], bool]:
        """Return the keys of the newest that it finds, and whether there are more."""
        return self._plan.sample(limit)

    def cost(self, *, limit: int = 1000) -> Cost:
        """Add up what the newest ones cost, of no more than a limit."""
        keys, is_more = self._plan.sample(limit)
        rows = Image.objects.filter(pk__in=among(keys)).order_by()
        return Cost.of(rows.values_list("cost_usd", flat=True), more=is_more)
