"""How strictly to ask at each look, when one looks more than once."""

import math
from functools import lru_cache

import numpy as np
from scipy.special import ndtr

from .shares import Numbers

REACH = 8.0
POINTS = 2001


def spent(alpha: float, done: float) -> float:
    """Return how much error is spent when so much of the plan has been drawn.

    More than evenly at the beginning, where stopping saves most (Lan and DeMets's
    function of Pocock's kind).
    """
    return alpha * math.log(1 + (math.e - 1) * min(1.0, max(0.0, done)))


@lru_cache(maxsize=256)
def chance_at_look(alpha: float, looks: tuple[float, ...]) -> float:
    """Return the one-sided error to allow at the last of these looks.

    ``looks``: how much of the plan had been drawn at each, rising, at most 1. Were the
    shares a walk of independent steps, all looks together would err in ``alpha`` of the
    cases: what is passed at one look cannot be passed again at the next.
    """
    walk = np.linspace(-REACH, REACH, POINTS)
    step = walk[1] - walk[0]
    density: Numbers | None = None
    allowed = 0.0
    before = 0.0
    for now in looks:
        if not before < now <= 1 + 1e-9:
            raise ValueError("looks must rise, and end at 1 at most")
        spend = spent(alpha, now) - spent(alpha, before)
        root = math.sqrt(now - before)
        if density is None:
            density = _normal(walk, root)
        else:
            steps = _normal(walk[:, None] - walk[None, :], root)
            density = steps @ density * step
        above = np.cumsum(density[::-1])[::-1] * step
        edge = float(np.interp(-spend, -above, walk))
        allowed = float(ndtr(-edge / math.sqrt(now)))
        density = np.where(walk < edge, density, 0.0)
        before = now
    return min(allowed, alpha)


def _normal(values: Numbers, spread: float) -> Numbers:
    found: Numbers = np.exp(-0.5 * (values / spread) ** 2) / (
        spread * math.sqrt(2 * math.pi)
    )
    return found
