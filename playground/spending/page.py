"""What the Spending page shows."""

import datetime
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Sum

from playground.core.clock import today
from playground.library.models import Generation
from playground.people.models import User
from playground.spending import families
from playground.spending.budgets import budget_states
from playground.spending.figures import Figures, Row, entries, figures, spent
from playground.spending.limits import BudgetState
from playground.spending.models import LedgerEntry
from playground.spending.period import DIMENSIONS, Question

# More bars than that nobody looks through; the table has all days.
MAX_BARS = 62
MAX_SETTINGS = 12
MAX_DOUBTS = 50
# The length of the longest bar, in the units of its drawing.
FULL = 100.0


@dataclass(frozen=True)
class DayBar:
    """A day's bar: three parts one after the other, in the units of the drawing."""

    day: datetime.date
    row: Row
    kept: float
    wasted: float
    doubtful: float

    @property
    def after_kept(self) -> float:
        return self.kept

    @property
    def after_wasted(self) -> float:
        return self.kept + self.wasted


@dataclass(frozen=True)
class Doubt:
    """A run of which nobody knows what it cost."""

    entry: LedgerEntry
    nano: int
    generation: Generation | None

    @property
    def is_partly(self) -> bool:
        """Whether some of its pictures are paid, and the others did not arrive."""
        return self.is_answered and self.entry.spent_nano > 0

    @property
    def is_answered(self) -> bool:
        """Whether its answer came, only without a price."""
        return self.entry.kind == LedgerEntry.Kind.SETTLED


class SpendingPage:
    """Everything on the page, each part asked for once when it is shown."""

    def __init__(self, user: User, question: Question, *, sees_all: bool) -> None:
        self.user = user
        self.sees_all = sees_all
        mine = LedgerEntry.objects.visible_to(user)
        self.has_real = mine.filter(simulated=False).exists()
        self.has_simulated = mine.filter(simulated=True).exists()
        money = question.money or (
            "simulated" if self.has_simulated and not self.has_real else "real"
        )
        self.question = replace(question, money=money)

    dimensions = DIMENSIONS

    @property
    def simulated(self) -> bool:
        return self.question.money == "simulated"

    @property
    def is_empty(self) -> bool:
        """Neither real nor simulated money was ever spent."""
        return not (self.has_real or self.has_simulated)

    @cached_property
    def table(self) -> Figures:
        """Grouped as the address asks."""
        return figures(self.user, self.question)

    @cached_property
    def days(self) -> Figures:
        """By day, whatever the table is grouped by."""
        if self.question.by == "day":
            return self.table
        return figures(self.user, self.question, by=("day",))

    @cached_property
    def bars(self) -> list[DayBar]:
        """At most ``MAX_BARS``, in parts of the longest."""
        rows = self.days.rows[:MAX_BARS]
        longest = max((row.spent + row.doubtful for row in rows), default=0) or 1
        return [_bar(row, longest) for row in rows]

    @property
    def bars_left_out(self) -> int:
        return len(self.days.rows) - len(self.bars)

    @cached_property
    def settings(self) -> list[Row]:
        """What 1,000 pictures cost at each setting, the most used first."""
        by = ("model", "quality", "size")
        rows = [
            row for row in figures(self.user, self.question, by=by).rows if row.images
        ]
        return sorted(rows, key=lambda row: -row.images)[:MAX_SETTINGS]

    @cached_property
    def spent_today(self) -> Row:
        """Whatever days the address asks for."""
        day = today()
        return self._spent(day, day)

    @cached_property
    def spent_this_month(self) -> Row:
        """Whatever days the address asks for."""
        day = today()
        return self._spent(day.replace(day=1), day)

    def _spent(self, first: datetime.date, last: datetime.date) -> Row:
        asked = entries(self.user, replace(self.question, first=first, last=last))
        return spent(asked.filter(simulated=self.simulated))

    @cached_property
    def doubts(self) -> list[Doubt]:
        """Runs that were possibly charged, whenever they were, newest first."""
        mine = LedgerEntry.objects.visible_to(self.user).filter(
            simulated=self.simulated
        )
        last = list(mine.in_doubt().order_by("-pk")[:MAX_DOUBTS])
        lines = (
            mine.filter(run__in=[entry.run for entry in last])
            .order_by()
            .values("run")
            .annotate(nano=Sum("doubtful_nano"))
        )
        amounts = {line["run"]: line["nano"] for line in lines}
        there = Generation.objects.visible_to(self.user).in_bulk(
            [entry.generation_id for entry in last]
        )
        return [
            Doubt(entry, amounts[entry.run], there.get(entry.generation_id))
            for entry in last
        ]

    @cached_property
    def possibly_charged(self) -> int:
        """Nano-dollars in doubt, of all days."""
        mine = LedgerEntry.objects.visible_to(self.user)
        found = mine.filter(simulated=self.simulated).aggregate(
            sum=Sum("doubtful_nano")
        )
        return found["sum"] or 0

    @cached_property
    def picked(self) -> families.Picked | None:
        """None where nothing was picked in these days."""
        return families.picked(self.user, self.question)

    @cached_property
    def budgets(self) -> list[BudgetState]:
        """The budgets that hold for this person, and those of their experiments.

        Who sets budgets sees everybody's. Of experiments only those are shown that had
        a run in these days: there is one more with each that is ever planned.
        """
        states = budget_states(simulated=self.simulated)
        codes = self._experiments(
            {_experiment_of(state) for state in states} - {""},
        )
        return [
            state
            for state in states
            if (state.budget.person_id in (None, self.user.pk) or self.sees_all)
            and _experiment_of(state) in ("", *codes)
        ]

    def _experiments(self, among: set[str]) -> set[str]:
        asked = entries(self.user, self.question)
        if self.sees_all:
            first, last = self.question.first, self.question.last
            asked = LedgerEntry.objects.filter(day__gte=first, day__lte=last)
        found = asked.heads().filter(experiment__in=among).order_by()
        return {str(code) for code in found.values_list("experiment", flat=True)}

    @property
    def tightest(self) -> BudgetState | None:
        """The budget that ends first, of those that hold for every run."""
        mine = ("everyone", f"person:{self.user.pk}")
        held = [state for state in self.budgets if state.budget.scope in mine]
        return min(held, key=lambda state: state.left, default=None)

    @property
    def low(self) -> list[BudgetState]:
        """Budgets to warn of."""
        return [state for state in self.budgets if state.is_low]


def _experiment_of(state: BudgetState) -> str:
    kind, _, code = state.budget.scope.partition(":")
    return code if kind == "experiment" else ""


def _bar(row: Row, longest: int) -> DayBar:
    unit = FULL / longest
    return DayBar(
        day=datetime.date.fromisoformat(row.key),
        row=row,
        kept=max(0, row.kept) * unit,
        wasted=min(row.wasted, row.spent) * unit,
        doubtful=max(0, row.doubtful) * unit,
    )
