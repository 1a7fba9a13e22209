"""Which lines of an export count, where several exports were put into one file.

All lines of one export are real, also equal ones: two keys may be charged the same. What
another export tells of the same day again is not real a second time. Another one begins
where the columns are named again or the days begin anew, and a day that is there twice
as a whole comes from two.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from playground.core.units import count_text

Record = dict[str, Any]
# What tells apart two lines that are charged the same.
_WHOSE = ("organization_id", "project_id", "api_key_id")


def says_whose(record: Record) -> bool:
    """Tell whether a line names its key or project: then it has no equal in an export."""
    return any(record.get(name) for name in _WHOSE)


def count_equal(records: Sequence[Record]) -> int:
    """Return how many lines are word for word as one before them."""
    return len(records) - len({_as_text(record) for record in records})


def without_repeats(records: Sequence[Record]) -> tuple[list[Record], list[str]]:
    """Leave out what another export in the same file has told before, and say so."""
    counted: Counter[str] = Counter()
    kept: list[Record] = []
    lines = 0
    for block in _blocks(records):
        here: Counter[str] = Counter()
        lines += len(block)
        for record in block:
            text = _as_text(record)
            here[text] += 1
            is_known = counted[text] and says_whose(record)
            if here[text] > counted[text] and not is_known:
                counted[text] += 1
                kept.append(record)
    twice = lines - len(kept)
    note = (
        f"{count_text(twice, 'line')} stood there before, word for word, "
        "and counted once."
    )
    return kept, [note] if twice else []


def _blocks(records: Sequence[Record]) -> Iterator[list[Record]]:
    """Yield the lines of each day of each export."""
    for export in _exports(records):
        days: dict[str, list[Record]] = {}
        for record in export:
            days.setdefault(_moment(record), []).append(record)
        for lines in days.values():
            length = _period([_as_text(record) for record in lines])
            for start in range(0, len(lines), length):
                yield lines[start : start + length]


def _exports(records: Sequence[Record]) -> Iterator[list[Record]]:
    """Yield the lines of each export: their days go one way."""
    lines: list[Record] = []
    direction, last = 0, ""
    for record in records:
        moment = _moment(record)
        step = (moment > last) - (moment < last) if lines else 0
        is_heading = moment in record
        if is_heading or (step and direction and step != direction):
            yield lines
            lines, direction, step = [], 0, 0
        if not is_heading:
            lines.append(record)
            direction, last = step or direction, moment
    yield lines


def _moment(record: Record) -> str:
    """Return what stands for the day: later ones are greater, in seconds or as text."""
    return str(record.get("start_time")).strip().lower()


def _period(lines: list[str]) -> int:
    """Return how many lines stand there until all of them come again, and again.

    Equal lines alone are no day that comes again: each is real.
    """
    count = len(lines)
    if len(set(lines)) == 1:
        return count
    lengths = (n for n in range(2, count) if count % n == 0)
    return next((n for n in lengths if lines == lines[:n] * (count // n)), count)


def _as_text(record: Record) -> str:
    return json.dumps(record, default=str, sort_keys=True)
