"""Reading what a match finds in the order of dates, no further than is needed.

On SQLite the full-text index yields in this order by itself. PostgreSQL's yields in
none, and its planner takes a word that nobody wrote for one in two hundred pictures. So
the documents are walked along their dates, a stretch at a time; when the first stretches
show that the words are rare, the index is asked for all that are left.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models.expressions import RawSQL

from playground.library.search.conditions import Match

# Positions and keys of pictures, in order.
Places = list[tuple[int, int]]

# Matches in one batch on SQLite, documents in one stretch on PostgreSQL: of the first,
# and of any.
LEAST, MOST = {"sqlite": 72, "postgresql": 200}, 5000
# Together with the first, enough to count a thousand.
SECOND = 1010
# After so many documents it is known whether words are rarer than one in so many: then
# the index finds them sooner than a walk.
SEEN, RARE = 800, 150
# What is not as rare as it seemed is walked on for.
MANY = 20_000

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

    source: Iterator[tuple[list[tuple[object, int]], int]]
    read: list[tuple[list[tuple[object, int]], int]] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[list[tuple[object, int]], int]]:
        at = 0
        while True:
            if at == len(self.read):
                following = next(self.source, None)
                if following is None:
                    return
                self.read.append(following)
            yield self.read[at]
            at += 1


def keys_found(match: Match) -> RawSQL:
    """Return all keys that a match finds, as a part of a larger query."""
    found, values = _found(match)
    return RawSQL(f"SELECT library_document.image_id {found}", values)  # noqa: S611


def _found(match: Match, *, by_looking: bool = False) -> tuple[str, list[str | int]]:
    """Return FROM and WHERE. ``by_looking`` keeps PostgreSQL from asking its index."""
    if connection.vendor == "sqlite":
        return _SQLITE, [match.index]
    start = "FROM library_document WHERE"
    looks: list[str | int] = [*match.values]
    if by_looking:
        return f"{start} {match.look}", looks
    if match.is_exact:
        return f"{start} words @@ %s::tsquery", [match.index]
    return f"{start} words @@ %s::tsquery AND {match.look}", [match.index, *looks]


def among(keys: Sequence[int]) -> RawSQL:
    """Return keys as one parameter: written out, thousands take longer to parse."""
    if connection.vendor == "sqlite":
        sql, value = "SELECT value FROM json_each(%s)", json.dumps(keys)
        return RawSQL(sql, [value])  # noqa: S611
    return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])


def batches(
    match: Match, low: int | None, high: int | None, *, down: bool
) -> Iterator[tuple[Places, int]]:
    """Yield what a match finds from ``low`` to before ``high``, and what that cost."""
    if connection.vendor == "sqlite":
        return _in_order(match, low, high, down=down)
    return _walked(match, low, high, down=down)


def between(match: Match, low: int | None, high: int | None, limit: int) -> Places:
    """Return what a match finds there, in any order."""
    is_short = (
        connection.vendor == "postgresql"
        and _end_of_stretch(low, high, MANY, down=True) is None
    )
    return _rows(match, low, high, f"LIMIT {limit}", by_looking=is_short)


def _in_order(
    match: Match, low: int | None, high: int | None, *, down: bool
) -> Iterator[tuple[Places, int]]:
    size = LEAST["sqlite"]
    way = "DESC" if down else "ASC"
    while True:
        ordered = f"ORDER BY library_words.rowid {way} LIMIT {size}"
        found = _rows(match, low, high, ordered)
        yield found, len(found)
        if len(found) < size:
            return
        low, high = _rest(found[-1][0], low, high, down=down)
        size = SECOND if size < SECOND else MOST


def _walked(
    match: Match, low: int | None, high: int | None, *, down: bool
) -> Iterator[tuple[Places, int]]:
    size, walked, seen = LEAST["postgresql"], 0, 0
    while True:
        end = _end_of_stretch(low, high, size, down=down)
        if end is None:
            stretch = low, high
        else:
            stretch = (end, high) if down else (low, end + 1)
        found = sorted(_rows(match, *stretch, by_looking=True), reverse=down)
        yield found, size
        if end is None:
            return
        low, high = _rest(end, low, high, down=down)
        walked, seen = walked + size, seen + len(found)
        if walked >= SEEN and seen * RARE < walked:
            left = _rows(match, low, high, f"LIMIT {MANY + 1}")
            if len(left) <= MANY:
                yield from _portions(sorted(left, reverse=down))
                return
        size = min(size * 3, MOST)


def _portions(places: Places) -> Iterator[tuple[Places, int]]:
    """Few readers want all: each portion is looked up among the pictures."""
    for start in range(0, len(places), SECOND):
        portion = places[start : start + SECOND]
        yield portion, len(portion)


def _rest(
    at: int, low: int | None, high: int | None, *, down: bool
) -> tuple[int | None, int | None]:
    return (low, at) if down else (at + 1, high)


def _end_of_stretch(
    low: int | None, high: int | None, size: int, *, down: bool
) -> int | None:
    """Return the position of the last of ``size`` documents; None if there are fewer."""
    where, values = _limited("position", low, high)
    way = "DESC" if down else "ASC"
    sql = (
        f"SELECT position FROM library_document WHERE true{where}"  # noqa: S608
        f" ORDER BY position {way} OFFSET {size - 1} LIMIT 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return row[0] if row else None


def _rows(
    match: Match,
    low: int | None,
    high: int | None,
    end: str = "",
    *,
    by_looking: bool = False,
) -> Places:
    place = _PLACES[connection.vendor]
    found, values = _found(match, by_looking=by_looking)
    where, limits = _limited(place, low, high)
    sql = f"SELECT {place}, library_document.image_id {found}{where} {end}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *limits])
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
