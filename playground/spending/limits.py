"""Whether a run still fits into every budget that holds for it, and the words."""

from dataclasses import dataclass

from django.conf import settings

from playground.imaging.money import usd_paid
from playground.spending.amounts import to_usd
from playground.spending.counts import period_of
from playground.spending.models import Budget, Count, LedgerEntry

WARN_AT = 80
# The place where budgets are raised, as sentences name it.
WHERE = "Spending › Budgets"
HOW_RAISED = f"Raise it under {WHERE}, or ask whoever runs this installation."
_WHEN = {"day": "today", "month": "this month", "total": "in all"}


class OverBudget(Exception):
    """A budget stops this run before anything is sent; the message is for people."""


@dataclass(frozen=True)
class BudgetState:
    """A budget and what counts against it now. Amounts in nano-dollars."""

    budget: Budget
    spent: int = 0
    reserved: int = 0
    doubtful: int = 0

    @property
    def used(self) -> int:
        """What is set aside or in doubt counts as spent."""
        return self.spent + self.reserved + self.doubtful

    @property
    def left(self) -> int:
        """Never below 0, also where more was spent."""
        return max(0, self.budget.limit_nano - self.used)

    @property
    def percent(self) -> int:
        """How much of it is used, rounded down; 100 where nothing may be spent."""
        limit = self.budget.limit_nano
        return self.used * 100 // limit if limit else 100

    @property
    def is_low(self) -> bool:
        """Whether to warn: used up to ``WARN_AT`` percent, or over."""
        return self.percent >= WARN_AT

    @property
    def name(self) -> str:
        """What the budget is for, as it stands in a sentence."""
        kind, _, name = self.scope_words.partition(":")
        whom = {"person": name, "experiment": f"the experiment {name}"}.get(kind, kind)
        return f"{whom} {_WHEN[self.budget.period]}"

    @property
    def scope_words(self) -> str:
        """The scope as the command takes it."""
        return scope_words(self.budget)


def scope_words(budget: Budget) -> str:
    """Return the scope as the command takes it."""
    return f"person:{budget.person.get_username()}" if budget.person else budget.scope


def hold(rows: list[Count], entry: LedgerEntry) -> None:
    """Refuse an entry that one of the budgets has no room for.

    The counts are locked, so that two runs can never both take the last of it.
    What a model without a known price will cost cannot be held: where a budget
    counts, it is refused, but for servers that have no prices at all.
    """
    by_place = {(row.scope, row.period): row for row in rows}
    among = {row.scope for row in rows}
    for budget in Budget.objects.filter(scope__in=among):
        row = by_place[budget.scope, period_of(budget.period, entry.day)]
        state = state_of(budget, row)
        if state.used + entry.reserved_nano > budget.limit_nano or not state.left:
            raise OverBudget(_no_room(state, entry))
        if not entry.complete and entry.provider != "compatible":
            raise OverBudget(
                "Nobody knows before what this run will cost, so the budget for "
                f"{state.name} cannot hold it. Choose a model, quality and size with "
                f"a known price. {HOW_RAISED}"
            )


def _no_room(state: BudgetState, entry: LedgerEntry) -> str:
    limit, left = to_usd(state.budget.limit_nano), to_usd(state.left)
    cost = f"this run may cost {usd_paid(to_usd(entry.reserved_nano))}"
    if not entry.complete:
        cost = "this run costs an unknown amount"
    money = "simulated " if entry.simulated else ""
    return (
        f"The {money}budget for {state.name} is {usd_paid(limit)}: "
        f"{usd_paid(left)} is left, and {cost}. {_until(state.budget)}{HOW_RAISED}"
    )


def _until(budget: Budget) -> str:
    zone = settings.TIME_ZONE
    return {
        "day": f"It begins anew at midnight ({zone}). ",
        "month": f"It begins anew on the first of the month ({zone}). ",
    }.get(budget.period, "")


def state_of(budget: Budget, row: Count | None) -> BudgetState:
    """Say how far a budget is used; a scope without a count has spent nothing."""
    if row is None:
        return BudgetState(budget)
    return BudgetState(budget, row.spent_nano, row.reserved_nano, row.doubtful_nano)
