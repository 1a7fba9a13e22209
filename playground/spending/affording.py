"""Whether the budgets of somebody have room for what is about to be asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from playground.people.models import User
from playground.people.roles import runs_installation
from playground.spending.amounts import to_nano
from playground.spending.budgets import budget_states
from playground.spending.counts import scopes
from playground.spending.limits import BudgetState


@dataclass(frozen=True)
class Affording:
    """The budgets of a person, beside the most that each of some calls may cost.

    ``calls`` are nano-dollars, in the order in which they are sent. What has no known
    price is not among them.
    """

    states: tuple[BudgetState, ...]
    calls: tuple[int, ...]
    simulated: bool
    may_raise: bool

    @cached_property
    def short(self) -> BudgetState | None:
        """The budget that has the least room, where it has too little."""
        needed = sum(self.calls)
        tight = [it for it in self.states if needed > it.left or not it.left]
        return min(tight, key=lambda it: it.left) if tight and self.calls else None

    @property
    def low(self) -> list[BudgetState]:
        """The others that are nearly used up."""
        return [it for it in self.states if it.is_low and it is not self.short]

    @property
    def count(self) -> int:
        return len(self.calls)

    @property
    def fits(self) -> int:
        """How many of the calls still have room."""
        if self.short is None:
            return self.count
        left = self.short.left
        return sum(used <= left for used in accumulate(self.calls)) if left else 0


def affording(
    user: User,
    prices: Sequence[Decimal | None],
    *,
    simulated: bool,
    experiment: str | None = None,
) -> Affording:
    """Read the budgets that hold for somebody. Two queries at most."""
    among = scopes(user.pk, experiment)
    states = budget_states(simulated=simulated, among=among)
    calls = tuple(to_nano(usd) for usd in prices if usd is not None)
    return Affording(tuple(states), calls, simulated, runs_installation(user))
