"""Text models and usage tiers, as the Models page shows them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from playground.catalog import Catalog, Model
from playground.imaging.money import usd_text
from playground.imaging.rule_words import date_text, listed

# What one picture has been seen to take of the text model (recorded traffic).
SHARE_IN, SHARE_OUT = 2950, 66


@dataclass(frozen=True)
class TextRow:
    """One text model: dollars for a million tokens, and its part of one picture."""

    name: str
    role: str
    is_default: bool
    cells: tuple[str, ...]
    share: str
    until: str


@dataclass(frozen=True)
class TierRow:
    """A usage tier: tokens and pictures a minute."""

    tier: str
    tokens: str
    images: str
    models: str
    is_ours: bool


def text_rows(catalog: Catalog, day: datetime.date) -> list[TextRow]:
    """Those on offer on the day whose prices are known."""
    texts = catalog.texts
    default = texts.default(day)
    rows = []
    for name in texts.offered(day):
        model = texts.models[name]
        rates = model.rates(day)
        if rates is None:
            continue
        share = (SHARE_IN * rates.input + SHARE_OUT * rates.output) / 1_000_000
        end = ""
        if model.shutdown:
            end = f"until {date_text(model.shutdown)}, then {model.successor}"
        cells = tuple(map(_dollars, (rates.input, rates.cached, rates.output)))
        is_default = name == default
        rows.append(TextRow(name, model.role, is_default, cells, usd_text(share), end))
    return rows


def tier_rows(models: Sequence[Model], ours: str) -> list[TierRow]:
    """Return the published limits; models with equal ones share a row.

    ``ours`` is the account's tier, "" where nobody has said it.
    """
    found: dict[tuple[str, int, int], list[str]] = {}
    for model in models:
        for tier, (tokens, images) in (model.rate_limits or {}).items():
            found.setdefault((tier, tokens, images), []).append(model.label)
    return [
        TierRow(tier, f"{tokens:,}", f"{images:,}", listed(labels), tier == ours)
        for (tier, tokens, images), labels in sorted(found.items())
    ]


def _dollars(value: Decimal | None) -> str:
    if value is None:
        return "–"
    # Two digits as usual, three where a price has them.
    return f"${value:.2f}" if value == round(value, 2) else f"${value.normalize():f}"
