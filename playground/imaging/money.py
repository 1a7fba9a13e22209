"""Dollars: written for people, and shared out to the last fraction of a cent."""

from decimal import ROUND_DOWN, Decimal

# As fine as money is kept: a token at $0.63 for a million costs 0.00000063.
QUANTUM = Decimal("0.00000001")
_CENT = Decimal("0.01")
# Behind the point, in a column of amounts.
COLUMN_DIGITS = 6
FIGURE_SPACE = "\u2007"


def usd_text(value: Decimal | None, *, signed: bool = False) -> str:
    """Write dollars with as many digits as make them true.

    Two digits that count, and at least whole cents: $0.0059, $0.053, $1.20.
    ``signed`` is for differences: +$0.040.
    """
    if value is None:
        return "unknown"
    amount = f"${_rounded(abs(value)):,f}"
    if value < 0:
        return f"−{amount}"
    if not signed:
        return amount
    return f"+{amount}" if value else f"±{amount}"


def _rounded(amount: Decimal) -> Decimal:
    if amount == 0:
        return amount.quantize(_CENT)
    # Twice: 0.0999 becomes 0.100, whose last digit is one too many.
    for _ in range(2):
        step = Decimal(1).scaleb(amount.adjusted() - 1)
        amount = amount.quantize(min(step, _CENT))
    return amount


def usd_paid(value: Decimal | None) -> str:
    """Write what was paid: to the hundredth of a cent below a dollar, $0.0527.

    Finer where that would leave fewer than two digits that count.
    """
    if value is None or value >= 1 or value < Decimal("0.001"):
        return usd_text(value)
    return f"${value:.4f}"


def usd_exact(value: Decimal | None) -> str:
    """Write dollars with every digit, at least whole cents: $0.05268."""
    if value is None:
        return "unknown"
    trimmed = value.normalize()
    digits = max(2, -int(trimmed.as_tuple().exponent))
    sign = "−" if value < 0 else ""
    return f"{sign}${abs(value):,.{digits}f}"


def padded(text: str) -> str:
    """Fill the digits that an amount has less than others in its column with blanks.

    They are as wide as digits. Nobody hears them.
    """
    digits = len(text.rpartition(".")[2]) if "." in text else 0
    return text + FIGURE_SPACE * (COLUMN_DIGITS - digits) if digits else text


def share(total: Decimal | None, n: int) -> list[Decimal | None]:
    """Split an amount among ``n`` pictures so that the parts add up exactly.

    What does not divide goes to the first pictures, a smallest unit each.
    """
    if total is None:
        return [None] * n
    if n < 1:
        return []
    part = (total / n).quantize(QUANTUM, ROUND_DOWN)
    left = total - part * n
    units = int(left / QUANTUM)
    shares: list[Decimal | None] = [
        part + QUANTUM if number < units else part for number in range(n)
    ]
    crumbs = left - units * QUANTUM
    shares[0] = part + (QUANTUM if units else 0) + crumbs
    return shares
