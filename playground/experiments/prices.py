"""What so many pictures of a plan may cost together."""

from collections.abc import Iterable
from decimal import Decimal

from playground.imaging.estimating import Estimate, estimate_text
from playground.imaging.money import usd_text

Bounds = tuple[Decimal, Decimal, int]


def bounds_of(estimates: Iterable[Estimate], times: int = 1) -> Bounds:
    """The least and most that they cost, and how many have no known price."""
    low = high = Decimal(0)
    unpriced = 0
    for price in estimates:
        if price.low_usd is None or price.high_usd is None:
            unpriced += times
            continue
        low += price.low_usd * times
        high += price.high_usd * times
    return low, high, unpriced


def price_text(bounds: Bounds, pictures: int) -> str:
    """Say "price unknown", "≥ $0.10" where only some have a price, or the estimate."""
    low, high, unpriced = bounds
    if unpriced >= pictures:
        return "price unknown"
    if unpriced:
        return f"≥ {usd_text(low)}"
    return estimate_text(low if low == high else None, low, high)
