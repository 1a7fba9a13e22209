"""What the votes of an experiment say: a pure function from ballots to a verdict.

The method and its assumptions are in ``docs/compare.md``.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from . import words
from .ballots import Ballots, ballots_from_text, key
from .needed import more_pictures
from .results import Interval, LikeThese, PairVerdict, PromptVerdict, Verdict
from .shares import Share, array, holm, wilson
from .tallies import Duel, Measured, duels
from .voters import voters

ALPHA = 0.05


def verdict_from_text(text: str | bytes) -> Verdict:
    """Read the JSON of an experiment and judge it; raise BadVotes where it is wrong."""
    return verdict(ballots_from_text(text))


def verdict(ballots: Ballots) -> Verdict:
    """Judge an experiment. The order of the votes and of the voters changes nothing."""
    pairs = _pairs(ballots)
    best = _best(ballots, pairs)
    compared = [pair for pair in pairs if pair.votes]
    said = Verdict(
        settled=best is not None or all(_closed(ballots, pairs)),
        pairs=pairs,
        best=None if best is None else ballots.values[best].value,
        sentence="",
        voters=voters(ballots.votes),
        method=words.method(len(compared), ballots.equivalence),
        warnings=words.warnings(ballots, pairs),
    )
    return replace(said, sentence=words.sentence(ballots, pairs, best))


def _pairs(ballots: Ballots) -> tuple[PairVerdict, ...]:
    found = duels(ballots)
    measured = [duel.measured() for duel in found]
    asked = [one.share if one else None for one in measured]
    wider = [one.like_these if one else None for one in measured]
    prompts = [one.by_prompt if one else [] for one in measured]
    settled = _settled(asked)
    settled_wider = _settled(wider)
    # All pairs under all prompts are one family of questions.
    flat = iter(_settled([share for shares in prompts for share in shares]))
    settled_prompts = [[next(flat) for _ in shares] for shares in prompts]
    return tuple(
        _pair(ballots, duel, one, own, like, by_prompt)
        for duel, one, own, like, by_prompt in zip(
            found, measured, settled, settled_wider, settled_prompts, strict=True
        )
    )


def _settled(shares: Sequence[Share | None]) -> list[tuple[bool, float]]:
    """Return of each whether it differs, and the level of its interval."""
    asked = [at for at, share in enumerate(shares) if share is not None and share.known]
    answers = [(False, 1 - ALPHA)] * len(shares)
    if asked:
        p_values = array([float(_share(shares[at]).p_value()) for at in asked])
        differs, levels = holm(p_values, ALPHA)
        for at, differ, level in zip(asked, differs, levels, strict=True):
            answers[at] = (bool(differ), float(level))
    return answers


def _share(share: Share | None) -> Share:
    assert share is not None  # noqa: S101 - the caller asked only about these
    return share


def _pair(
    ballots: Ballots,
    duel: Duel,
    measured: Measured | None,
    own: tuple[bool, float],
    like: tuple[bool, float],
    by_prompt: list[tuple[bool, float]],
) -> PairVerdict:
    a, b = ballots.values[duel.a], ballots.values[duel.b]
    if measured is None:
        return PairVerdict(a=a.value, b=b.value, first=duel.a, second=duel.b)
    band = ballots.equivalence
    interval = _interval(measured.share, own[1])
    equivalent = _within(interval, band)
    settled = own[0] or equivalent
    prompts = len(measured.designs)
    needed = more_pictures(
        measured.share,
        draws=min(measured.pictures) / prompts,
        prompts=prompts,
        level=own[1],
        band=band,
    )
    tallies = measured.tallies
    mean_of_votes = _mean_of_votes(measured)
    return PairVerdict(
        a=a.value,
        b=b.value,
        first=duel.a,
        second=duel.b,
        preference=float(measured.share.share),
        low=interval.low,
        high=interval.high,
        level=own[1],
        p_value=float(measured.share.p_value()),
        settled=settled,
        differs=own[0],
        equivalent=equivalent,
        needed_per_value=0 if settled else (needed.more if needed else None),
        needed_for_equal=needed.equal if needed and not settled else None,
        votes=duel.votes,
        first_left=sum(tally.first_left for tally in tallies),
        ties=sum(tally.ties for tally in tallies),
        both_bad=sum(tally.both_bad for tally in tallies),
        pictures=measured.pictures,
        by_vote=Interval(*wilson(mean_of_votes, duel.votes)),
        like_these=_like_these(measured.like_these, like, prompts),
        prompts=_prompts(measured, by_prompt, band),
    )


def _mean_of_votes(measured: Measured) -> float:
    scores = np.concatenate([tally.scores() for tally in measured.tallies])
    return float(scores.mean())


def _like_these(
    share: Share | None, said: tuple[bool, float], prompts: int
) -> LikeThese | None:
    if share is None:
        return None
    interval = _interval(share, said[1])
    return LikeThese(interval.low, interval.high, said[0], prompts)


def _prompts(
    measured: Measured,
    said: list[tuple[bool, float]],
    band: tuple[float, float] | None,
) -> tuple[PromptVerdict, ...]:
    found = []
    for tally, design, share, (differs, level) in zip(
        measured.tallies, measured.designs, measured.by_prompt, said, strict=True
    ):
        interval = _interval(share, level)
        equivalent = _within(interval, band)
        found.append(
            PromptVerdict(
                prompt=tally.prompt,
                preference=float(share.share),
                low=interval.low,
                high=interval.high,
                settled=differs or equivalent,
                equivalent=equivalent,
                votes=tally.votes,
                pictures=design.pictures,
            )
        )
    return tuple(found)


def _interval(share: Share, level: float) -> Interval:
    low, high = share.interval(level)
    return Interval(float(low), float(high))


def _within(interval: Interval, band: tuple[float, float] | None) -> bool:
    return band is not None and band[0] <= interval.low and interval.high <= band[1]


def winner(ballots: Ballots, pair: PairVerdict) -> int | None:
    """Return which value to take of two: the better, or of two equal ones the cheaper."""
    if pair.preference is None or not pair.settled:
        return None
    if not pair.equivalent:
        return pair.first if pair.preference > 0.5 else pair.second
    costs = [ballots.values[at].cost_usd for at in (pair.first, pair.second)]
    if None in costs or costs[0] == costs[1]:
        return None
    return pair.first if costs[0] < costs[1] else pair.second  # type: ignore[operator]


def _with_pictures(ballots: Ballots) -> set[int]:
    drawn = {key(picture.value) for picture in ballots.pictures}
    return {at for at, value in enumerate(ballots.values) if key(value.value) in drawn}


def _best(ballots: Ballots, pairs: Sequence[PairVerdict]) -> int | None:
    """Return the value to take before every other one that has pictures."""
    candidates = _with_pictures(ballots)
    for one in sorted(candidates):
        mine = [
            pair
            for pair in pairs
            if one in (pair.first, pair.second)
            and {pair.first, pair.second} <= candidates
        ]
        if mine and all(winner(ballots, pair) == one for pair in mine):
            return one
    return None


def _closed(ballots: Ballots, pairs: Sequence[PairVerdict]) -> list[bool]:
    candidates = _with_pictures(ballots)
    asked = [pair.settled for pair in pairs if {pair.first, pair.second} <= candidates]
    return asked or [False]
