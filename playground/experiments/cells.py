"""What an experiment's grid consists of: draws, cells, heads, rows and columns."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import mean

from playground.experiments.describing import Noise
from playground.experiments.models import Draw
from playground.imaging.ending import Ended
from playground.imaging.money import usd_text
from playground.library.models import Generation, Image

RUN = Generation.State
CATEGORIES = {
    "safety": "refused as unsafe",
    "limits": "limit reached",
    "outage": "the API was away",
    "access": "no access",
    "setup": "setup is incomplete",
    "request": "the request was refused",
    "ours": "our own fault",
}
COMPARED = 6


@dataclass(frozen=True)
class Shot:
    """One draw as the grid shows it; ``ended`` tells of a model that is gone by today."""

    draw: Draw
    ended: Ended | None = None

    @property
    def image(self) -> Image | None:
        """The picture that came, or was taken from another run; None in the trash."""
        return self.draw.picture

    @cached_property
    def state(self) -> str:
        """done, failed, gone, skipped, planned, queued or running.

        A picture that is in the trash is gone: nobody asks for another one.
        """
        draw = self.draw
        if draw.picture:
            return "done"
        if draw.problem:
            return "failed"
        if draw.image_id is not None:
            # Taken, and in the trash since: nobody asks for another one.
            return "gone"
        run = draw.generation
        if run is None:
            return "skipped" if draw.skipped else "planned"
        if run.state == RUN.QUEUED:
            return "queued"
        if run.state == RUN.SENDING:
            return "running"
        return "gone" if run.state == RUN.SUCCEEDED else "failed"

    @property
    def reason(self) -> str:
        """Why a draw failed, in about four words; "" for every other."""
        if self.state != "failed":
            return ""
        if self.draw.problem:
            return "not sent"
        run = self.draw.generation
        if run is None:
            return ""
        if self.is_refused:
            return CATEGORIES["safety"]
        if run.state == RUN.UNKNOWN:
            return "outcome unknown"
        if run.state == RUN.CANCELLED:
            return "cancelled"
        error = run.error or {}
        return CATEGORIES.get(str(error.get("category")), "failed")

    @property
    def details(self) -> str:
        """Why a draw failed, in all words that are known; "" for every other."""
        if self.state != "failed":
            return ""
        if self.draw.problem:
            return self.draw.problem
        run = self.draw.generation
        return str((run.error or {}).get("message", "")) if run else ""

    @property
    def is_doubtful(self) -> bool:
        """Whether it may have been charged: made and refused, or nobody knows."""
        run = self.draw.generation
        return self.state == "failed" and run is not None and run.state == RUN.UNKNOWN

    @property
    def is_refused(self) -> bool:
        """Whether the safety system refused it, the words or the finished picture."""
        run = self.draw.generation
        if self.state != "failed" or run is None or run.state == RUN.CANCELLED:
            return False
        return (run.error or {}).get("category") == "safety"

    @property
    def is_waiting(self) -> bool:
        return self.state in ("planned", "queued", "running")

    @property
    def bound_usd(self) -> Decimal | None:
        """The most that asking for it again costs, by its estimate; None if unknown."""
        run = self.draw.generation
        return None if run is None else run.estimate_high_usd

    @property
    def price(self) -> str:
        """What asking for it again costs, in words."""
        return price_of([self])


def price_of(shots: Sequence[Shot]) -> str:
    """Say what it costs to ask for these again: "≈ $0.12", "at least …"."""
    known = [usd for shot in shots if (usd := shot.bound_usd) is not None]
    if not known:
        return "price unknown"
    about = "≈" if len(known) == len(shots) else "at least"
    return f"{about} {usd_text(sum(known, Decimal(0)))}"


@dataclass(frozen=True)
class Cell:
    """All draws of one value for one prompt, and for one second value."""

    prompt: int
    value: int
    second: int
    shots: tuple[Shot, ...]
    # The value and the prompt, for who does not see the grid.
    label: str = ""
    is_winner: bool = False
    is_spread: bool = False

    @property
    def pictures(self) -> list[Image]:
        """Those that came, of however many draws."""
        return [shot.image for shot in self.shots if shot.image]

    @property
    def state(self) -> str:
        """That of all draws; "running" while some wait, "partly" if they differ then."""
        states = {shot.state for shot in self.shots} or {"planned"}
        if len(states) == 1:
            return states.pop()
        return "running" if any(shot.is_waiting for shot in self.shots) else "partly"

    @property
    def cost_usd(self) -> Decimal | None:
        """What its pictures cost together; None as long as no price is known."""
        costs = [it.cost_usd for it in self.pictures if it.cost_usd is not None]
        return sum(costs, Decimal(0)) if costs else None

    @property
    def stacked(self) -> list[Shot]:
        """All draws; in a stack what can be seen lies on top."""
        if self.is_spread:
            return list(self.shots)
        return sorted(self.shots, key=lambda shot: shot.image is None)

    @property
    def is_fan(self) -> bool:
        """Whether its draws lie on each other, and can be spread."""
        return len(self.shots) > 1 and not self.is_spread

    @property
    def across(self) -> int:
        """How many lie side by side when the stack is fanned out in its own frame."""
        return min(6, math.ceil(math.sqrt(len(self.shots))))

    @property
    def words(self) -> str:
        """ "4 draws", or what has become of them as long as not all are there."""
        there, count = len(self.pictures), len(self.shots)
        if there == count:
            return f"{count} draws"
        states = Counter(shot.state for shot in self.shots if not shot.image)
        names = {"gone": "deleted"}
        rest = [f"{number} {names.get(it, it)}" for it, number in states.items()]
        return ", ".join([f"{there} of {count}", *rest])

    @property
    def row(self) -> str:
        """The name of its row: the places of the prompt and the second value."""
        return f"{self.prompt}.{self.second}"


@dataclass(frozen=True)
class Head:
    """A value of the variable with what its pictures cost, took and were worth."""

    place: int
    label: str
    shots: tuple[Shot, ...]
    picks: int = 0
    noise: Noise | None = None
    hidden: bool = False

    @cached_property
    def images(self) -> list[Image]:
        return [shot.image for shot in self.shots if shot.image]

    @property
    def cost_usd(self) -> Decimal | None:
        """What one picture cost on average; None while that is not known."""
        costs = [it.cost_usd for it in self.images if it.cost_usd is not None]
        return sum(costs, Decimal(0)) / len(costs) if costs else None

    @property
    def price(self) -> str:
        """What its pictures cost; "" where no price is known."""
        return "" if self.cost_usd is None else usd_text(self.cost_usd)

    @property
    def ms(self) -> int | None:
        """The mean time of those whose time is known; None without any."""
        took = [it.duration_ms for it in self.images if it.duration_ms]
        return round(mean(took)) if took else None

    @property
    def bytes(self) -> int | None:
        """The mean size of the files; None without pictures."""
        return round(mean(it.bytes for it in self.images)) if self.images else None

    @property
    def failures(self) -> int:
        """Refusals are among them."""
        return sum(shot.state == "failed" for shot in self.shots)

    @property
    def refusals(self) -> int:
        """What the safety system refused; part of the failures."""
        return sum(shot.is_refused for shot in self.shots)

    @property
    def stars(self) -> float | None:
        """The mean of those that were given any; None where none was."""
        given = [it.stars for it in self.images if it.stars]
        return mean(given) if given else None

    @property
    def picked(self) -> int:
        """Pictures that somebody has marked as good."""
        return sum(it.flag == Image.Flag.PICK for it in self.images)


@dataclass(frozen=True)
class GridLine:
    """A row or a column: a head and its cells. ``compare`` are codes of pictures."""

    label: str
    cells: tuple[Cell, ...]
    head: Head | None = None
    key: str = ""

    @property
    def compare(self) -> list[str]:
        """The codes of the first picture of each cell, as many as can be compared."""
        firsts = [cell.pictures[0].code for cell in self.cells if cell.pictures]
        return firsts[:COMPARED]
