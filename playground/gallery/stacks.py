"""Stacks: all pictures of one request that a search finds, as one tile.

It stands where the first of them does in the order of the search, on whatever day or
page the others are. A page of stacks is read from as many rows as it takes.
"""

from collections import Counter
from collections.abc import Callable

from playground.core.keyset import Page
from playground.library.models import Image
from playground.library.search import Search

# Each time twice as many rows are read: one request may have thousands of draws.
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
    return _gathered(
        size,
        after,
        lambda cursor, count: search.page(after=cursor, size=count, fetch=fetch),
        lambda known, rows: [*known, *_firsts(search, rows)],
    )


def page_before(
    search: Search, *, before: str, size: int, fetch: tuple[str, ...] = ()
) -> Page[Image]:
    """Return those that stand before one; ``after`` leads further up."""
    return _gathered(
        size,
        before,
        lambda cursor, count: search.page_before(
            before=cursor, size=count, fetch=fetch
        ),
        lambda known, rows: [*_firsts(search, rows), *known],
    )


def stack_of(search: Search, image: Image) -> Image | None:
    """The picture that stands for a stack, or would for that of a picture that left."""
    first = next(search.draws([image.fingerprint]), None)
    if first is None:
        return None
    [kept] = _firsts(
        search, [Image.objects.select_related("generation").get(pk=first[1])]
    )
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


def _firsts(search: Search, rows: list[Image]) -> list[Image]:
    """Leave what stands before all others of its request, and tell it how many."""
    firsts: dict[int, int] = {}
    counts: Counter[int] = Counter()
    for request, key in search.draws({it.fingerprint for it in rows}):
        firsts.setdefault(request, key)
        counts[request] += 1
    kept = [it for it in rows if firsts.get(it.fingerprint) == it.pk]
    for image in kept:
        setattr(image, DRAWS, counts[image.fingerprint])
    return kept
