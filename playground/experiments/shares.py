"""How often one value is preferred, and how sure that is: the arithmetic.

Every function takes one experiment or many at once (a leading axis of the scores), so
that the benchmark of the method runs the very code that gives the verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtr, stdtrit

Numbers = NDArray[np.float64]

# At which level two votes have something in common: the picture of the first value, that
# of the second, both, or nothing but being votes. Row and column: which is shared by both.
FIRST, SECOND, CELL, VOTE = range(4)
SHARED = np.array(
    [
        [FIRST, CELL, CELL, VOTE],
        [CELL, SECOND, CELL, VOTE],
        [CELL, CELL, CELL, VOTE],
        [VOTE, VOTE, VOTE, VOTE],
    ]
)
# How much of the variance follows the share that is supposed; the rest stays as it was
# seen. 0 calls too often where pictures are few, 1 (Wilson's) too seldom.
FOLLOWS = 0.5
# Where pictures seem to differ no more than votes do, their variance is known better than
# their number tells: by so many degrees of freedom. How quickly that fades where they
# do differ is the power. Fitted to the benchmark.
KNOWN_BETTER = 1.6
FADES = 16


class VoteDesign:
    """Who met whom under one prompt: known before the first answer."""

    def __init__(self, first: Sequence[int], second: Sequence[int]) -> None:
        """Take, for each vote, the number of each value's picture."""
        self.votes = len(first)
        cells = np.stack([np.asarray(first), np.asarray(second)])
        groups = [
            np.unique(key, axis=-1, return_inverse=True)[1].reshape(-1)
            for key in (cells[0], cells[1], cells)
        ]
        sizes = [np.bincount(group) for group in groups]
        self.pictures = (len(sizes[FIRST]), len(sizes[SECOND]))
        self.cells = len(sizes[CELL])
        # Pictures with unequal numbers of votes count as fewer.
        self.effective = min(self.votes**2 / float((n**2).sum()) for n in sizes[:CELL])
        self._order = [np.argsort(group, kind="stable") for group in groups]
        self._starts = [np.cumsum(n) - n for n in sizes]
        counts = [n[group] for n, group in zip(sizes, groups, strict=True)]
        self._weights = _weights(np.stack([*counts, np.ones(self.votes)]))

    @property
    def replicated(self) -> bool:
        """Tell whether both values have pictures whose difference can be seen."""
        return min(self.pictures) >= 2

    def measure(self, scores: Numbers) -> tuple[Numbers, Numbers]:
        """Return the mean of the votes and the variance of that mean, by pictures.

        Unbiased whatever pictures met how often: see ``_weights``. Never less than if
        all votes were of pictures of their own. Not a number with a single vote.
        """
        mean = scores.mean(axis=-1)
        apart = scores - mean[..., None]
        squares = (apart**2).sum(axis=-1)
        if self.votes < 2:
            return mean, np.full_like(mean, np.nan)
        sums = [self._squared_sums(apart, level) for level in (FIRST, SECOND, CELL)]
        parts = zip(self._weights, [*sums, squares], strict=True)
        variance = sum((float(w) * part for w, part in parts), np.zeros_like(mean))
        floor = squares / (self.votes * (self.votes - 1))
        return mean, np.maximum(variance, floor)

    def _squared_sums(self, apart: Numbers, level: int) -> Numbers:
        grouped = np.add.reduceat(
            apart[..., self._order[level]], self._starts[level], axis=-1
        )
        squared: Numbers = (grouped**2).sum(axis=-1)
        return squared


def _weights(counts: Numbers) -> Numbers:
    """Return what to multiply the four sums of squares with to get the variance.

    A vote is made of its two pictures, of their meeting and of chance. Each sum of
    squares expects a known amount of each, from the design alone; the variance of the
    mean is the combination of them that expects exactly its own amount.
    ``counts``: for each level and vote, how many votes share that with it.
    """
    votes = counts.shape[1]
    totals = counts.sum(axis=1)
    expected = (
        totals[SHARED]
        - 2 * counts @ counts.T / votes
        + np.outer(totals, totals) / votes**2
    )
    weights: Numbers = np.linalg.lstsq(expected.T, totals, rcond=1e-9)[0] / votes**2
    return weights


