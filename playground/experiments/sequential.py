"""Good enough, cheapest: whom to go on drawing after a round, and when to stop.

A value is good enough when, against every other one, it gets at least a given share of
the votes. Wanted is the cheapest of these. After each round of pictures and votes a value
is out when it is clearly worse than that; a dearer value rests when a cheaper one is
clearly good enough against it, and comes back if that one turns out worse than a third.

Looking more often gives chance more tries. So the error that is allowed is spent in parts,
by how much of the whole plan has been drawn; see ``docs/compare.md``. And where what is
left of the plan would hardly change the answer, it is given without being sure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .ballots import BadVotes, Ballots
from .looks import chance_at_look
from .shares import Share
from .tallies import duels


@dataclass(frozen=True)
class Rule:
    """When a value is good enough. Raises ``ValueError`` for shares that cannot be."""

    good_enough: float = 0.4
    """The least share against any other value."""
    alpha: float = 0.05
    """How often a value at that very share may wrongly be put out or taken, at most."""
    steady: float = 0.9
    """How sure it has to be of each share that the rest of the plan leaves it on its
    side of ``good_enough``, to stop before the end without being sure."""

    def __post_init__(self) -> None:
        if not 0 < self.good_enough < 0.5:
            raise ValueError("good_enough must lie between 0 and 0.5")
        if not 0 < self.alpha < 0.5:
            raise ValueError("alpha must lie between 0 and 0.5")

    def level(self, looks: tuple[float, ...]) -> float:
        """Return the level of the intervals at the last of these looks.

        ``looks``: how much of the plan had been drawn at each, from 0 to 1.
        """
        return 1 - 2 * chance_at_look(self.alpha, looks)


@dataclass(frozen=True)
class Between:
    """What one value gets against another one."""

    share: float
    low: float
    high: float
    end_low: float = 0.0
    """Where the share may lie when all of the plan has been drawn."""
    end_high: float = 1.0

    def turned(self) -> "Between":
        """The same seen from the other value."""
        return Between(
            1 - self.share,
            1 - self.high,
            1 - self.low,
            1 - self.end_high,
            1 - self.end_low,
        )


def at_the_end(share: Share, done: float) -> Share:
    """Return the share as it will be seen at the end: what is drawn stays in it."""
    rest = max(0.0, 1 - done)
    return replace(share, variance=share.variance * rest, least=share.least * rest)


UNKNOWN = Between(0.5, 0.0, 1.0)
Compare = Callable[[int, int], Between]


@dataclass(frozen=True)
class Standing:
    """Where a sequential experiment stands; values by their places."""

    drawing: tuple[int, ...]
    """Those to draw and to vote on in the next round; one alone is the answer."""
    out: tuple[tuple[int, int], ...] = ()
    """Values that are clearly worse, each with the one it is worse than."""
    resting: tuple[tuple[int, int], ...] = ()
    """Dearer values, each with the cheaper one that is good enough against it."""
    answer: int | None = None
    sure: bool = False
    """The answer is clear; otherwise the plan or the budget ended before it was."""
    early: bool = False
    """Not clear, but the rest of the plan would hardly give another answer."""


def beginning(values: int) -> Standing:
    """Return where an experiment stands before its first round."""
    everyone = tuple(range(values))
    return Standing(everyone, answer=0 if values == 1 else None, sure=values == 1)


def decide(
    standing: Standing,
    costs: Sequence[float],
    compare: Compare,
    *,
    rule: Rule,
    last: bool = False,
) -> Standing:
    """Return where it stands after a round; ``last``: nothing more can be drawn."""
    if standing.answer is not None:
        return standing
    drawing = list(standing.drawing)
    worse = {
        one: other
        for one in drawing
        for other in drawing
        if one != other and compare(one, other).high < rule.good_enough
    }
    ring = len(worse) == len(drawing)
    if ring:
        worse = {}  # Each is worse than the next: that puts out no one, or everyone.
    resting = dict(standing.resting)
    back = [one for one, because in resting.items() if because in worse]
    drawing = [one for one in drawing if one not in worse]
    for one in _by_cost(drawing, costs):
        dearer = [x for x in drawing if (costs[x], x) > (costs[one], one)]
        for other in dearer if one not in resting and not ring else ():
            if compare(one, other).low > rule.good_enough:
                resting.setdefault(other, one)
    for one in back:
        del resting[one]
    drawing = sorted({one for one in [*drawing, *back] if one not in resting})
    found = Standing(
        tuple(drawing),
        standing.out + tuple(worse.items()),
        tuple(resting.items()),
    )
    if len(drawing) == 1:
        return replace(found, answer=drawing[0], sure=True)
    answer = likeliest(drawing, costs, compare, rule)
    if last:
        return replace(found, answer=answer)
    if _stays(answer, drawing, costs, compare, rule):
        return replace(found, answer=answer, early=True)
    return found


def _stays(
    answer: int,
    drawing: Sequence[int],
    costs: Sequence[float],
    compare: Compare,
    rule: Rule,
) -> bool:
    """Tell whether the whole plan would hardly give another answer than this."""
    good = rule.good_enough
    others = [one for one in drawing if one != answer]
    if any(compare(answer, other).end_low < good for other in others):
        return False
    cheaper = [one for one in others if (costs[one], one) < (costs[answer], answer)]
    return all(
        any(compare(one, other).end_high < good for other in drawing if other != one)
        for one in cheaper
    )


def likeliest(
    drawing: Sequence[int], costs: Sequence[float], compare: Compare, rule: Rule
) -> int:
    """Return the cheapest value that looks good enough, however sure that is."""

    def worst(one: int) -> float:
        return min(compare(one, other).share for other in drawing if other != one)

    for one in _by_cost(drawing, costs):
        if worst(one) >= rule.good_enough:
            return one
    return max(drawing, key=worst)


def _by_cost(values: Sequence[int], costs: Sequence[float]) -> list[int]:
    return sorted(values, key=lambda one: (costs[one], one))


def decide_on_votes(
    standing: Standing,
    ballots: Ballots,
    *,
    looks: tuple[float, ...],
    rule: Rule | None = None,
    last: bool = False,
) -> Standing:
    """Return where it stands after a round, from all votes so far.

    ``looks``: how much of the plan had been drawn after each round so far, this one
    included, from 0 to 1. Raises BadVotes when a price is missing.
    """
    rule = rule or Rule()
    if not ballots.values:
        raise BadVotes("values", "must have at least one")
    costs = []
    for at, value in enumerate(ballots.values):
        if value.cost_usd is None:
            raise BadVotes(f"values[{at}].cost_usd", "is needed to find the cheapest")
        costs.append(value.cost_usd)
    level = rule.level(looks)
    found: dict[tuple[int, int], Between] = {}
    for duel in duels(ballots):
        measured = duel.measured()
        if measured:
            low, high = measured.share.interval(level)
            share = float(measured.share.share)
            end = at_the_end(measured.share, looks[-1]).interval(rule.steady)
            found[duel.a, duel.b] = Between(
                share, float(low), float(high), float(end[0]), float(end[1])
            )

    def compare(one: int, other: int) -> Between:
        if one < other:
            return found.get((one, other), UNKNOWN)
        return found.get((other, one), UNKNOWN).turned()

    return decide(standing, costs, compare, rule=rule, last=last)


def sentence(standing: Standing, ballots: Ballots, *, ended: str = "plan") -> str:
    """Say where it stands; ``ended`` is what did so where it is over and not sure."""
    names = [value.label for value in ballots.values]
    said = [
        f"{names[one]} is out: clearly worse than {names[other]}."
        for one, other in standing.out
    ]
    said += [
        f"{names[one]} rests: {names[other]} is good enough and cheaper."
        for one, other in standing.resting
    ]
    if standing.answer is None:
        left = ", ".join(names[one] for one in standing.drawing)
        said.append(f"Still open: {left}.")
    elif standing.sure:
        said.append(f"{names[standing.answer]} is the cheapest that is good enough.")
    elif standing.early:
        said.append(
            f"{names[standing.answer]} looks like the cheapest that is good enough; the "
            "rest of the plan would hardly change that, so it was not drawn."
        )
    else:
        said.append(
            f"{names[standing.answer]} looks like the cheapest that is good enough, "
            f"but the {ended} ended before that was clear."
        )
    return " ".join(said)
