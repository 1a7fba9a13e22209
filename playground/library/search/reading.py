"""Reading what a match finds in the order of dates, no further than is needed.

On SQLite the full-text index yields in this order by itself. PostgreSQL's yields in
none: it is asked for one stretch of time after the other, each a few times as long as
the one before, so that an answer costs what its stretch holds. When the first stretches
show that the words are rare, it is asked once for all that are left.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from sys import maxsize
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from playground.library.models import ImageQuerySet
from playground.library.search.conditions import Match
from playground.library.search.index_words import times

# Positions and keys of pictures, in order.
Places = list[tuple[int, int]]
# When a picture was made, and its key.
Hit = tuple[Any, int]

# Matches that fill a page, and with them, enough to count a thousand; in any batch.
LEAST, SECOND, MOST = 72, 1010, 5000
# Documents in PostgreSQL's first stretch, and how much longer each next one may be.
FIRST, GROWTH = 600, 3
# Words that so many documents hold less often than one in so many may be rare. It is
# the planner who tells then; after so many more documents the index itself is asked.
SEEN, RARE, FAR = 1500, 150, 30_000

_SQLITE = (
    "FROM library_words CROSS JOIN library_document"
    " ON library_document.position = library_words.rowid"
    " WHERE library_words MATCH %s"
)
_PLACES = {"sqlite": "library_words.rowid", "postgresql": "library_document.position"}


@dataclass
class Batches:
    """Batches that are read once, however often they are asked for.

    Each is a list and how much was looked through for it.
    """

    source: Iterator[tuple[list[Hit], int]]
    read: list[tuple[list[Hit], int]] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[list[Hit], int]]:
        at = 0
        while True:
            if at == len(self.read):
                following = next(self.source, None)
                if following is None:
                    return
                self.read.append(following)
            yield self.read[at]
            at += 1


def keys_found(
    match: Match, low: int | None = None, high: int | None = None, limit: int = 0
) -> RawSQL:
    """Return the keys that a match finds from ``low`` to before ``high``, in no order,
    as a part of a larger query."""
    found, values = _found(match, low, high)
    end = f" LIMIT {limit}" if limit else ""
    return RawSQL(f"SELECT library_document.image_id {found}{end}", values)  # noqa: S611


def _found(
    match: Match, low: int | None, high: int | None
) -> tuple[str, list[str | int]]:
    """Return FROM and WHERE."""
    where, limits = _limited(_PLACES[connection.vendor], low, high)
    if connection.vendor == "sqlite":
        return _SQLITE + where, [match.index, *limits]
    time = times(low, high) if low is not None and high is not None else ""
    index = f"{match.index} & {time}" if time else match.index
    start = "FROM library_document WHERE words @@ %s::tsquery"
    if match.is_exact:
        return start + where, [index, *limits]
    return f"{start} AND {match.look}{where}", [index, *match.values, *limits]


def among(keys: Sequence[int]) -> RawSQL:
    """Return keys as one parameter: written out, thousands take longer to parse."""
    if connection.vendor == "sqlite":
        sql, value = "SELECT value FROM json_each(%s)", json.dumps(keys)
        return RawSQL(sql, [value])  # noqa: S611
    return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])


def hits(images: ImageQuerySet) -> list[Hit]:
    """Return which of these pictures there are, newest first."""
    return sorted(images.order_by().values_list("created_at", "pk"), reverse=True)


def batches(
    images: ImageQuerySet,
    match: Match,
    low: int | None,
    high: int | None,
    *,
    down: bool,
) -> Iterator[tuple[list[Hit], int]]:
    """Yield which pictures a match finds from ``low`` to before ``high``, newest first
    in each batch, and what that cost."""
    walk = _in_order if connection.vendor == "sqlite" else _walked
    return walk(images, match, low, high, down=down)


def _in_order(
    images: ImageQuerySet,
    match: Match,
    low: int | None,
    high: int | None,
    *,
    down: bool,
) -> Iterator[tuple[list[Hit], int]]:
    size = LEAST
    way = "DESC" if down else "ASC"
    while True:
        ordered = f"ORDER BY library_words.rowid {way} LIMIT {size}"
        found = _places(match, low, high, ordered)
        yield _hits_among(images, found), len(found)
        if len(found) < size:
            return
        low, high = _rest(found[-1][0], low, high, down=down)
        size = SECOND if size < SECOND else MOST


def _walked(
    images: ImageQuerySet,
    match: Match,
    low: int | None,
    high: int | None,
    *,
    down: bool,
) -> Iterator[tuple[list[Hit], int]]:
    size, walked, seen, asked_at = FIRST, 0, 0, SEEN
    while stretch := _stretch(low, high, size, down=down):
        start, end, count = stretch
        found = hits(images.filter(pk__in=keys_found(match, start, end + 1)))
        yield found, count
        if count < size:
            return
        low, high = _rest(start if down else end, low, high, down=down)
        walked, seen = walked + count, seen + len(found)
        if walked >= asked_at and seen * RARE < walked:
            if asked_at == FAR or _expects_few(match):
                left = _places(match, low, high, f"LIMIT {SECOND}")
                if len(left) < SECOND:
                    yield _hits_among(images, left), len(left)
                    return
            asked_at = FAR if asked_at < FAR else maxsize
        more = min(max(SECOND, seen), MOST)
        size = min(size * GROWTH, more * walked // max(seen, 1))


def _hits_among(images: ImageQuerySet, places: Places) -> list[Hit]:
    keys = [key for _, key in places]
    return hits(images.filter(pk__in=among(keys))) if keys else []


def _expects_few(match: Match) -> bool:
    """Tell what PostgreSQL's planner expects.

    What it knows nothing of it takes for at most one document in two hundred.
    """
    found, values = _found(match, None, None)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT {found}", values)
        (explained,) = cursor.fetchone()
    expected: int = explained[0]["Plan"]["Plan Rows"]
    return expected <= MOST


def _rest(
    at: int, low: int | None, high: int | None, *, down: bool
) -> tuple[int | None, int | None]:
    return (low, at) if down else (at + 1, high)


def _stretch(
    low: int | None, high: int | None, size: int, *, down: bool
) -> tuple[int, int, int] | None:
    """Return the lowest and the highest position of the next documents, and how many
    they are; None where there are none."""
    where, values = _limited("position", low, high)
    way = "DESC" if down else "ASC"
    sql = (
        "SELECT min(position), max(position), count(*) FROM (SELECT position"  # noqa: S608
        f" FROM library_document WHERE true{where}"
        f" ORDER BY position {way} LIMIT {size}) AS documents"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        start, end, count = cursor.fetchone()
    return (start, end, count) if count else None


def _places(match: Match, low: int | None, high: int | None, end: str) -> Places:
    place = _PLACES[connection.vendor]
    found, values = _found(match, low, high)
    sql = f"SELECT {place}, library_document.image_id {found} {end}"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: Places = cursor.fetchall()
    return rows


def _limited(place: str, low: int | None, high: int | None) -> tuple[str, list[int]]:
    where, values = "", []
    if low is not None:
        where += f" AND {place} >= %s"
        values.append(low)
    if high is not None:
        where += f" AND {place} < %s"
        values.append(high)
    return where, values
