"""Shares, ratios and percents as all words and tables of a verdict write them."""

import math

SAME = 0.02
"""Two prices that lie nearer together than this part are about the same."""


def percent(share: float) -> str:
    """Return a share in whole percent, without the sign; a half is rounded up."""
    return str(math.floor(100 * share + 0.5 + 1e-9))


def rough(count: int) -> str:
    """Return an estimated number with two digits that count: 1,746 as 1,700."""
    digits = max(0, len(str(count)) - 2)
    return f"{round(count, -digits):,}"


def edge(share: float) -> str:
    """Return the edge of a band, which somebody typed: with its decimals."""
    return f"{100 * share:g}"


def is_same(ratio: float) -> bool:
    """Tell whether a ratio is too near to 1 to be worth a word."""
    return abs(ratio - 1) <= SAME


def times(ratio: float) -> str:
    """Return how many times: with about three digits, and never as 1.5e+03."""
    if ratio < 0.001:
        return "under 0.001"
    if ratio < 0.995:
        return f"{ratio:.2g}"
    places = 2 if ratio < 9.995 else 1 if ratio < 99.95 else 0
    text = f"{ratio:,.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text


def part(ratio: float) -> str:
    """Return a part in percent, with the sign: 23 %, 0.5 %."""
    if ratio < 0.001:
        return "under 0.1 %"
    return f"{100 * ratio:.2g} %" if ratio < 0.095 else f"{100 * ratio:.0f} %"
