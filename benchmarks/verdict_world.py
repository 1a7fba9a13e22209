"""Experiments whose truth is known, for ``benchmarks.verdict``: all of a row at once."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from scipy.special import expit, logit

from playground.experiments import power
from playground.experiments.pairing import crossed
from playground.experiments.shares import (
    Numbers,
    Share,
    VoteDesign,
    holm,
    over_prompts,
    overall,
)

SEED = 20261125
MANY = int(os.environ.get("VERDICT_EXPERIMENTS", "4000"))
TIES = power.TIES
BIAS = float(logit(0.6))
QUALITY_80 = power.gap(0.8)


@dataclass
class World:
    """Values with pictures, and voters; all experiments of a row at once."""

    row: int
    qualities: Sequence[float] = (0.0, 0.0)
    draws: int = 8
    prompts: int = 1
    votes: int | None = None
    bias: float = 0.0
    spread: float = 1.0
    prompts_differ: float = 0.0
    by_chance: bool = False
    many: int = MANY
    dice: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.dice = np.random.default_rng([SEED, self.row])

    def shares(self) -> Iterator[tuple[Share, Share]]:
        """Return for each pair its share, for these prompts and for prompts like these."""
        pairs = list(combinations(range(len(self.qualities)), 2))
        means: dict[tuple[int, int], list[Numbers]] = {pair: [] for pair in pairs}
        variances: dict[tuple[int, int], list[Numbers]] = {pair: [] for pair in pairs}
        designs: dict[tuple[int, int], list[VoteDesign]] = {pair: [] for pair in pairs}
        for _ in range(self.prompts):
            drawn = self.pictures()
            for pair in pairs:
                met = self.meetings()
                design = VoteDesign(*met)
                scores = self.said(drawn[pair[0]], drawn[pair[1]], *met)
                mean, variance = design.measure(scores)
                means[pair].append(mean)
                variances[pair].append(variance)
                designs[pair].append(design)
        for pair in pairs:
            of_pair = np.stack(means[pair], axis=-1)
            share = overall(designs[pair], of_pair, np.stack(variances[pair], axis=-1))
            yield share, over_prompts(of_pair)

    def pictures(self) -> list[Numbers]:
        size = (self.many, self.draws)
        extra = self.prompts_differ * self.dice.standard_normal((self.many, 1))
        return [
            quality
            + (extra if place == 0 else 0.0)
            + self.spread * self.dice.standard_normal(size)
            for place, quality in enumerate(self.qualities)
        ]

    def meetings(self) -> tuple[Numbers, Numbers]:
        votes = self.votes or self.draws**2
        if self.by_chance:
            one, other = self.dice.integers(0, self.draws, (2, votes))
            return one, other
        met = crossed(range(self.draws), range(self.draws))
        one, other = np.array([met[at % len(met)] for at in range(votes)]).T
        return one, other

    def said(
        self, first: Numbers, second: Numbers, one: Numbers, other: Numbers
    ) -> Numbers:
        """Return the scores of the first value's pictures."""
        ahead = first[:, one] - second[:, other]
        side = self.dice.choice([-1, 1], size=ahead.shape)
        scores = (self.dice.random(ahead.shape) < expit(ahead + self.bias * side)) * 1.0
        scores[self.dice.random(ahead.shape) < TIES] = 0.5
        return scores


def percent(value: float) -> str:
    return f"{100 * value:5.1f} %"


def called(world: World) -> float:
    """Return how often any pair of this world was called different."""
    p_values = np.stack([share.p_value() for share, _ in world.shares()], axis=-1)
    return float(holm(p_values)[0].any(axis=-1).mean())


def distance_of_votes(share: float) -> float:
    """Return the distance at which this share of the votes that choose goes to one."""
    low, high = 0.0, 10.0
    for _ in range(50):
        middle = (low + high) / 2
        chosen = (power.parts(middle)[0] - TIES / 2) / (1 - TIES)
        low, high = (middle, high) if chosen < share else (low, middle)
    return low