@dataclass(frozen=True)
class Share:
    """A preference with what is needed to say how sure it is; arrays of one shape."""

    share: Numbers
    variance: Numbers
    """Of the share; not a number where nothing can be said."""
    freedom: Numbers | float
    """Degrees of freedom of the variance; 0 where nothing can be said."""
    least: Numbers
    """The least variance, as a part of share × (1 − share), that is believed."""

    @property
    def known(self) -> bool:
        """Tell whether anything can be said about chance."""
        return bool(np.all(np.asarray(self.freedom) > 0))

    def spread(self) -> Numbers:
        """Return the standard error if the share were really one half."""
        spread: Numbers = np.sqrt(
            self.factor() * (FOLLOWS / 4 + (1 - FOLLOWS) * self._even())
        )
        return spread

    def _even(self) -> Numbers:
        return self.share * (1 - self.share)

    def factor(self) -> Numbers:
        """Return the variance as a part of share × (1 − share)."""
        even = self._even()
        seen = np.divide(
            self.variance, even, out=np.zeros_like(even), where=even > 1e-12
        )
        return np.maximum(seen, self.least)

    def p_value(self) -> Numbers:
        """Return how often chance alone would give a share this far from one half."""
        if not self.known:
            return np.ones_like(self.share)
        spread = self.spread()
        far = np.divide(
            np.abs(self.share - 0.5),
            spread,
            out=np.zeros_like(spread),
            where=spread > 0,
        )
        p: Numbers = 2 * stdtr(self.freedom, -far)
        return p

    def interval(self, level: Numbers | float = 0.95) -> tuple[Numbers, Numbers]:
        """Return all shares from which this one is not too far, as low and high.

        Leaves one half out exactly when ``p_value`` is less than 1 − level.
        """
        if not self.known:
            return np.zeros_like(self.share), np.ones_like(self.share)
        quantile = stdtrit(self.freedom, (1 + np.asarray(level)) / 2)
        factor = quantile**2 * self.factor()
        # (share − p)² = factor × (FOLLOWS p (1 − p) + (1 − FOLLOWS) share (1 − share))
        lead = 1 + FOLLOWS * factor
        middle = (self.share + FOLLOWS * factor / 2) / lead
        rest = (self.share**2 - (1 - FOLLOWS) * factor * self._even()) / lead
        half = np.sqrt(np.maximum(middle**2 - rest, 0))
        return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def overall(designs: Sequence[VoteDesign], means: Numbers, variances: Numbers) -> Share:
    """Return the mean over these prompts (the last axis), with pictures as chance.

    Where a value has a single picture under a prompt, that prompt says nothing about
    chance between pictures. If most prompts are so, the prompts themselves stand for it,
    which can only be wider.
    """
    prompts = len(designs)
    single = np.array([not design.replicated for design in designs])
    if 2 * single.sum() > prompts:
        return over_prompts(means)
    share = means.mean(axis=-1)
    # Pictures that all were judged alike show no variance, but there are only so many:
    # then as if every two pictures that met were independent, and Wilson's interval.
    # Of single pictures it cannot be seen: then the most that there could be.
    alike = single | (variances <= 1e-12) | (means <= 0) | (means >= 1)
    cells = array([design.cells for design in designs])
    cautious = np.where(single, 1.0, 1 / (FOLLOWS * cells))
    even = (share * (1 - share))[..., None]
    seen = np.where(single, 0.0, variances)
    variances = np.maximum(seen, np.where(alike, even * cautious, 0.0))
    least = np.where(alike.all(axis=-1), cautious.sum() / prompts**2, 0.0)
    freedom = _freedom([design.effective for design in designs if design.replicated])
    votes = array([max(2, design.votes) for design in designs])
    alone = (means * (1 - means) / (votes - 1)).sum(axis=-1)
    variance = variances.sum(axis=-1)
    part = np.divide(alone, variance, out=np.zeros_like(alone), where=variance > 0)
    part = np.minimum(part, 1.0) ** FADES
    degrees = 1 / ((1 - part) / freedom + part / (freedom + KNOWN_BETTER))
    return Share(share, variance / prompts**2, degrees, least)


def _freedom(effective: Sequence[float]) -> float:
    """Return the degrees of freedom of a sum of variances (Welch and Satterthwaite).

    The variances are taken as what the numbers of pictures make of them, not as they
    were seen: with d pictures everywhere, these are prompts × (d − 1).
    """
    pictures = np.asarray(effective)
    expected = 1 / pictures
    degrees = expected.sum() ** 2 / (expected**2 / (pictures - 1)).sum()
    return float(degrees)


def over_prompts(means: Numbers) -> Share:
    """Return the mean over prompts like these: the prompts themselves as chance."""
    prompts = means.shape[-1]
    share = means.mean(axis=-1)
    if prompts < 2:
        return Share(share, np.full_like(share, np.nan), 0.0, np.zeros_like(share))
    variance = means.var(axis=-1, ddof=1) / prompts
    least = np.where(variance <= 1e-12, 1 / (FOLLOWS * prompts), 0.0)
    return Share(share, variance, prompts - 1.0, least)


def holm(p_values: Numbers, alpha: float = 0.05) -> tuple[NDArray[np.bool_], Numbers]:
    """Tell which of several (the last axis) differ, and at what level each was asked.

    Holm's way: the smallest p first and most strictly. An interval at the returned level
    leaves one half out exactly for those that differ.
    """
    several = p_values.shape[-1]
    order = np.argsort(p_values, axis=-1, kind="stable")
    strict = alpha / (several - np.arange(several))
    passed = np.take_along_axis(p_values, order, axis=-1) <= strict
    passed = np.logical_and.accumulate(passed, axis=-1)
    stopped = passed.sum(axis=-1, keepdims=True)
    place = np.minimum(np.arange(several), stopped)
    levels = 1 - strict[place]
    back = np.argsort(order, axis=-1, kind="stable")
    return (
        np.take_along_axis(passed, back, axis=-1),
        np.take_along_axis(levels, back, axis=-1),
    )


def wilson(share: float, votes: int, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval: as if every vote were of pictures of its own."""
    if not votes:
        return 0.0, 1.0
    z2 = float(ndtri((1 + level) / 2)) ** 2 / votes
    middle = (share + z2 / 2) / (1 + z2)
    half = (z2 * share * (1 - share) + z2**2 / 4) ** 0.5 / (1 + z2)
    return max(0.0, middle - half), min(1.0, middle + half)


def array(values: Any) -> Numbers:
    """Return numbers as an array of floats."""
    return np.asarray(values, dtype=np.float64)
