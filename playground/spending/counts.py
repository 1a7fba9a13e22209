"""The locked counts that every movement of money passes through."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from playground.spending.models import Budget, Count

EVERYONE = "everyone"
TOTAL = "total"


@dataclass(frozen=True)
class Amounts:
    """What an entry adds, in nano-dollars."""

    reserved: int = 0
    spent: int = 0
    doubtful: int = 0

    def __bool__(self) -> bool:
        return bool(self.reserved or self.spent or self.doubtful)


def scopes(author_id: int | None, experiment: str | None) -> list[str]:
    """Return the scopes that a run counts in, the widest first."""
    found = [EVERYONE, f"person:{author_id or 0}"]
    return [*found, f"experiment:{experiment}"] if experiment else found


def period_of(kind: str, day: date) -> str:
    """Return the period of a kind that a day lies in, as the counts name it."""
    names = {Budget.Period.DAY: f"{day:%Y-%m-%d}", Budget.Period.MONTH: f"{day:%Y-%m}"}
    return names.get(Budget.Period(kind), TOTAL)


def lock(among: Iterable[str], day: date, *, simulated: bool) -> list[Count]:
    """Lock the counts of these scopes until the transaction ends.

    The first one is everybody's, so that no two transactions can wait for each
    other. SQLite has no locks on rows and needs none: its writers take turns.
    """
    wanted = [
        (scope, period)
        for scope in among
        for period in (TOTAL, f"{day:%Y-%m}", f"{day:%Y-%m-%d}")
    ]
    rows = _locked(wanted, simulated)
    if len(rows) < len(wanted):
        there = {(row.scope, row.period) for row in rows}
        Count.objects.bulk_create(
            [
                Count(scope=scope, period=period, simulated=simulated)
                for scope, period in wanted
                if (scope, period) not in there
            ],
            ignore_conflicts=True,
        )
        rows = _locked(wanted, simulated)
    return rows


def _locked(wanted: list[tuple[str, str]], simulated: bool) -> list[Count]:
    found = Count.objects.select_for_update().filter(
        scope__in={scope for scope, _ in wanted},
        period__in={period for _, period in wanted},
        simulated=simulated,
    )
    return list(found.order_by("pk"))


def add(rows: list[Count], amounts: Amounts) -> None:
    """Add to counts that are locked."""
    Count.objects.filter(pk__in=[row.pk for row in rows]).update(
        reserved_nano=F("reserved_nano") + amounts.reserved,
        spent_nano=F("spent_nano") + amounts.spent,
        doubtful_nano=F("doubtful_nano") + amounts.doubtful,
    )
