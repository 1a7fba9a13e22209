"""The price that stood on a button: whether it costs more by now, or is asked twice."""

from decimal import Decimal, InvalidOperation

from django.conf import settings

from playground.providers.client import current_provider

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
    known, without = _read(seen)
    if unpriced > without:
        return True
    return high_usd > max(known * LITTLE_SHARE, known + LITTLE_USD)


def is_asked_twice(high_usd: Decimal, unpriced: int) -> bool:
    """Whether so much is asked for once more, by ``PLAYGROUND_CONFIRM_ABOVE_USD``.

    One picture without a known price is how its price gets known. Several of them may
    cost any sum where somebody charges; a limit of nothing asks about each.
    """
    limit = Decimal(settings.PLAYGROUND_CONFIRM_ABOVE_USD)
    if high_usd > limit:
        return True
    if not limit:
        return unpriced > 0
    return unpriced > 1 and current_provider().kind == "openai"


def must_be_confirmed(high_usd: Decimal, unpriced: int, confirmed: str) -> bool:
    """Whether it is asked for twice, and is not within what was confirmed already.

    ``confirmed`` is a ``seen_text``.
    """
    if not is_asked_twice(high_usd, unpriced):
        return False
    usd, without = _read(confirmed)
    return high_usd > usd or unpriced > without


def _read(text: str) -> tuple[Decimal, Decimal]:
    usd, _, unpriced = text.partition("+")
    return amount(usd), amount(unpriced)


def amount(text: str) -> Decimal:
    """Read a sum that was posted; nothing where it is none that anybody has seen."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return value if value.is_finite() and value < MOST_USD else Decimal(0)
