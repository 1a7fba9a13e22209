"""Filters for amounts of the ledger, which are whole nano-dollars.

{% load books %}
{{ row.spent|dollars }} {{ row.thousand|about }}
"""

from django import template

from playground.catalog import catalog
from playground.imaging.pricing import usd_exact, usd_text
from playground.spending.amounts import to_usd

register = template.Library()


@register.filter
def dollars(nano: int | None) -> str:
    """Write an amount with every digit, so that what is on the page adds up."""
    return usd_exact(None if nano is None else to_usd(nano))


@register.filter
def about(nano: int | None) -> str:
    """Write an average or a forecast: with two digits that count."""
    return "–" if nano is None else usd_text(to_usd(nano))


@register.filter
def price_origin(version: str) -> str:
    """Say since when a row of the price list holds and where it is from; "" if gone."""
    for rows in catalog().data.prices.values():
        for row in rows:
            if row.version == version:
                day = f"{row.valid_from:%-d %B %Y}"
                return f"Prices since {day}, from {row.source} ({row.confidence})."
    return ""
