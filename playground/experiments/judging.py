"""From the votes of an experiment to its verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from playground.experiments.figures import is_same, percent, times
from playground.experiments.grid import Grid
from playground.experiments.models import Ballot, Experiment, Vote
from playground.experiments.weaknesses import weaknesses
from playground.experiments.words import headline

if TYPE_CHECKING:
    from playground.experiments.results import PairVerdict, Verdict


def closed_ballots(experiment: Experiment) -> list[Ballot]:
    """Return the votes that are complete: only these count."""
    return list(experiment.ballots.exclude(closed_at=None).filter(ended_early=False))


def ended_early(experiment: Experiment) -> str:
    """Say which votes could not be brought to their end; "" where all were."""
    ended = experiment.ballots.filter(ended_early=True)
    counted = ended.annotate(given=Count("votes")).values_list("given", "size")
    return " ".join(
        f"A vote ended early, after {given} of {size} votes, as too few pictures were "
        "left: not settled. Its votes decide nothing."
        for given, size in counted
    )


def votes_data(
    experiment: Experiment, ballots: Sequence[Ballot], grid: Grid | None = None
) -> dict[str, Any]:
    """Return what ``manage.py verdict`` reads, from the votes of these ballots.

    A prompt with a value of the second variable is a prompt of its own: compared is
    only what differs in the first variable.
    """
    grid = grid or Grid(experiment)
    labels, prompts = grid.labels, _prompt_names(experiment, grid)
    values = [
        {
            "value": head.label,
            "cost_usd": None if head.cost_usd is None else float(head.cost_usd),
        }
        for head in grid.heads
    ]
    pictures = {
        row[0]: {
            "id": row[0],
            "value": labels[row[1]],
            "prompt": prompts[row[2], row[3]],
        }
        for ballot in ballots
        for row in ballot.pictures
        if row[1] < len(labels)
    }
    votes = [
        {
            "left": vote.left,
            "right": vote.right,
            "choice": vote.choice,
            "voter": vote.voter,
        }
        for vote in Vote.objects.filter(ballot__in=ballots)
        if vote.left in pictures and vote.right in pictures
    ]
    data: dict[str, Any] = {
        "values": values,
        "pictures": list(pictures.values()),
        "votes": votes,
    }
    if experiment.equivalence:
        data["equivalence"] = experiment.equivalence
    return data


def _prompt_names(experiment: Experiment, grid: Grid) -> dict[tuple[int, int], str]:
    return {
        (at, other): f"{prompt} · {label}" if label else prompt
        for at, prompt in enumerate(experiment.prompts)
        for other, label in enumerate(grid.second_labels)
    }


@dataclass(frozen=True)
class IntervalBar:
    """A pair's interval, ready to be drawn; shares in percent."""

    pair: "PairVerdict"
    ratio: str
    band: tuple[float, float] | None

    @property
    def low(self) -> float:
        return round(100 * self.pair.low, 1)

    @property
    def width(self) -> float:
        """At least half a percent, so that something is seen."""
        return max(0.5, round(100 * (self.pair.high - self.pair.low), 1))

    @property
    def middle(self) -> float:
        """0 without votes."""
        return round(100 * (self.pair.preference or 0.0), 1)

    @property
    def high(self) -> float:
        return round(100 * self.pair.high, 1)

    @property
    def band_low(self) -> float | None:
        """None where nothing counts as equal."""
        return round(100 * self.band[0], 1) if self.band else None

    @property
    def band_width(self) -> float | None:
        """None where nothing counts as equal."""
        return round(100 * (self.band[1] - self.band[0]), 1) if self.band else None

    @property
    def share(self) -> str:
        """The share with its interval, as the sentence has it."""
        pair = self.pair
        middle = percent(pair.preference or 0.0)
        return f"{middle} % [{percent(pair.low)}–{percent(pair.high)}]"

    @property
    def says(self) -> str:
        """The finding on one pair in three words or so."""
        pair = self.pair
        if not pair.votes:
            return "no votes"
        if pair.equivalent:
            return "practically equal"
        if pair.differs:
            better = pair.a if (pair.preference or 0) > 0.5 else pair.b
            return f"{better} is preferred"
        return "not settled"


@dataclass(frozen=True)
class Judged:
    """A verdict with what pages add to it. ``data`` is what it was made from."""

    verdict: "Verdict"
    bars: tuple[IntervalBar, ...]
    data: dict[str, Any]
    headline: str
    # What the headline leaves open, a pair each.
    of_pairs: list[str]


def judge(experiment: Experiment, grid: Grid | None = None) -> Judged | None:
    """Return the verdict on all votes that are complete; None before the first is."""
    from playground.experiments.ballots import ballots_from_data, key
    from playground.experiments.verdict import verdict

    ballots = closed_ballots(experiment)
    if not ballots:
        return None
    grid = grid or Grid(experiment)
    data = votes_data(experiment, ballots, grid)
    read = ballots_from_data(data)
    found = verdict(read)
    weak = weaknesses(grid, len(data["votes"]), len(ballots))
    found = replace(found, warnings=(*found.warnings, *weak))
    costs = [row["cost_usd"] for row in data["values"]]
    bars = []
    for pair in found.pairs:
        one, other = costs[pair.first], costs[pair.second]
        band = experiment.equivalence
        band = (band[0], band[1]) if band else None
        bars.append(IntervalBar(pair, _ratio(one, other), band))
    places = {key(value.value): at for at, value in enumerate(read.values)}
    best = None if found.best is None else places[key(found.best)]
    return Judged(found, tuple(bars), data, *headline(read, found.pairs, best))


def _ratio(one: float | None, other: float | None) -> str:
    if not one or not other:
        return ""
    if one == other:
        return "the same price"
    near = is_same(one / other)
    return "about the same price" if near else f"{times(one / other)}× the price"
