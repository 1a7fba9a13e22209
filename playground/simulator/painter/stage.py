"""Everything an element of a scene needs in its hands while it draws."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.simulator.painter.brief import Brief
from playground.simulator.painter.colour import Colour
from playground.simulator.painter.dice import Dice, Roll
from playground.simulator.painter.paint import Canvas
from playground.simulator.painter.palettes import Palette, mixed


@dataclass(frozen=True)
class Stage:
    """`detail` goes from 0 to 4; `phase` from 0 to 1 is the time in a moving picture.

    With `cutout` only the subject is drawn, on nothing. `agreed` is what elements of
    one scene have to know of each other: where the horizon is, where the light.
    """

    canvas: Canvas
    palette: Palette
    dice: Dice
    brief: Brief
    detail: int
    phase: float = 0.0
    cutout: bool = False
    agreed: dict[str, Any] = field(default_factory=dict)

    @property
    def size(self) -> tuple[float, float]:
        return self.canvas.width, self.canvas.height

    @property
    def short(self) -> float:
        return min(self.size)

    def beat(self, shift: float = 0.0) -> float:
        """From -1 to 1 and back once in a moving picture."""
        return math.sin(math.tau * (self.phase + shift))

    def roll(self, name: str) -> Roll:
        """Chance that differs with every draw."""
        return self.dice.fresh(name)

    def always(self, name: str) -> Roll:
        """Chance that belongs to the prompt: what makes draws recognisably alike."""
        return self.dice.stable(name)

    def by_detail(self, values: Sequence[float]) -> float:
        """The value for low, medium, high, …; the last one holds for all above."""
        return values[min(self.detail, len(values) - 1)]

    def count(self, *values: float) -> int:
        """Of values for the levels of detail, the one for this, as a whole number."""
        return round(self.by_detail(values))

    def colour(self, words: str, roles: Mapping[str, str] | None = None) -> Colour:
        """A colour said in words: a role, a code, or a mixture of such."""
        return mixed(words, self.palette, tuple(roles.items()) if roles else ())


def way(colours: Sequence[str], place: float) -> str:
    """The colour at a place (0 to 1) on the way through several, in words."""
    at = place * (len(colours) - 1)
    k = min(int(at), len(colours) - 2)
    return f"mix({colours[k]},{colours[k + 1]},{at - k:.2f})"
