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
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from playground.library.models import ImageQuerySet
from playground.library.search.conditions import Match
from playground.library.search.index_words import times

# Positions and keys of pictures, in order.
Places = list[tuple[int, int]]
# When a picture was made, and its key.
Hit = tuple[Any, int]

# What is read together, and how much was looked through for it.
Batch = tuple[list[Hit], int]

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


class Stretch(NamedTuple):
    """The positions from ``low`` to before ``high``; None leaves an end open."""

    low: int | None = None
    high: int | None = None

    def beyond(self, position: int, *, down: bool) -> "Stretch":
        """What is left of it behind a position, on the way down or up."""
        if down:
            return Stretch(self.low, position)
        return Stretch(position + 1, self.high)

    def where(self, place: str) -> tuple[str, list[int]]:
        """Return conditions of a column, and their values."""
        sql, values = "", []
        if self.low is not None:
            sql += f" AND {place} >= %s"
            values.append(self.low)
        if self.high is not None:
            sql += f" AND {place} < %s"
            values.append(self.high)
        return sql, values


EVERYWHERE = Stretch()


@dataclass
class Batches:
    """Batches that are read once, however often they are asked for."""

    source: Iterator[Batch]
    read: list[Batch] = field(default_factory=list)

    def __iter__(self) -> Iterator[Batch]:
        at = 0
        while True:
            if at == len(self.read):
                following = next(self.source, None)
                if following is None:
                    return
                self.read.append(following)
            yield self.read[at]
            at += 1


def keys_found(match: Match, stretch: Stretch = EVERYWHERE, limit: int = 0) -> RawSQL:
    """Return the keys that a match finds in a stretch, in no order, as a part of a
    larger query; with a limit, so many at most."""
    found, values = _found(match, stretch)
    sql = f"SELECT library_document.image_id {found}"
    if limit:
        sql += f" LIMIT {limit}"
        if connection.vendor == "postgresql":
            # Else it may look again for each picture that the rest of the query holds.
            sql = f"SELECT unnest(ARRAY({sql}))"
    return RawSQL(sql, values)  # noqa: S611


def _found(match: Match, stretch: Stretch) -> tuple[str, list[str | int]]:
    """Return FROM and WHERE."""
    where, limits = stretch.where(_PLACES[connection.vendor])
    if connection.vendor == "sqlite":
        return _SQLITE + where, [match.index, *limits]
    low, high = stretch
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
    images: ImageQuerySet, match: Match, stretch: Stretch, *, down: bool
) -> Iterator[Batch]:
    """Yield which pictures a match finds in a stretch, newest first in each batch."""
    walk = _in_order if connection.vendor == "sqlite" else _walked
    return walk(images, match, stretch, down=down)


def _in_order(
    images: ImageQuerySet, match: Match, left: Stretch, *, down: bool
) -> Iterator[Batch]:
    size = LEAST
    way = "DESC" if down else "ASC"
    while True:
        ordered = f"ORDER BY library_words.rowid {way} LIMIT {size}"
        found = _places(match, left, ordered)
        yield _hits_among(images, found), len(found)
        if len(found) < size:
            return
        left = left.beyond(found[-1][0], down=down)
        size = SECOND if size < SECOND else MOST


def _walked(
    images: ImageQuerySet, match: Match, left: Stretch, *, down: bool
) -> Iterator[Batch]:
    size, walked, seen, asked_at = FIRST, 0, 0, SEEN
    while following := _following(left, size, down=down):
        start, end, count = following
        keys = keys_found(match, Stretch(start, end + 1))
        found = hits(images.filter(pk__in=keys))
        yield found, count
        if count < size:
            return
        left = left.beyond(start if down else end, down=down)
        walked, seen = walked + count, seen + len(found)
        if walked >= asked_at and seen * RARE < walked:
            if asked_at == FAR or _expects_few(match):
                few = _places(match, left, f"LIMIT {SECOND}")
                if len(few) < SECOND:
                    yield _hits_among(images, few), len(few)
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
    found, values = _found(match, EVERYWHERE)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT {found}", values)
        (explained,) = cursor.fetchone()
    expected: int = explained[0]["Plan"]["Plan Rows"]
    return expected <= MOST


def _following(left: Stretch, size: int, *, down: bool) -> tuple[int, int, int] | None:
    """Return the lowest and the highest position of the next documents, and how many
    they are; None where there are none."""
    where, values = left.where("position")
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


def _places(match: Match, stretch: Stretch, end: str) -> Places:
    place = _PLACES[connection.vendor]
    found, values = _found(match, stretch)
    sql = f"SELECT {place}, library_document.image_id {found} {end}"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: Places = cursor.fetchall()
    return rows
