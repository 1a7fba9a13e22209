"""What the Vary panel offers: parameters, their other values, and at what price."""

from dataclasses import dataclass

from playground.imaging.estimating import Estimate
from playground.imaging.money import usd_text
from playground.imaging.parameters import PARAMETERS
from playground.library.verdicts import listed

# Six pictures fit beside each other, the one it starts from included.
MOST_BESIDE = 5
# Tiers that cost a multiple of the others: run only by who chooses them.
DEAR = ("xhigh", "max")


@dataclass(frozen=True)
class VaryOption:
    """Another legal value. ``also`` names what else would have to change.

    ``price`` tells what changes, ``sum`` what it costs.
    """

    value: str
    label: str
    price: str
    sum: str
    # What its form posts: see ``runs.seen``.
    seen: str
    also: tuple[str, ...] = ()
    note: str = ""


def sum_of(estimate: Estimate) -> str:
    """Return what is known of a price: "≈ $0.053", "at least $0.0047"."""
    return "price unknown" if estimate.text == "unknown" else estimate.text


def price_of(before: Estimate | None, after: Estimate) -> str:
    """Return the difference to the price of a run that could be made, "" for none.

    The sum itself where there is no such run, or where one of them has no one price.
    """
    if before is None or before.usd is None or after.usd is None:
        is_same = before is not None and before.text == after.text != "unknown"
        return "" if is_same else sum_of(after)
    if before.usd == after.usd:
        return ""
    return usd_text(after.usd - before.usd, signed=True)


@dataclass(frozen=True)
class Consequence:
    """What some values bring with them, beside the change that was asked for."""

    values: tuple[str, ...]
    changes: tuple[str, ...]

    def __str__(self) -> str:
        verb = "changes" if len(self.values) == 1 else "change"
        return f"{listed(self.values)} also {verb}: {'; '.join(self.changes)}"


@dataclass(frozen=True)
class VaryParameter:
    """One parameter, what it is now, and what else it could be."""

    name: str
    label: str
    current: str
    options: tuple[VaryOption, ...]

    @property
    def consequences(self) -> tuple[Consequence, ...]:
        """What else would change, said once for all values that change the same."""
        values: dict[tuple[str, ...], list[str]] = {}
        for option in self.options:
            if option.also:
                values.setdefault(option.also, []).append(option.label)
        return tuple(Consequence(tuple(of), also) for also, of in values.items())

    @property
    def proposed(self) -> tuple[str, ...]:
        """The values that are ticked until somebody chooses: no dear ones."""
        return tuple(
            option.value for option in self.fitting if option.value not in DEAR
        )[:MOST_BESIDE]

    @property
    def fitting(self) -> tuple[VaryOption, ...]:
        """The values that can stand side by side: they change nothing else."""
        if not PARAMETERS[self.name].is_beside:
            return ()
        return tuple(
            option
            for option in self.options
            if not option.also and option.value != "auto"
        )
