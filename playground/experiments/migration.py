"""From an old model to a new one: which briefs became better, which worse.

A brief set has many prompts and few draws of each. Two things make that work: the briefs
lend each other what they know about chance between pictures, and all briefs together are
one family of questions, so that a false alarm anywhere in the set stays rare.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.special import digamma, polygamma

from .ballots import BadVotes, Ballots, Scalar
from .figures import is_same, part, percent, times
from .shares import Numbers, Share, array, holm
from .tallies import Measured, duels
from .verdict import verdict

Outcome = Literal["better", "equal", "worse", "not settled"]
ALPHA = 0.05
# How cautiously briefs lend each other their variances; fitted to the benchmark.
CAUTION = 2.5
MOST_LENT = 4.0
CLEAR = 4


@dataclass(frozen=True)
class Brief:
    """What became of one prompt; ``low`` to ``high`` is the interval of the share."""

    prompt: Scalar
    outcome: Outcome
    preference: float
    """The share of the votes for the new value, ties halved."""
    low: float
    high: float
    votes: int


@dataclass(frozen=True)
class Migration:
    """All briefs together. ``preference`` is the share of the new value, 0 to 1."""

    old: Scalar
    new: Scalar
    briefs: tuple[Brief, ...]
    overall: Outcome
    preference: float | None
    low: float
    high: float
    cost_ratio: float | None
    """The price of a new picture as a part of that of an old one; None if unknown."""
    time_ratio: float | None
    sentence: str

    def count(self, outcome: Outcome) -> int:
        return sum(brief.outcome == outcome for brief in self.briefs)


def migration(
    ballots: Ballots, *, seconds: tuple[float, float] | None = None
) -> Migration:
    """Judge a new value against an old one, brief by brief and overall.

    ``ballots``: two values, the old one first; each prompt is a brief.
    ``seconds``: what a picture of each took.
    """
    if len(ballots.values) != 2:
        raise BadVotes("values", "must be two: the old value and the new one")
    old, new = ballots.values
    (pair,) = verdict(ballots).pairs
    measured = duels(ballots)[0].measured()
    cost_ratio = _ratio(old.cost_usd, new.cost_usd)
    # The verdict speaks of the old value, which is first; a reader asks about the new one.
    preference = None if pair.preference is None else 1 - pair.preference
    found = Migration(
        old=old.value,
        new=new.value,
        briefs=_briefs(measured, ballots.equivalence) if measured else (),
        overall=_outcome(pair.differs, preference or 0.0, pair.equivalent),
        preference=preference,
        low=1 - pair.high,
        high=1 - pair.low,
        cost_ratio=cost_ratio,
        time_ratio=_ratio(*seconds) if seconds else None,
        sentence="",
    )
    return replace(found, sentence=_sentence(found, new.label, old.label))


def _briefs(measured: Measured, band: tuple[float, float] | None) -> tuple[Brief, ...]:
    places = [at for at, share in enumerate(measured.by_prompt) if share.known]
    answers: dict[int, tuple[bool, float, float]] = {}
    if places:
        lent = lend(
            array([float(measured.by_prompt[at].share) for at in places]),
            array([_factor(measured.by_prompt[at]) for at in places]),
            array([float(measured.by_prompt[at].freedom) for at in places]),
        )
        differs, levels = holm(lent.p_value(), ALPHA)
        lows, highs = lent.interval(levels)
        for at, *answer in zip(places, differs, lows, highs, strict=True):
            answers[at] = (bool(answer[0]), float(answer[1]), float(answer[2]))
    briefs = []
    unknown = (False, 0.0, 1.0)
    for at, (tally, share) in enumerate(
        zip(measured.tallies, measured.by_prompt, strict=True)
    ):
        differ, low, high = answers.get(at, unknown)
        equal = band is not None and band[0] <= low and high <= band[1]
        preference = 1 - float(share.share)
        briefs.append(
            Brief(
                prompt=tally.prompt,
                outcome=_outcome(differ, preference, equal),
                preference=preference,
                low=1 - high,
                high=1 - low,
                votes=tally.votes,
            )
        )
    return tuple(briefs)


def _factor(share: Share) -> float:
    return float(share.factor())


def lend(shares: Numbers, factors: Numbers, freedom: Numbers) -> Share:
    """Return the briefs' shares, each with a variance partly its own, partly that of all.

    ``factors`` are the variances as parts of share × (1 − share). The more alike they
    are, the more is lent: their scatter beyond what chance explains says how many
    degrees of freedom the common variance is worth (Smyth's moderated t). That is taken
    cautiously: more scatter than was seen, and no more than four times the brief's own
    degrees. The last axis are the briefs of one set.
    """
    # A brief that is clear says little about the chance in one that is not.
    weights = np.maximum(4 * shares * (1 - shares), 1e-3) ** CLEAR
    whole = weights.sum(axis=-1, keepdims=True)
    typical = (factors * weights).sum(axis=-1, keepdims=True) / whole
    # No more can be known than all briefs know together.
    most = np.minimum(
        MOST_LENT * freedom, freedom.sum(axis=-1, keepdims=True) - freedom
    )
    lent = np.minimum(_worth(factors, weights, freedom), most)
    together = (lent * typical + freedom * factors) / (lent + freedom)
    return Share(shares, np.zeros_like(shares), freedom + lent, together)


def _worth(factors: Numbers, weights: Numbers, freedom: Numbers) -> Numbers:
    """Return how many degrees of freedom the common variance is worth."""
    whole = weights.sum(axis=-1, keepdims=True)
    half = freedom / 2
    logs = np.log(np.maximum(factors, 1e-6)) - digamma(half) + np.log(half)
    apart = logs - (logs * weights).sum(axis=-1, keepdims=True) / whole
    count = whole**2 / (weights**2).sum(axis=-1, keepdims=True)
    scatter = (weights * apart**2).sum(axis=-1, keepdims=True) / whole
    scatter = scatter * count / np.maximum(count - 1, 0.5)
    by_chance = (weights * polygamma(1, half)).sum(axis=-1, keepdims=True) / whole
    return 2 * _inverse_trigamma(np.maximum(CAUTION * scatter - by_chance, 1e-3))


def _inverse_trigamma(values: Numbers) -> Numbers:
    found = 0.5 + 1 / values
    for _ in range(20):
        now = polygamma(1, found)
        found = found + now * (1 - now / values) / polygamma(2, found)
    return array(found)


def _outcome(differs: bool, preference: float, equal: bool) -> Outcome:
    if equal:
        return "equal"
    if not differs:
        return "not settled"
    return "better" if preference > 0.5 else "worse"


def _ratio(old: float | None, new: float | None) -> float | None:
    return None if old is None or new is None or old <= 0 else new / old


def _sentence(found: Migration, new: str, old: str) -> str:
    if found.preference is None:
        return f"No votes between {old} and {new} yet: nothing can be said."
    counts = [
        f"{found.count(outcome)} {outcome}"
        for outcome in ("better", "equal", "worse", "not settled")
        if found.count(outcome)
    ]
    said = f"Of {len(found.briefs)} briefs, with {new} instead of {old}: "
    said += f"{', '.join(counts)}. Overall {found.overall}: {new} was preferred in "
    shares = (found.preference, found.low, found.high)
    middle, low, high = map(percent, shares)
    said += f"{middle} % [{low}–{high}]"
    said += _change(found.cost_ratio, "the cost") + _change(
        found.time_ratio, "the time"
    )
    return f"{said}."


def _change(ratio: float | None, of: str) -> str:
    if ratio is None:
        return ""
    if is_same(ratio):
        return f", at about the same {of.removeprefix('the ')}"
    return (
        f", at {part(ratio)} of {of}"
        if ratio <= 2
        else f", at {times(ratio)} times {of}"
    )
