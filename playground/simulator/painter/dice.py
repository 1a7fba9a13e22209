"""Repeatable chance.

Every element of a picture rolls its own dice, so that adding detail to one element
never moves another: the composition stays the same from low to max.
"""

import hashlib
import math
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")
Terms = list[tuple[float, float, float]]


class Roll(Random):
    """A seeded source of chance with the few shapes of it that drawing needs."""

    def around(self, middle: float, spread: float) -> float:
        """Evenly within ``spread`` to both sides."""
        return middle + (self.random() * 2 - 1) * spread

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def pick(self, things: Sequence[T]) -> T:
        return things[int(self.random() * len(things))]


class Dice:
    """Chance that belongs to a prompt (`stable`) or to one draw of it (`fresh`)."""

    def __init__(self, prompt: str, variation: int) -> None:
        words = " ".join(prompt.lower().split())
        # Surrogates may reach us from JSON escapes; they must not break a draw.
        raw = words.encode("utf-8", "surrogatepass")
        self._prompt = hashlib.sha256(raw).hexdigest()
        self._variation = variation

    def stable(self, name: str) -> Roll:
        """The same for all draws of a prompt."""
        return Roll(f"{self._prompt}/{name}")

    def fresh(self, name: str) -> Roll:
        """Another for each draw; the same one again for the same draw."""
        return Roll(f"{self._prompt}/{self._variation}/{name}")


def wave(roll: Roll, octaves: int, roughness: float = 0.5) -> Terms:
    """Random sine terms (frequency, phase, amplitude); their sum stays within ±1."""
    parts = [roughness**i for i in range(octaves)]
    return [
        (2.0**i * roll.around(1, 0.25), roll.random() * math.tau, part / sum(parts))
        for i, part in enumerate(parts)
    ]


def wave_at(terms: Terms, x: float) -> float:
    """The height of a wave at ``x``; its terms are frequency, phase and amplitude."""
    return math.fsum(a * math.sin(f * x * math.tau + p) for f, p, a in terms)
