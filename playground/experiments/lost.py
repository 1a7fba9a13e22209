"""What a grid has lost, what of it can be asked for again, and at what price."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from django.conf import settings

from playground.core.clock import today
from playground.experiments.base import read_value
from playground.experiments.cells import Shot, price_of
from playground.experiments.models import Draw, Experiment
from playground.imaging.ending import Ended, ended
from playground.imaging.money import usd_text
from playground.providers.client import current_provider


class Endings:
    """Says of an experiment's draws which of their models have ended by today."""

    def __init__(self, experiment: Experiment) -> None:
        self._experiment = experiment
        self._found: dict[tuple[int, int], Ended | None] = {}

    def of(self, draw: Draw) -> Ended | None:
        """What of a draw's models has ended by today; looked up once for each cell."""
        key = draw.value, draw.second
        if key not in self._found:
            self._found[key] = self._look(draw)
        return self._found[key]

    def _look(self, draw: Draw) -> Ended | None:
        asked = self._experiment
        values = {asked.variable: asked.values[draw.value]}
        if asked.second:
            values[asked.second] = asked.second_values[draw.second]
        read = {name: read_value(name, text) for name, text in values.items()}
        request = asked.request.changed(**read)
        return ended(request, day=today(), provider=current_provider().kind)


class Lost:
    """The failed draws of a grid, and those that are planned in vain."""

    def __init__(self, shots: Iterable[Shot]) -> None:
        self._open = [it for it in shots if it.state in ("failed", "planned")]

    @cached_property
    def failed(self) -> list[Shot]:
        """Those that can be asked for again, all at once: nothing was charged."""
        return [it for it in self._again if not it.is_doubtful]

    @cached_property
    def doubtful(self) -> list[Shot]:
        """Those that may have been charged: asked for again one by one."""
        return [it for it in self._again if it.is_doubtful]

    @property
    def doubt(self) -> str:
        """Why it is not known whether they were charged."""
        count = len(self.doubtful)
        refused = sum(shot.is_refused for shot in self.doubtful)
        if refused == count:
            return "made and refused, and OpenAI does not say whether that is charged"
        if refused:
            others = "other" if count - refused == 1 else "others"
            return f"{refused} made and refused, of the {others} nobody knows the end"
        return f"nobody knows what became of {'it' if count == 1 else 'them'}"

    @property
    def _again(self) -> list[Shot]:
        return [it for it in self._open if it.state == "failed" and not it.ended]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be asked for, or could be once more."""
        return bool(self._open)

    @cached_property
    def planned(self) -> list[Shot]:
        """Those that are still to come, and can come."""
        return [it for it in self._open if it.state == "planned" and not it.ended]

    @property
    def in_vain(self) -> list[Shot]:
        """Those whose model has ended."""
        return [it for it in self._open if it.ended]

    @property
    def price(self) -> str:
        """What it costs to ask for all of them again."""
        return price_of(self.failed)

    @property
    def bound_usd(self) -> Decimal:
        """The most that asking again costs; what has no estimate counts as nothing."""
        known = (shot.bound_usd for shot in self.failed)
        return sum((usd for usd in known if usd is not None), Decimal(0))

    @property
    def limit(self) -> str:
        """The sum above which that has to be confirmed; "" where it is not.

        An unknown price counts as one above it.
        """
        limit = Decimal(settings.PLAYGROUND_CONFIRM_ABOVE_USD)
        # What nobody knows may be more than that.
        is_open = any(shot.bound_usd is None for shot in self.failed)
        return usd_text(limit) if is_open or self.bound_usd > limit else ""


def places(shots: Sequence[Shot]) -> list[int]:
    """The places of draws in the plan, which is how a request names them."""
    return [shot.draw.place for shot in shots]
