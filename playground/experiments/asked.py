"""A plan with what was asked for beside it: what of it is there, and what is to pay."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from playground.experiments.base import Settings, Wrong
from playground.experiments.existing import existing_pictures, new_pictures
from playground.experiments.models import Experiment
from playground.experiments.plan import Plan, PlanCell
from playground.experiments.prices import Bounds, bounds_of, price_text
from playground.library.models import Image

# What stands beside a plan and is saved with it.
BESIDE = ("budget", "votes", "band", "mode")


@dataclass
class Asked:
    """A plan with what stands beside it in the form; ``problems`` by field."""

    plan: Plan
    settings: Settings
    variables: list[tuple[str, str]]
    # What was typed as replacements, one a line.
    replace: str = ""
    name: str = ""
    votes: str = ""
    band: str = ""
    budget: str = ""
    mode: str = "all"
    reuse: bool = False
    extends: Experiment | None = None
    problems: dict[str, str] = field(default_factory=dict)

    @cached_property
    def wrong(self) -> list[Wrong]:
        """Settings that cannot be sent as they stand, each with a field of its own."""
        return self.settings.wrong(self.plan.refused)

    @cached_property
    def hidden(self) -> list[tuple[str, str]]:
        """The other settings, as they are posted along."""
        return self.settings.hidden(self.wrong)

    @cached_property
    def there(self) -> dict[int, list[Image]]:
        """Pictures that answer the very same requests, by their fingerprint."""
        return existing_pictures(self.plan.author, self.plan.cells)

    def reusable(self, draws: int) -> tuple[int, Decimal]:
        """Return how many of so many draws of each cell are there, and their price."""
        count, saved = 0, Decimal(0)
        for cell in self.plan.cells:
            found = min(draws, len(self.there.get(cell.fingerprint, ())))
            count += found
            saved += found * (cell.context.estimate.high_usd or Decimal(0))
        return count, saved

    @cached_property
    def extra(self) -> list[PlanCell] | None:
        """The cell of each picture that an extension adds; None where it is none."""
        return new_pictures(self.extends, self.plan) if self.extends else None

    @cached_property
    def bought(self) -> list[PlanCell]:
        """The cell of each picture that a start pays for, in the order they are sent.

        What is there already is paid.
        """
        if self.extra is not None:
            return self.extra
        there, draws = self.there if self.reuse else {}, self.plan.draws
        return [
            cell
            for cell in self.plan.cells
            for _ in range(draws - len(there.get(cell.fingerprint, ())))
        ]

    @cached_property
    def most(self) -> tuple[Decimal, int]:
        """The most that a start can cost, and how many pictures have no known price."""
        _, high, unpriced = self._bounds
        return high, unpriced

    @property
    def price(self) -> str:
        """What a start costs, as its button says it."""
        if self.plan.cells and not self.bought:
            return "nothing to pay"
        return price_text(self._bounds, len(self.bought))

    @cached_property
    def _bounds(self) -> Bounds:
        return bounds_of(cell.context.estimate for cell in self.bought)

    @property
    def votes_planned(self) -> int:
        """0 where none were asked for."""
        return int(self.votes or 0)

    @property
    def budget_usd(self) -> Decimal | None:
        """None where no limit was typed."""
        return Decimal(self.budget) if self.budget else None

    @property
    def equivalence(self) -> list[float] | None:
        """The shares that count as equal: so many percent to each side of a half."""
        if not self.band:
            return None
        low = round((50 - float(self.band)) / 100, 6)
        return [low, round(1 - low, 6)]
