"""The days that a page or an export is about, and how they are put into groups."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from playground.core.clock import today

DAYS = 30
# Names in addresses, and the column of the ledger that each stands for.
DIMENSIONS = ("day", "model", "quality", "route", "provider", "person", "experiment")
MONEY = ("real", "simulated")


class BadQuestion(ValueError):
    """An address asks for something that there is not; ``errors`` by its name."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Question:
    """What is asked of the books. Both days are counted in.

    ``money`` is "" where nobody chose: an export then counts all runs, and only real
    money; a page shows what there is.
    """

    first: datetime.date
    last: datetime.date
    by: str = "day"
    money: str = ""

    @property
    def query(self) -> str:
        """The same question as an address."""
        values = {"from": self.first, "to": self.last, "by": self.by}
        return urlencode(values | ({"money": self.money} if self.money else {}))

    def before(self, by: str) -> str:
        """The same days as an address, grouped otherwise."""
        return urlencode(
            {"from": self.first, "to": self.last, "by": by}
            | ({"money": self.money} if self.money else {})
        )


def read_question(query: Mapping[str, str]) -> Question:
    """Read an address; raises ``BadQuestion`` with words for each bad part."""
    errors: dict[str, str] = {}
    last = _day(query, "to", errors) or today()
    first = _day(query, "from", errors) or last - datetime.timedelta(DAYS - 1)
    by = query.get("by", "") or "day"
    money = query.get("money", "")
    if by not in DIMENSIONS:
        errors["by"] = f"Choose one of {', '.join(DIMENSIONS)}."
    if money not in ("", *MONEY):
        errors["money"] = "Choose real or simulated."
    if not errors and first > last:
        errors["from"] = "The first day comes after the last one."
    if errors:
        raise BadQuestion(errors)
    return Question(first, last, by, money)


def _day(
    query: Mapping[str, str], name: str, errors: dict[str, str]
) -> datetime.date | None:
    raw = query.get(name, "").strip()
    if not raw:
        return None
    try:
        if len(raw) != 10:
            raise ValueError
        day = datetime.date.fromisoformat(raw)
        # One step from either end of the calendar leaves room to count in days.
        if not 1 < day.year < 9999:
            raise ValueError
    except ValueError:
        errors[name] = "Write a day as 2026-11-21."
        return None
    return day
