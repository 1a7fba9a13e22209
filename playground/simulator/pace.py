"""How long an answer takes.

``"instant"`` waits for nothing. ``"realistic"`` waits about half as long as the
recorded calls did (272 tokens 11.5 s, 1,056 tokens 16 to 19 s, 4,160 tokens 34 s:
close to a square root), which is long enough to see a picture coming and short
enough to work with. A number is that many seconds exactly, for measuring.
"""

import math
import random
import time
from dataclasses import dataclass, field
from typing import Literal

Latency = Literal["instant", "realistic"] | float

_SLOWEST_S = 20.0
_FAST_TIER = 0.6


def seconds(latency: Latency, *, tokens: int, pictures: int, fast: bool) -> float:
    """Return how long a call takes that draws so much."""
    if latency == "instant":
        return 0.0
    if latency != "realistic":
        return float(latency)
    base = (5.4 + 0.369 * math.sqrt(max(tokens, 0))) / 2
    base *= _FAST_TIER if fast else 1.0
    base *= 1 + 0.15 * (pictures - 1)
    # Not for secrets: no two calls take equally long.
    return min(base, _SLOWEST_S) * random.uniform(0.85, 1.15)  # noqa: S311


@dataclass(frozen=True)
class Pace:
    """One call's time. Work done meanwhile counts: only the rest is waited for."""

    total_s: float
    started: float = field(default_factory=time.monotonic)

    def until(self, share: float) -> None:
        """Wait until this share of the call's time is over."""
        left = self.started + self.total_s * share - time.monotonic()
        if left > 0:
            time.sleep(left)

    @property
    def elapsed_ms(self) -> int:
        """Since the request came."""
        return round((time.monotonic() - self.started) * 1000)
