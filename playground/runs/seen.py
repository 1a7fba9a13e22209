"""The price that stood on a button, and whether it costs more by now."""

from decimal import Decimal, InvalidOperation

# What a few more words of a prompt cost: nobody is asked once more for so little.
LITTLE_USD, LITTLE_SHARE = Decimal("0.001"), Decimal("1.05")
MOST_USD = 10**9


def seen_text(high_usd: Decimal, unpriced: int) -> str:
    """What a form posts to say which sum stood on its button."""
    return f"{high_usd}+{unpriced}" if unpriced else f"{high_usd}"


def is_more_than(seen: str | None, high_usd: Decimal, unpriced: int) -> bool:
    """Whether it costs more than what stood on the button, where something did."""
    if seen is None:
        return False
    usd, _, without = seen.partition("+")
    known = amount(usd)
    if unpriced > amount(without):
        return True
    return high_usd > max(known * LITTLE_SHARE, known + LITTLE_USD)


def amount(text: str) -> Decimal:
    """Read a sum that was posted; nothing where it is none that anybody has seen."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return value if value.is_finite() and value < MOST_USD else Decimal(0)
