"""How many more pictures would settle what is not settled."""

from scipy.special import ndtri, stdtrit

from .shares import Share

MOST = 10_000
"""Pictures a value and prompt; a difference that needs more is out of reach."""
POWER = 0.8


def more_pictures(
    share: Share,
    *,
    draws: float,
    prompts: int,
    level: float,
    band: tuple[float, float] | None,
) -> int | None:
    """Return about how many more pictures a value would settle this, over all prompts.

    Taking the share as it was seen: four times in five it would then be called
    different, or within the band, whichever takes fewer. None where it cannot be said,
    or where more than ``MOST`` a prompt would not be enough.
    """
    seen = float(share.share)
    far = abs(seen - 0.5)
    if band and band[0] < seen < band[1]:
        far = max(far, min(seen - band[0], band[1] - seen))
    spread = float(share.spread())
    if not share.known or not far or not spread:
        return None

    def settles(each: int) -> bool:
        freedom = prompts * (each - 1)
        reach = stdtrit(freedom, (1 + level) / 2) + ndtri(POWER)
        return bool(far >= reach * spread * (draws / each) ** 0.5)

    low = max(2, int(draws))
    high = MOST
    if not settles(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if settles(middle) else (middle + 1, high)
    # Not settled, so at least one more, even where this says that it should have been.
    return max(1, low - int(draws)) * prompts
