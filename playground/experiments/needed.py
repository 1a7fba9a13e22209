"""How many more pictures would settle what is not settled."""

from collections.abc import Callable
from dataclasses import dataclass

from scipy.special import ndtri, stdtrit

from .shares import Share

MOST = 10_000
"""Pictures a value and prompt; what needs more is out of reach."""
POWER = 0.8
USUAL_BAND = (0.45, 0.55)
"""What counts as equal when nobody said what does."""


@dataclass(frozen=True)
class Needed:
    """An estimate: what the pictures so far let expect of further ones."""

    more: int
    """About how many more pictures a value, over all prompts."""
    equal: tuple[float, float] | None
    """The band they would show it to be in; None: they would show the difference."""


def more_pictures(
    share: Share,
    *,
    draws: float,
    prompts: int,
    level: float,
    band: tuple[float, float] | None,
) -> Needed | None:
    """Return what would settle this, taking the share as it was seen.

    With so many pictures it would, four times in five, be called different, or be wholly
    within the band, whichever takes fewer. None where it cannot be said, or where more
    than ``MOST`` a prompt would not be enough.
    """
    spread = float(share.spread())
    if not share.known or not spread:
        return None
    low, high = band or USUAL_BAND
    seen = float(share.share)

    def settles(far: float) -> Callable[[int], bool]:
        def enough(each: int) -> bool:
            freedom = prompts * (each - 1)
            reach = stdtrit(freedom, (1 + level) / 2) + ndtri(POWER)
            return bool(far >= reach * spread * (draws / each) ** 0.5)

        return enough

    different = _fewest(settles(abs(seen - 0.5)), int(draws))
    equal = _fewest(settles(min(seen - low, high - seen)), int(draws))
    if different is None and equal is None:
        return None
    if equal is None or (different is not None and different <= equal):
        return Needed((different or 0) * prompts, None)
    return Needed(equal * prompts, (low, high))


def _fewest(enough: Callable[[int], bool], draws: int) -> int | None:
    """Return how many more draws a prompt are enough."""
    low, high = max(2, draws), MOST
    if not enough(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    # Not settled, so at least one more, even where this says that it should have been.
    return max(1, low - draws)
