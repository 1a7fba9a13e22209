"""What a million tokens cost with each model."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from playground.catalog import Catalog, Model, Price
from playground.imaging.rule_words import date_text, listed


@dataclass(frozen=True)
class RateRow:
    """Dollars for a million tokens, a cell for each kind of token."""

    label: str
    cells: tuple[str, ...]
    batch_out: str
    since: str


def rates(
    catalog: Catalog, models: Sequence[Model], day: datetime.date
) -> list[RateRow]:
    """Return the dollars for a million tokens; models with equal rates share."""
    rows: dict[RateRow, list[str]] = {}
    for model in models:
        price = catalog.price(model.id, day)
        if price:
            rows.setdefault(_rate_row(price), []).append(model.label)
    return [replace(row, label=listed(labels)) for row, labels in rows.items()]


def _rate_row(price: Price) -> RateRow:
    rates = (
        price.text_in,
        price.text_cached_in,
        price.image_in,
        price.image_cached_in,
        price.image_out,
        price.text_out,
    )
    batch = price.batch.image_out if price.batch else None
    return RateRow(
        label="",
        cells=tuple(map(_dollars, rates)),
        batch_out=_dollars(batch),
        since=date_text(price.valid_from),
    )


def _dollars(value: Decimal | None) -> str:
    return "–" if value is None else f"${value:.2f}"
