"""What the Vary panel offers: parameters, their other values, and at what price."""

from dataclasses import dataclass
from decimal import Decimal

from playground.imaging.parameters import PARAMETERS
from playground.library.differences import listed

# Six pictures fit beside each other, the one it starts from included.
MOST_BESIDE = 5
# Tiers that cost a multiple of the others: run only by who chooses them.
DEAR = ("xhigh", "max")


@dataclass(frozen=True)
class VaryOption:
    """Another legal value. ``also`` names what else would have to change."""

    value: str
    label: str
    price: str
    usd: Decimal | None
    also: tuple[str, ...] = ()
    note: str = ""


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
