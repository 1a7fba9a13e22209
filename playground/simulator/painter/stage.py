"""Everything a scene needs in its hands while it draws."""

from dataclasses import dataclass

from playground.simulator.painter.brief import Brief
from playground.simulator.painter.dice import Dice, Roll
from playground.simulator.painter.paint import Canvas
from playground.simulator.painter.palettes import Palette


@dataclass(frozen=True)
class Stage:
    """`detail` goes from 0 to 4; `phase` from 0 to 1 is the time in a moving picture.

    With `cutout` only the subject is drawn, on nothing.
    """

    canvas: Canvas
    palette: Palette
    dice: Dice
    brief: Brief
    detail: int
    phase: float = 0.0
    cutout: bool = False

    @property
    def width(self) -> float:
        return self.canvas.width

    @property
    def height(self) -> float:
        return self.canvas.height

    def roll(self, name: str) -> Roll:
        """Chance that differs with every draw."""
        return self.dice.fresh(name)

    def always(self, name: str) -> Roll:
        """Chance that belongs to the prompt: what makes draws recognisably alike."""
        return self.dice.stable(name)

    def by_detail(self, *values: float) -> float:
        """The value for low, medium, high, …; the last one holds for all above."""
        return values[min(self.detail, len(values) - 1)]

    def count(self, *values: float) -> int:
        return round(self.by_detail(*values))
