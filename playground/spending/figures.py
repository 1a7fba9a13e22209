"""What the ledger says, added up: the same sums for the page and its exports."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from playground.imaging.parameters import short_size
from playground.library.models import Image
from playground.people.models import User
from playground.spending.amounts import to_nano
from playground.spending.models import LedgerEntry, LedgerQuerySet
from playground.spending.period import Question

Kind = LedgerEntry.Kind
_MONEY = ("spent", "reserved", "doubtful", "open_bills", "doubts")
_IMAGE = "generation__images"
# What became of a picture, seen from its run's entry. What lies in the trash was thrown
# away, whatever it had been before; so nothing is counted as both.
PICKED = Q(
    **{f"{_IMAGE}__flag": Image.Flag.PICK, f"{_IMAGE}__trashed_at__isnull": True}
)
THROWN_AWAY = Q(**{f"{_IMAGE}__flag": Image.Flag.REJECT}) | Q(
    **{f"{_IMAGE}__trashed_at__isnull": False}
)


@dataclass
class Totals:
    """Everything in the days that were asked for, in nano-dollars."""

    spent: int = 0
    reserved: int = 0
    doubtful: int = 0
    simulated: int = 0


@dataclass
class Row:
    """One group: what it cost, and what became of its pictures."""

    key: str
    spent: int = 0
    reserved: int = 0
    doubtful: int = 0
    runs: int = 0
    images: int = 0
    picked: int = 0
    thrown_away: int = 0
    # What the pictures that were thrown away had cost.
    wasted: int = 0
    # Runs that ended without all that they cost being known, and runs in doubt whose
    # highest amount is in ``doubtful``.
    open_bills: int = 0
    doubts: int = 0

    @property
    def label(self) -> str:
        """The key for people: a size reads as it does everywhere."""
        return " · ".join(map(short_size, self.key.split(" · ")))

    @property
    def kept(self) -> int:
        """What was not thrown away, in nano-dollars."""
        return self.spent - self.wasted

    @property
    def thousand(self) -> int | None:
        """What 1,000 pictures cost like this, failed calls included."""
        return self.spent * 1000 // self.images if self.images else None


@dataclass
class Figures:
    """Sums over the days, and the groups in their order."""

    totals: Totals = field(default_factory=Totals)
    rows: list[Row] = field(default_factory=list)

    @property
    def total(self) -> Row:
        """All rows together."""
        total = Row("")
        for item in fields(Row)[1:]:
            name = item.name
            setattr(total, name, sum(getattr(row, name) for row in self.rows))
        return total


# Whose run it was, by the name of today: somebody may have been erased since, and what
# the ledger says is never changed. Of a person who is gone it knows the last one.
PERSON = Coalesce(F("author__username"), F("person"))


def entries(user: User, question: Question) -> LedgerQuerySet:
    """Return the entries that the question is about. Every sum starts here."""
    return LedgerEntry.objects.visible_to(user).filter(
        day__gte=question.first, day__lte=question.last
    )


def spent(asked: LedgerQuerySet) -> Row:
    """Add up what was spent, and count the runs that may have cost more."""
    found = asked.order_by().aggregate(spent=Sum("spent_nano"), **_unanswered())
    return Row("", **{**found, "spent": found["spent"] or 0})


def figures(user: User, question: Question, *, by: Iterable[str] = ()) -> Figures:
    """Add up the days, in groups. Three queries, whatever there is.

    A row's money is real, or simulated where that was asked for. Its runs and
    pictures are all of them, where nobody chose between the two.
    """
    found, groups = Figures(), _Groups(tuple(by) or (question.by,))
    simulated = question.money == "simulated"
    asked = entries(user, question).annotate(who=PERSON)
    for line in _money(asked, groups.columns):
        if line["simulated"]:
            found.totals.simulated += line["spent"]
        else:
            found.totals.spent += line["spent"]
            found.totals.reserved += line["reserved"]
            found.totals.doubtful += line["doubtful"]
        if line["simulated"] is simulated:
            groups.add(line, _MONEY)
    heads = asked.heads()
    if question.money:
        heads = heads.filter(simulated=simulated)
    for line in _pictures(heads, groups.columns):
        groups.add(line, ("runs", "images", "picked", "thrown_away"))
    for line in _thrown_away(heads.filter(simulated=simulated), groups.columns):
        groups.row(line).wasted += to_nano(line["usd"]) * line["times"]
    found.rows = groups.ordered()
    return found


class _Groups:
    """The rows of a table by their key."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.columns = tuple("who" if name == "person" else name for name in names)
        self.found: dict[str, Row] = {}

    def row(self, line: dict[str, Any]) -> Row:
        key = " · ".join(str(line[name]) for name in self.columns if line[name])
        return self.found.setdefault(key, Row(key))

    def add(self, line: dict[str, Any], columns: tuple[str, ...]) -> None:
        row = self.row(line)
        for name in columns:
            setattr(row, name, getattr(row, name) + line[name])

    def ordered(self) -> list[Row]:
        """Return days from the newest to the oldest, all else dearest first."""
        rows = sorted(self.found.values(), key=lambda row: row.key)
        if self.names == ("day",):
            return rows[::-1]
        return sorted(rows, key=lambda row: -row.spent)


def _money(asked: LedgerQuerySet, names: tuple[str, ...]) -> Iterable[dict[str, Any]]:
    found: Iterable[dict[str, Any]] = (
        asked.order_by()
        .values(*names, "simulated")
        .annotate(
            spent=Sum("spent_nano"),
            reserved=Sum("reserved_nano"),
            doubtful=Sum("doubtful_nano"),
            **_unanswered(),
        )
    )
    return found


def _unanswered() -> dict[str, Count]:
    """Count the runs whose last word leaves open what they cost.

    An entry after it, a late receipt or somebody's word, has answered the question.
    """
    later = LedgerEntry.objects.filter(run=OuterRef("run"), pk__gt=OuterRef("pk"))
    without_price = ~Q(kind=Kind.RESERVED) & Q(complete=False)
    in_doubt = Q(kind=Kind.DOUBTED, complete=True)
    return {
        "open_bills": Count("pk", filter=Q(without_price, ~Exists(later))),
        "doubts": Count("pk", filter=Q(in_doubt, ~Exists(later))),
    }


def _pictures(
    heads: LedgerQuerySet, names: tuple[str, ...]
) -> Iterable[dict[str, Any]]:
    found: Iterable[dict[str, Any]] = (
        heads.order_by()
        .values(*names)
        .annotate(
            runs=Count("run", distinct=True),
            images=Count(_IMAGE),
            picked=Count(_IMAGE, filter=PICKED),
            thrown_away=Count(_IMAGE, filter=THROWN_AWAY),
        )
    )
    return found


def _thrown_away(
    heads: LedgerQuerySet, names: tuple[str, ...]
) -> Iterable[dict[str, Any]]:
    """Return each price of pictures that were thrown away, and how often it was paid.

    Not a sum: SQLite adds decimals up as floating point.
    """
    found: Iterable[dict[str, Any]] = (
        heads.order_by()
        .filter(THROWN_AWAY, **{f"{_IMAGE}__cost_usd__isnull": False})
        .values(*names, usd=F(f"{_IMAGE}__cost_usd"))
        .annotate(times=Count(_IMAGE))
    )
    return found
