"""What of an experiment is still to come, and what going on with it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from playground.experiments.cells import Shot
from playground.experiments.feeding import cell_of
from playground.experiments.grid import Grid
from playground.experiments.models import Experiment
from playground.imaging.money import usd_text
from playground.people.models import User
from playground.providers.client import current_provider
from playground.runs.judging import context_for
from playground.runs.seen import is_asked_twice, is_more_than, seen_text

STATE = Experiment.State
STOPPED = (STATE.PAUSED, STATE.CANCELLED)


@dataclass(frozen=True)
class Rest:
    """Draws that are planned and can come; ``unpriced`` of them have no known price."""

    count: int
    high_usd: Decimal
    unpriced: int
    # In rounds, not all of them need come.
    up_to: bool = False

    @property
    def price(self) -> str:
        """As its button says it."""
        if self.count == self.unpriced:
            return "price unknown"
        about = "at least" if self.unpriced else "up to" if self.up_to else "≈"
        return f"{about} {usd_text(self.high_usd)}"

    @property
    def seen(self) -> str:
        """What the button posts, to tell if the price has grown since."""
        return seen_text(self.high_usd, self.unpriced)

    @property
    def limit(self) -> str:
        """The sum above which it has to be confirmed; "" where it is not."""
        limit = Decimal(settings.PLAYGROUND_CONFIRM_ABOVE_USD)
        is_open = self.unpriced and current_provider().kind == "openai"
        must = is_open or is_asked_twice(self.high_usd, self.unpriced)
        return usd_text(limit) if must else ""

    def why_not(self, *, seen: str | None, confirmed: str) -> str:
        """Say why it does not go on by what was posted; "" where it does."""
        if self.limit and confirmed != self.seen:
            return (
                f"To go on costs more than {self.limit} ({self.price}). Tick the box "
                "beside the button first. Nothing has been sent."
            )
        if is_more_than(seen, self.high_usd, self.unpriced):
            return (
                f"Meanwhile it is more: to go on costs {self.price}. Nothing has been "
                "sent; press the button once more."
            )
        return ""


def rest_of(grid: Grid, user: User) -> Rest | None:
    """Return what going on brings and costs; None where there is nothing to go on with.

    Nor where it goes on already, or nothing that is planned can come any more.
    """
    experiment = grid.experiment
    # What was asked for by itself comes in any case.
    planned = [shot for shot in grid.lost.planned if not shot.draw.alone]
    in_vain = grid.lost.in_vain and not grid.lost.planned
    if experiment.state not in STOPPED or in_vain:
        return None
    prices = list(_prices(experiment, planned, user))
    known = [usd for usd in prices if usd is not None]
    return Rest(
        count=len(prices),
        high_usd=sum(known, Decimal(0)),
        unpriced=len(prices) - len(known),
        up_to=experiment.mode == Experiment.Mode.CHEAPEST,
    )


def _prices(
    experiment: Experiment, shots: Iterable[Shot], user: User
) -> Iterable[Decimal | None]:
    """Return the most that each of these draws costs; None where nobody knows."""
    context = context_for(experiment.request.changed(prompt="a"), user)
    found: dict[tuple[int, int, int], Decimal | None] = {}
    for shot in shots:
        draw = shot.draw
        key = draw.prompt, draw.value, draw.second
        if key not in found:
            found[key] = cell_of(experiment, context, draw).estimate.high_usd
        yield found[key]
