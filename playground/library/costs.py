"""What pictures cost together."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Cost:
    """``usd`` sums the known prices, None where none is known.

    ``unpriced`` pictures have no price; ``more`` tells that not all were looked at.
    """

    usd: Decimal | None
    unpriced: int
    more: bool = False

    @classmethod
    def of(cls, prices: Iterable[Decimal | None], *, more: bool = False) -> "Cost":
        """Add up; None counts as unpriced. ``more``: there were others besides."""
        prices = list(prices)
        known = [price for price in prices if price is not None]
        usd = sum(known, Decimal(0)) if known else None
        return cls(usd, len(prices) - len(known), more)

    @property
    def at_least(self) -> bool:
        """Whether the sum leaves something out."""
        return self.more or self.unpriced > 0
