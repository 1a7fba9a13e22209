"""What the Vary panel offers: parameters, their other values, and at what price."""

from dataclasses import dataclass
from decimal import Decimal

from playground.imaging.pricing import usd_text
from playground.library.differences import listed

# Parameters that make sense side by side, all values at once.
SIDE_BY_SIDE = ("quality", "size", "output_format", "model")


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
    def beside(self) -> tuple[VaryOption, ...]:
        """The values to put side by side: known ones that change nothing else.

        Six pictures fit beside each other, the one it starts from included.
        """
        return self._fitting[:5]

    @property
    def are_all_beside(self) -> bool:
        return len(self._fitting) == len(self.beside)

    @property
    def _fitting(self) -> tuple[VaryOption, ...]:
        if self.name not in SIDE_BY_SIDE:
            return ()
        return tuple(
            option
            for option in self.options
            if not option.also and option.value != "auto"
        )

    @property
    def total(self) -> str:
        """The price of running the values side by side, "" when unknown."""
        prices = [option.usd for option in self.beside]
        if not prices or None in prices:
            return ""
        return usd_text(sum((price for price in prices if price), Decimal(0)))
