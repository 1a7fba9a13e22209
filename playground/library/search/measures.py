"""Reading numbers, times and dates with a comparison: ``<0.05``, ``>20s``, ``2026-11``."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

_COMPARED = re.compile(r"(<=|>=|<|>|=|≤|≥)?\s*(.+)")
_ONLY_SIGNS = re.compile(r"[<>=≤≥]+")
_SIGNS = {"≤": "<=", "≥": ">=", "": "=", None: "="}
_LOOKUPS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte", "=": "exact"}
WORDS = {
    "<": "below",
    "<=": "at most",
    ">": "above",
    ">=": "at least",
    "=": "exactly",
}
_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,8})?", re.ASCII)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?", re.ASCII)
PERIODS = ("today", "yesterday", "week", "month", "year")
_MS = {
    "ms": 1,
    "s": 1000,
    "": 1000,
    "sec": 1000,
    "m": 60_000,
    "min": 60_000,
    "h": 3_600_000,
}


class Misread(Exception):
    """A value that makes no sense in its field. The message is for people."""


@dataclass(frozen=True)
class Range:
    """A comparison or two; ``words`` says it."""

    bounds: tuple[tuple[str, Decimal], ...]
    words: str

    def q(self, column: str, convert: Callable[[Decimal], Decimal | int]) -> Q:
        """``convert`` brings a bound into the unit of the column."""
        found = Q()
        for sign, value in self.bounds:
            found &= Q(**{f"{column}__{_LOOKUPS[sign]}": convert(value)})
        return found

    def holds(self, value: int) -> bool:
        """The same of a number that is at hand, in the unit that was typed."""
        checks = {
            "<": lambda it: value < it,
            "<=": lambda it: value <= it,
            ">": lambda it: value > it,
            ">=": lambda it: value >= it,
            "=": lambda it: value == it,
        }
        return all(checks[sign](bound) for sign, bound in self.bounds)


def range_of(
    value: str, read: Callable[[str], Decimal], show: Callable[[Decimal], str]
) -> Range:
    """Read ``<5``, ``>=5``, ``5``, ``3..5``, ``3..`` and ``..5``, and ``3..<5`` without
    its end."""
    if ".." in value:
        first, last = value.split("..", 1)
        if not first and not last:
            raise Misread("needs a number beside the two dots")
        if not first or not last:
            return range_of(f"<={last}" if last else f">={first}", read, show)
        below = last.startswith("<")
        low, high = read(first), read(last.removeprefix("<"))
        if low > high:
            raise Misread(f"goes from the smaller to the larger: {last}..{first}")
        words = f"{show(low)} to {'below ' if below else ''}{show(high)}"
        return Range(((">=", low), ("<" if below else "<=", high)), words)
    # As people write it: "4+".
    value = re.sub(r"^([^<>=≤≥]+)\+$", r">=\1", value)
    found = _COMPARED.fullmatch(value)
    if found is None or _ONLY_SIGNS.fullmatch(found[2]):
        raise Misread("needs a number right after the sign")
    sign = _SIGNS.get(found[1], found[1])
    number = read(found[2])
    return Range(((sign, number),), f"{WORDS[sign]} {show(number)}")


def number(text: str) -> Decimal:
    """Read such as "$0.05" or "1,5"; raises ``Misread``."""
    text = text.strip().removeprefix("$")
    if not _NUMBER.fullmatch(text):
        raise Misread(f"“{text}” is not a number")
    return Decimal(text.replace(",", "."))


def milliseconds(text: str) -> Decimal:
    """Read such as "20s" or "1.5 min"; raises ``Misread``."""
    found = re.fullmatch(r"([0-9.,]+)\s*([a-z]*)", text.strip(), re.I | re.ASCII)
    unit = found[2].lower() if found else ""
    if found is None or unit not in _MS:
        raise Misread(f"“{text}” is not a time such as 20s")
    return number(found[1]) * _MS[unit]


def dates(value: str) -> tuple[datetime.date | None, datetime.date | None]:
    """Read a day, month or year, compared or not; the end is not part of it."""
    if ".." in value:
        first, last = value.split("..", 1)
        if not first and not last:
            raise Misread("needs a date such as 2026-11-05 or 2026-11")
        start = _period(first)[0] if first else None
        end = _period(last)[1] if last else None
        if start and end and start >= end:
            raise Misread(f"goes from the earlier to the later: {last}..{first}")
        return start, end
    found = _COMPARED.fullmatch(value)
    if found is None or _ONLY_SIGNS.fullmatch(found[2]):
        raise Misread("needs a date such as 2026-11-05 or 2026-11")
    start, end = _period(found[2])
    sign = _SIGNS.get(found[1], found[1])
    return {
        "=": (start, end),
        "<": (None, start),
        "<=": (None, end),
        ">": (end, None),
        ">=": (start, None),
    }[sign]


def said_dates(value: str) -> str:
    """Say what ``dates`` could read: ">=2026-11" is "2026-11 or later"."""
    found = _COMPARED.fullmatch(value)
    if found is None or not found[1]:
        return value
    words = {"<": "before ", ">": "after ", "<=": "up to ", ">=": "from ", "=": ""}
    return f"{words[_SIGNS.get(found[1], found[1])]}{found[2]}"


def _period(text: str) -> tuple[datetime.date, datetime.date]:
    found = _DATE.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in found.groups())
        start = datetime.date(year, month or 1, day or 1)
        if day:
            return start, start + datetime.timedelta(days=1)
        if month:
            return start, (start + datetime.timedelta(days=32)).replace(day=1)
        return start, datetime.date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        if text.strip().lower() in PERIODS:
            raise Misread(
                f"takes dates; {text.strip()} is written made:{text.strip()}"
            ) from None
        raise Misread(f"“{text}” is not a date such as 2026-11-05 or 2026-11") from None


def made(value: str) -> tuple[datetime.date | None, datetime.date | None]:
    """Read "today", "yesterday", "week", "month", "year": up to now, by our calendar."""
    now = timezone.localdate()
    tomorrow = now + datetime.timedelta(days=1)
    periods = {
        "today": (now, tomorrow),
        "yesterday": (now - datetime.timedelta(days=1), now),
        "week": (now - datetime.timedelta(days=6), tomorrow),
        "month": (now - datetime.timedelta(days=29), tomorrow),
        "year": (now - datetime.timedelta(days=364), tomorrow),
    }
    try:
        return periods[value.lower()]
    except KeyError:
        raise Misread(f"takes {', '.join(PERIODS)}, or use date:2026-11") from None


def midnight(day: datetime.date | None) -> datetime.datetime | None:
    """When a day begins where this installation is; raises ``Misread``."""
    if day is None:
        return None
    try:
        here = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
        # Databases keep moments in UTC, whose calendar ends elsewhere.
        return here.astimezone(datetime.UTC)
    except (OverflowError, ValueError):
        raise Misread("is outside of all calendars") from None
