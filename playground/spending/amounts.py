"""Dollars as whole numbers, so that any sum is exact on any database.

A nano-dollar is a billionth of a dollar: a token at $0.625 for a million costs 625.
SQLite keeps decimals as floating point; whole numbers it adds up exactly.
"""

import re
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

NANO = Decimal("0.000000001")
# No budget and no bill is as much; the sum of a million of them fits a column.
USD_MAX = Decimal(1_000_000)
# No call costs as much.
RUN_MAX = Decimal(1_000)


def to_nano(usd: Decimal) -> int:
    """Return dollars as whole nano-dollars."""
    return int((usd / NANO).to_integral_value(ROUND_HALF_EVEN))


def to_usd(nano: int | None) -> Decimal:
    """Return nano-dollars as dollars, every digit; nothing at all is nought."""
    return Decimal(nano or 0) * NANO


def exact(nano: int | None) -> str:
    """Write nano-dollars as dollars with every digit and none that says nothing."""
    text = format(to_usd(nano).normalize(), "f")
    return "0" if text == "-0" else text


_WITH_COMMAS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")


class NoAmount(ValueError):
    """What was typed is no amount of dollars; the message says why."""


def read_usd(text: str) -> Decimal:
    """Read a budget that somebody typed: "5", "5.00", "$5", "1,000.50"."""
    usd = _read(text)
    if usd < 0:
        raise NoAmount("A budget cannot be negative. $0 lets nothing pass.")
    if usd > USD_MAX:
        raise NoAmount(f"No budget is above ${USD_MAX:,f}. Remove it to have none.")
    if usd != usd.quantize(Decimal("0.0001")):
        raise NoAmount("A budget is kept to the hundredth of a cent, such as 0.0001.")
    return usd


def read_charge(text: str) -> Decimal:
    """Read what somebody says that a run has cost; 0 is an answer."""
    usd = _read(text)
    if usd < 0:
        raise NoAmount("No run costs less than nothing. 0 says: not charged.")
    if usd > RUN_MAX:
        raise NoAmount(f"No run costs more than ${RUN_MAX:,f}.")
    if usd != usd.quantize(NANO):
        raise NoAmount("The books keep nine digits after the point.")
    return usd


def _read(text: str) -> Decimal:
    typed = text.strip().removeprefix("$").strip()
    if "," in typed:
        # "5,00" must never become five hundred.
        if not _WITH_COMMAS.fullmatch(typed):
            raise NoAmount(f"Write {text!r} with a point before the cents, as in 5.00.")
        typed = typed.replace(",", "")
    try:
        usd = Decimal(typed)
    except InvalidOperation:
        usd = Decimal("NaN")
    # What Decimal reads beyond that: digits of other scripts, and "5_00".
    if not usd.is_finite() or not typed.isascii() or "_" in typed:
        raise NoAmount(f"{text!r} is not an amount of dollars such as 5.00.")
    return usd
