"""A plan: what would be run, for how much, and what it could find."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings

from playground.core.units import count_text
from playground.experiments.axes import Axis
from playground.experiments.ballots import MOST_VALUES
from playground.experiments.base import cell_context, read_value
from playground.experiments.prices import Bounds, bounds_of, price_text
from playground.experiments.prompts import BadPrompts, Expanded, Replacing, expand
from playground.imaging.context import RequestContext
from playground.imaging.fingerprint import fingerprint
from playground.imaging.request import ImageRequest
from playground.imaging.rule_types import Problem
from playground.people.models import User
from playground.providers.client import current_provider
from playground.runs.expecting import Expecting
from playground.runs.judging import context_for
from playground.runs.pacing import seconds_at_pace

MOST_DRAWS = 50


@dataclass(frozen=True)
class PlanCell:
    """What one cell asks for. Places name its prompt and values."""

    prompt: int
    value: int
    second: int
    context: RequestContext

    @property
    def request(self) -> ImageRequest:
        """As it was asked for, the route still open."""
        return self.context.request

    @property
    def effective(self) -> ImageRequest:
        """As it would be sent, the route chosen."""
        return self.request.changed(route=self.context.routing.route)

    @cached_property
    def fingerprint(self) -> int:
        """That of ``effective``: runs with the same one asked for the same."""
        return fingerprint(self.effective)


@dataclass
class Plan:
    """All that the page shows, right or wrong. ``problems`` are by field."""

    author: User
    context: RequestContext
    axis: Axis
    second: Axis | None
    prompts_text: str
    draws: int
    kept_prompts: tuple[str, ...] = ()
    replacing: Replacing = field(default_factory=Replacing)
    problems: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.expanded = Expanded((), 0)
        # What of the settings the rules refuse, whatever is varied.
        self.refused: Problem | None = None
        try:
            self.expanded = expand(self.prompts_text, self.replacing)
        except BadPrompts as bad:
            self.problems[bad.field] = str(bad)
        self._check()

    @property
    def base(self) -> ImageRequest:
        """The request that all cells vary."""
        return self.context.request

    @property
    def prompts(self) -> tuple[str, ...]:
        """Each once, in order; those of an experiment that is extended come first."""
        return tuple(dict.fromkeys((*self.kept_prompts, *self.expanded.prompts)))

    @property
    def second_texts(self) -> tuple[str, ...]:
        """As they are posted; empty where one variable alone is varied."""
        return tuple(value.text for value in self.second.ticked) if self.second else ()

    def _check(self) -> None:
        said = self.problems
        if not self.prompts and not {"prompts", "find", "replace"} & set(said):
            said["prompts"] = "Write at least one prompt, one a line."
        # Not "values": to a template that is a method of every dictionary.
        if len(self.axis.ticked) < 2:
            said.setdefault(
                "chosen", "Choose at least two values: one alone compares with nothing."
            )
        if self.second and len(self.second.ticked) < 2:
            said.setdefault(
                "second_values", "Choose at least two values, or no second variable."
            )
        if len(self.axis.ticked) > MOST_VALUES:
            said.setdefault(
                "chosen", f"Choose {MOST_VALUES} values at most: no verdict takes more."
            )
        for name, axis in (("chosen", self.axis), ("second_values", self.second)):
            wrong = [it for it in axis.ticked if it.why_not] if axis else []
            if wrong:
                said.setdefault(name, f"{wrong[0].label}: {wrong[0].why_not}")
        most = settings.PLAYGROUND_EXPERIMENT_MAX_CELLS
        if self.pictures > most:
            said["size"] = (
                f"{self.pictures:,} pictures are more than the {most:,} that one "
                "experiment may have here (PLAYGROUND_EXPERIMENT_MAX_CELLS). Choose "
                "fewer values, prompts or draws."
            )
        if not said:
            self._check_cells()

    def _check_cells(self) -> None:
        for cell in self.cells:
            if found := cell.context.problems:
                problem = found[0]
                name, number = "settings", cell.prompt + 1
                if problem.field == "prompt":
                    name = "prompts"
                place = f"Prompt {number}" if len(self.prompts) > 1 else "The prompt"
                words = (
                    f"{place}: {problem.message}"
                    if name == "prompts"
                    else problem.message
                )
                self.problems.setdefault(name, words)
                varied = {axis.name for axis in (self.axis, self.second) if axis}
                if name == "settings" and problem.field not in varied:
                    self.refused = problem
                return

    @cached_property
    def cells(self) -> list[PlanCell]:
        """All cells, cheapest value first; none while there are too many."""
        if self.pictures > settings.PLAYGROUND_EXPERIMENT_MAX_CELLS:
            return []
        return sorted(self._cells(), key=lambda cell: self._rank(cell))

    def _cells(self) -> Iterator[PlanCell]:
        values = _read(self.axis)
        seconds = _read(self.second) if self.second else [(0, {})]
        for at, prompt in enumerate(self.prompts):
            for place, value in values:
                for other, second in seconds:
                    context = cell_context(self.context, prompt, **value, **second)
                    yield PlanCell(at, place, other, context)

    def _rank(self, cell: PlanCell) -> tuple[Any, ...]:
        usd = self.axis.ticked[cell.value].usd
        return (usd is None, usd or 0, cell.value, cell.second, cell.prompt)

    @property
    def pictures(self) -> int:
        """All draws of what can be run, whether or not they are there already."""
        seconds = len(self.second.places) if self.second else 1
        return len(self.prompts) * len(self.axis.places) * seconds * self.draws

    @cached_property
    def bounds(self) -> Bounds:
        """The least and the most in dollars, and how many have no known price."""
        return bounds_of((cell.context.estimate for cell in self.cells), self.draws)

    @property
    def price(self) -> str:
        """What all of it would cost if nothing were there already."""
        return price_text(self.bounds, len(self.cells) * self.draws)

    @cached_property
    def seconds(self) -> tuple[float, bool]:
        """How long it takes by what such pictures took lately, as cards say it.

        And whether that is known of all of them: what nobody knows is not in it.
        """
        expecting = Expecting(self.author.workspace.pk)
        total, is_whole = 0.0, True
        for cell in self.cells:
            each = expecting.seconds(cell.request.model, cell.request.quality)
            is_whole = is_whole and each is not None
            total += (each or 0.0) * self.draws
        return total / settings.PLAYGROUND_CONCURRENCY, is_whole

    @cached_property
    def seconds_at_pace(self) -> float:
        """How long the account's tier makes it take, however fast the pictures are."""
        requests = ((cell.request, self.draws) for cell in self.cells)
        return seconds_at_pace(requests, current_provider().kind)

    @property
    def time(self) -> str:
        """What it takes, or what rate limits make of it where that is longer."""
        (seconds, is_whole), paced = self.seconds, self.seconds_at_pace
        least = "" if is_whole else "at least "
        if paced > seconds:
            return f"{least}{_time(paced)} at the account's pace"
        return f"{least}{_time(seconds)}" if seconds else "time not known yet"

    @property
    def finds(self) -> str:
        """What it could find, in a few words."""
        from playground.experiments import power

        found = power.smallest_found(self._design())
        if found is None:
            return "a first look"
        return "finds " + next(name for most, name in power.SIZES if found <= most)

    @property
    def finds_sentence(self) -> str:
        """What differences so many votes would show. Imports the statistics."""
        from playground.experiments import power

        return power.sentence(self._design())

    def _design(self) -> Any:
        from playground.experiments import power

        seconds = len(self.second_texts) if self.second else 1
        return power.StudyDesign(
            draws=max(1, self.draws),
            prompts=max(1, len(self.prompts) * seconds),
            values=max(2, len(self.axis.ticked)),
        )

    @property
    def mend(self) -> str:
        """Name what has to be mended before it can be run; "" when nothing has."""
        names = {
            "chosen": f"values of {self.axis.label.lower()}",
            "second_values": f"values of {self.second.label.lower()}"
            if self.second
            else "",
            "find": "search",
            "replace": "replacements",
            "band": "band of what is equal",
            "size": "number of pictures",
        }
        return next((names.get(name, name) for name in self.problems), "")

    @property
    def summary(self) -> str:
        """The one line that says everything."""
        parts = [self.axis.count()]
        if self.second:
            parts.append(self.second.count())
        parts += [
            count_text(len(self.prompts), "prompt"),
            count_text(self.draws, "draw"),
        ]
        made = count_text(self.pictures, "picture")
        if self.problems:
            return f"{' × '.join(parts)} = {made}"
        # Each is a call of its own, on every route: see ``feeding``.
        made += ", one call" if self.pictures == 1 else ", a call each"
        return (
            f"{' × '.join(parts)} = {made} · {self.price} · {self.time} · {self.finds}"
        )


def _read(axis: Axis) -> list[tuple[int, dict[str, Any]]]:
    """Return the values that can be run as settings, with their places."""
    ticked = axis.ticked
    return [
        (at, {axis.name: read_value(axis.name, ticked[at].text)}) for at in axis.places
    ]


def context_of_plan(base: ImageRequest, user: User, prompt: str) -> RequestContext:
    """What a draw of a plan is judged by: one picture, without previews, whatever was set."""
    return context_for(base.changed(prompt=prompt, n=1, partial_images=0), user)


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    if seconds < 90 * 60:
        return f"about {round(seconds / 60)} min"
    return f"about {seconds / 3600:.1f} h"
