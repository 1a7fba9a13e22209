"""Setting, listing and removing budgets."""

from datetime import date
from decimal import Decimal

from playground.core.clock import today
from playground.core.codes import is_code
from playground.imaging.money import usd_exact
from playground.people import audit
from playground.people.models import User
from playground.spending.amounts import to_nano
from playground.spending.counts import EVERYONE, period_of
from playground.spending.limits import BudgetState, state_of
from playground.spending.models import Budget, Count


class NoScope(ValueError):
    """What was named is nobody and nothing that can have a budget."""


def scope_of(text: str) -> tuple[str, User | None]:
    """Read "everyone", "person:NAME" or "experiment:CODE"."""
    kind, _, name = text.strip().partition(":")
    if kind == EVERYONE and not name:
        return EVERYONE, None
    if kind == "person" and name and "\0" not in name:
        person = User.objects.filter(username=name).first()
        if person is None:
            known = User.objects.order_by("username").values_list("username", flat=True)
            there = ", ".join(known[:20]) or "nobody yet, before the first page is seen"
            raise NoScope(f"Nobody here is called {name!r}. There are: {there}.")
        return f"person:{person.pk}", person
    if kind == "experiment" and is_code(name):
        return f"experiment:{name}", None
    raise NoScope(f"{text!r} is not a scope: everyone, person:NAME or experiment:CODE.")


def budget_set(
    *, scope: str, period: str, usd: Decimal, by: User | None = None
) -> BudgetState:
    """Set a budget, or change it.

    It may be set below what is spent and set aside already: what waits still runs,
    since it was let in, and nothing new passes.
    """
    key, person = scope_of(scope)
    Budget.objects.update_or_create(
        scope=key,
        period=period,
        defaults={"limit_nano": to_nano(usd), "person": person},
    )
    found = next(
        state
        for state in budget_states()
        if (state.budget.scope, state.budget.period) == (key, period)
    )
    words = f"{found.scope_words}, {period}: {usd_exact(usd)}"
    audit.note("budget set", by=by, about=person, what=words)
    return found


def budget_remove(*, scope: str, period: str, by: User | None = None) -> bool:
    """Remove a budget; tell whether there was one."""
    key, person = scope_of(scope)
    if period not in Budget.Period.values:
        return False
    gone = bool(Budget.objects.filter(scope=key, period=period).delete()[0])
    if gone:
        words = f"{scope.strip()}, {period}"
        audit.note("budget removed", by=by, about=person, what=words)
    return gone


def budget_states(
    *, simulated: bool = False, day: date | None = None, among: list[str] | None = None
) -> list[BudgetState]:
    """Return the budgets and what counts against each on a day. Two queries."""
    budgets = Budget.objects.select_related("person")
    if among is not None:
        budgets = budgets.filter(scope__in=among)
    on = day or today()
    wanted = list(budgets)
    if not wanted:
        return []
    rows = {
        (row.scope, row.period): row
        for row in Count.objects.filter(
            scope__in={budget.scope for budget in wanted},
            period__in={period_of(budget.period, on) for budget in wanted},
            simulated=simulated,
        )
    }
    return [
        state_of(budget, rows.get((budget.scope, period_of(budget.period, on))))
        for budget in wanted
    ]
