"""What a model charges, from which day on."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from playground.catalog.model import Confidence


@dataclass(frozen=True, kw_only=True)
class Rates:
    """US dollars for a million tokens; ``None`` where there is no such price."""

    source: str
    confidence: Confidence
    text_in: Decimal | None = None
    text_cached_in: Decimal | None = None
    image_in: Decimal | None = None
    image_cached_in: Decimal | None = None
    image_out: Decimal | None = None
    text_out: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Price(Rates):
    """The rates of one model from ``valid_from`` on.

    ``version`` names the row, and is kept with each receipt. ``batch`` is ``None``
    where no batch price is published.
    """

    model: str
    version: str
    valid_from: datetime.date
    batch: Rates | None = None


@dataclass(frozen=True, kw_only=True)
class PerImageTable:
    """Published dollars for one picture: quality, then size."""

    source: str
    confidence: Confidence
    usd: Mapping[str, Mapping[str, Decimal]]

    def price(self, size: str, quality: str) -> Decimal | None:
        """Dollars for one picture; None where the table has no such size or quality."""
        return self.usd.get(quality, {}).get(size)
