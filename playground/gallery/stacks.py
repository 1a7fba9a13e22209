"""Stacks: all pictures of one request that a search finds, as one tile.

It stands where the first of them does in the order of the search, on whatever day or
page the others are. A page of stacks is read from as many rows as it takes.
"""

from collections import Counter
from collections.abc import Callable

from playground.core.keyset import Page
from playground.library.models import Image
from playground.library.search import Search

# Each time twice as many rows are read: all of some may belong to stacks further up.
ROUNDS = 8
# What a picture tells of its stack.
DRAWS = "draws"


def folds(search: Search) -> bool:
    """Whether there is anything to stack: all of one request is a stack that is open."""
    return not any(it.field == "like" and not it.is_not for it in search.clauses)


def page(
    search: Search, *, after: str, size: int, fetch: tuple[str, ...] = ()
) -> Page[Image]:
    """Return the stacks that stand after a cursor."""
    firsts = Firsts(search)
    return _gathered(
        size,
        after,
        lambda cursor, count: firsts.rest.page(after=cursor, size=count, fetch=fetch),
        lambda known, rows: [*known, *firsts.among(rows)],
    )


def page_before(
    search: Search, *, before: str, size: int, fetch: tuple[str, ...] = ()
) -> Page[Image]:
    """Return those that stand before one; ``after`` leads further up."""
    firsts = Firsts(search)
    return _gathered(
        size,
        before,
        lambda cursor, count: firsts.rest.page_before(
            before=cursor, size=count, fetch=fetch
        ),
        lambda known, rows: [*firsts.among(rows), *known],
    )


def stack_of(search: Search, image: Image) -> Image | None:
    """The picture that stands for a stack, or would for that of a picture that left."""
    first = next(search.draws([image.fingerprint]), None)
    if first is None:
        return None
    image = Image.objects.select_related("generation").get(pk=first[1])
    [kept] = Firsts(search).among([image])
    return kept


def _gathered(
    size: int,
    cursor: str,
    read: Callable[[str, int], Page[Image]],
    joined: Callable[[list[Image], list[Image]], list[Image]],
) -> Page[Image]:
    rows: list[Image] = []
    count = size
    for _ in range(ROUNDS):
        found = read(cursor, count)
        rows, cursor = joined(rows, found.rows), found.after
        if not cursor or len(rows) >= size // 2:
            break
        count *= 2
    return Page(rows, cursor)


class Firsts:
    """Which picture stands before all others of its request, each request asked once."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._keys: dict[int, int] = {}
        self._counts: Counter[int] = Counter()

    @property
    def rest(self) -> Search:
        """The search without what is known to be no first: it need not be read again."""
        return self._search.folded(self._keys) if self._keys else self._search

    def among(self, rows: list[Image]) -> list[Image]:
        """Leave those that do, and tell each how many there are of its request."""
        asked = {it.fingerprint for it in rows} - self._keys.keys()
        for request, key in self._search.draws(asked) if asked else ():
            self._keys.setdefault(request, key)
            self._counts[request] += 1
        kept = [it for it in rows if self._keys.get(it.fingerprint) == it.pk]
        for image in kept:
            setattr(image, DRAWS, self._counts[image.fingerprint])
        return kept
