"""Whether the verdict holds what it says: simulated experiments whose truth is known.

Every picture has a quality of its own (normal, standard deviation 1 among the draws of a
value, on the logit scale); a voter chooses by the difference of the two, and one vote in
ten is a tie. Every two pictures meet once, or as often as the row says, evenly crossed.
The functions measured are those that ``manage.py verdict`` calls, on all experiments of
a row at once. Fixed seeds; a row of 4,000 experiments is itself exact to ± 0.7 points at
5 %. "80/20": of two random pictures that of the better value is really better in 80 of
100 cases, which gives it 69 % of the votes; "80/20 of votes": it gets 80 % of those votes
that choose a side. Several values: how often *any* pair was called, after Holm.
"""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from scipy.special import expit, logit

from playground.experiments import power
from playground.experiments.migration import lend
from playground.experiments.pairing import crossed, round_draws
from playground.experiments.sequential import (
    Between,
    Rule,
    at_the_end,
    beginning,
    decide,
)
from playground.experiments.shares import (
    Design,
    Numbers,
    Share,
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
        designs: dict[tuple[int, int], list[Design]] = {pair: [] for pair in pairs}
        for _ in range(self.prompts):
            drawn = self._pictures()
            for pair in pairs:
                met = self.meetings()
                design = Design(*met)
                scores = self.said(drawn[pair[0]], drawn[pair[1]], *met)
                mean, variance = design.measure(scores)
                means[pair].append(mean)
                variances[pair].append(variance)
                designs[pair].append(design)
        for pair in pairs:
            of_pair = np.stack(means[pair], axis=-1)
            share = overall(designs[pair], of_pair, np.stack(variances[pair], axis=-1))
            yield share, over_prompts(of_pair)

    def _pictures(self) -> list[Numbers]:
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


def nothing_there() -> None:
    print("No true difference, called different (at most 5.5 %):")
    print("values draws prompts votes   fair voters   60/40 side bias")
    worst = 0.0
    row = 100
    for values in (2, 3, 4, 5):
        for draws in (4, 8, 16):
            for prompts in (1, 4, 20):
                votes = draws**2 if prompts == 1 else min(64, draws**2)
                found = []
                for bias in (0.0, BIAS):
                    row += 1
                    world = World(row, (0.0,) * values, draws, prompts, votes, bias)
                    found.append(called(world))
                worst = max(worst, *found)
                shown = "       ".join(percent(one) for one in found)
                print(f"{values:6} {draws:5} {prompts:7} {votes:5}     {shown}")
    print(f"worst of these: {percent(worst).strip()}")


def harder() -> None:
    print("\nNo true difference, harder than assumed (2 values):")
    hard = {
        "side bias of ±0.8 logits, 4 draws": {"draws": 4, "bias": 0.8},
        "side bias of ±0.8 logits, 16 draws": {"draws": 16, "bias": 0.8},
        "pictures of a value all alike, 8 draws": {"draws": 8, "spread": 0.0},
        "pictures differ 2.5 times as much, 4 draws": {"draws": 4, "spread": 2.5},
        "same, 4 draws × 20 prompts": {"draws": 4, "spread": 2.5, "prompts": 20},
        "same, 16 draws": {"draws": 16, "spread": 2.5},
        "four votes on every two pictures, 4 draws": {"draws": 4, "votes": 64},
        "pairs by chance, 8 draws, 64 votes": {
            "draws": 8,
            "votes": 64,
            "by_chance": True,
        },
        "pairs by chance, 16 draws, 64 votes": {
            "draws": 16,
            "votes": 64,
            "by_chance": True,
        },
        "2 draws × 8 prompts": {"draws": 2, "prompts": 8},
        "1 draw × 20 prompts": {"draws": 1, "prompts": 20},
    }
    for at, (name, changes) in enumerate(hard.items()):
        print(f"{name:44} {percent(called(World(300 + at, **changes)))}")


def something_there() -> None:
    print("\nA true difference, found (and as foretold before the plan is paid):")
    cases = (
        (16, 1, 0.8, 256),
        (16, 1, 0.8, 128),
        (16, 1, 0.8, 64),
        (12, 1, 0.8, 144),
        (8, 1, 0.8, 64),
        (8, 1, 0.9, 64),
        (4, 1, 0.8, 16),
        (4, 1, 0.99, 16),
        (4, 4, 0.8, 16),
        (8, 4, 0.7, 64),
        (4, 20, 0.7, 16),
    )
    for at, (draws, prompts, better, votes) in enumerate(cases):
        world = World(400 + at, (power.gap(better), 0.0), draws, prompts, votes)
        found = called(world)
        plan = power.Design(draws, prompts, 2, votes)
        told = power.chance_to_find(plan, better)
        odds = f"{100 * better:.0f}/{100 - 100 * better:.0f}"
        print(
            f"{draws:2} × {draws:<2} pictures, {prompts:2} prompts, {votes:3} votes each, "
            f"{odds}: {percent(found)}  foretold {percent(told)}"
        )
    of_votes = _distance_of_votes(0.8)
    for at, draws in enumerate((16, 8, 4)):
        found = called(World(450 + at, (of_votes, 0.0), draws))
        print(
            f"{draws:2} × {draws:<2} pictures,  1 prompts, 80/20 of votes: {percent(found)}"
        )


def _distance_of_votes(share: float) -> float:
    """Return the distance at which this share of the votes that choose goes to one."""
    low, high = 0.0, 10.0
    for _ in range(50):
        middle = (low + high) / 2
        chosen = (power.parts(middle)[0] - TIES / 2) / (1 - TIES)
        low, high = (middle, high) if chosen < share else (low, middle)
    return low


def intervals() -> None:
    print("\nThe true share lies in the interval (93 to 97 %):")
    print("draws prompts votes   equal    70/30    80/20    80/20 of votes")
    distances = (0.0, power.gap(0.7), QUALITY_80, _distance_of_votes(0.8))
    row = 500
    cases = ((4, 1, 16), (4, 1, 64), (8, 1, 64), (16, 1, 64), (16, 1, 256), (4, 4, 16))
    cases += ((8, 4, 64), (16, 4, 64), (4, 20, 16), (8, 20, 64), (16, 20, 64))
    for draws, prompts, votes in cases:
        found = []
        for distance in distances:
            row += 1
            world = World(row, (distance, 0.0), draws, prompts, votes)
            (share, _), *_rest = world.shares()
            found.append(_covers(share, power.parts(distance)[0]))
        shown = "  ".join(percent(one) for one in found)
        print(f"{draws:5} {prompts:7} {votes:5} {shown}")
    print("for prompts like these (prompts differ by 0.5 logits):")
    for at, prompts in enumerate((5, 10, 20)):
        for distance, odds in ((0.0, "equal"), (QUALITY_80, "80/20")):
            world = World(
                550 + 2 * at + (distance > 0),
                (distance, 0.0),
                8,
                prompts,
                32,
                prompts_differ=0.5,
            )
            (_, wider), *_rest = world.shares()
            truth = _mean_share(distance, 0.5)
            print(f"    8 {prompts:7}    32 {odds}: {percent(_covers(wider, truth))}")


def _covers(share: Share, truth: float) -> float:
    low, high = share.interval()
    return float(((low <= truth) & (truth <= high)).mean())


def _mean_share(distance: float, spread: float) -> float:
    points, weights = np.polynomial.hermite_e.hermegauss(15)
    shares = [power.parts(float(distance + spread * point))[0] for point in points]
    return float(np.dot(weights, shares) / weights.sum())


def in_rounds() -> None:
    print(
        "\nGood enough, cheapest (40 %), prices 1 : 4 : 16, against the whole grid of"
    )
    print("16 draws; four votes a picture and pair; half as many experiments:")
    print(
        "prompts  low, medium, high       same answer  cost, mean  median  truly right"
    )
    truths = {
        (0.0, 0.0, 0.0): 0,
        (-1.5, 0.0, 0.0): 1,
        (-1.5, 0.3, 0.0): 1,
        (-2.0, -1.2, 0.0): 2,
        (-3.0, -1.5, 0.0): 2,
        (0.3, 0.6, 0.0): 0,
    }
    row = 600
    for prompts in (20, 8):
        all_same, all_costs = [], []
        for qualities, right in truths.items():
            row += 1
            answers, whole, costs = _rounds(row, prompts, qualities)
            same, true = (answers == whole).mean(), (answers == right).mean()
            all_same.append(same)
            all_costs.append(costs.mean())
            print(
                f"{prompts:7}  {qualities!s:22}  {percent(same)}     {percent(costs.mean())}  "
                f"{percent(np.median(costs))}  {percent(true)}"
            )
        print(
            f"{prompts:7}  all{'':21} {percent(np.mean(all_same))}     {percent(np.mean(all_costs))}"
        )
    print("one of two gets exactly 40 %: decided before the end (each at most 5 %):")
    for at, prompts in enumerate((1, 8, 20)):
        answers, *_rest = _rounds(650 + at, prompts, (_edge(0.4), 0.0), early=True)
        out, taken = (float((answers == one).mean()) for one in (1, 0))
        print(
            f"{prompts:7}  put out {percent(out)}   taken as good enough {percent(taken)}"
        )


def _edge(share: float) -> float:
    """Return the quality at which one gets this share of all votes against 0."""
    low, high = -5.0, 5.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if power.parts(middle)[0] < share else (low, middle)
    return low


LOOKS = tuple(round_draws(16))


def _rounds(
    row: int, prompts: int, qualities: Sequence[float], early: bool = False
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the answers in rounds and of the whole grid, and the cost as a part of its.

    ``early``: only what was decided before the last round; −1 for the others.
    """
    world = World(row, qualities, LOOKS[-1], prompts, many=MANY // 2)
    pairs = list(combinations(range(len(qualities)), 2))
    looks = _looks(world, pairs)
    prices = [4.0**place for place in range(len(qualities))]
    rule = Rule()
    standings = [beginning(len(qualities))] * world.many
    paid = np.zeros((world.many, len(qualities)))
    for place, draws in enumerate(LOOKS):
        level = rule.level(tuple(one / LOOKS[-1] for one in LOOKS[: place + 1]))
        done = draws / LOOKS[-1]
        tables = {pair: _table(looks[draws, pair], level, done) for pair in pairs}
        last = draws == LOOKS[-1] and not early
        for at, standing in enumerate(standings):
            if standing.answer is not None:
                continue
            paid[at, list(standing.drawing)] = draws
            compare = _compare(tables, at)
            standings[at] = decide(standing, prices, compare, rule=rule, last=last)
        if early and draws == LOOKS[-2]:
            break
    whole = []
    tables = {pair: _table(looks[LOOKS[-1], pair], 1.0, 1.0) for pair in pairs}
    for at in range(world.many):
        end = decide(
            beginning(len(qualities)),
            prices,
            _compare(tables, at),
            rule=rule,
            last=True,
        )
        whole.append(end.answer)
    # Of what is decided early, only what is called sure.
    answers = [
        -1 if one.answer is None or (early and not one.sure) else one.answer
        for one in standings
    ]
    costs = paid @ np.array(prices) / (sum(prices) * LOOKS[-1])
    return np.array(answers), np.array(whole), costs


def _looks(
    world: World, pairs: list[tuple[int, int]]
) -> dict[tuple[int, tuple[int, int]], Share]:
    """Return what is known of each pair after each round: votes add to those before."""
    found = {}
    drawn = [world._pictures() for _ in range(world.prompts)]
    met: dict[tuple[int, int], list[tuple[int, int]]] = {pair: [] for pair in pairs}
    said: dict[tuple[int, tuple[int, int]], list[Numbers]] = {}
    for draws in LOOKS:
        for pair in pairs:
            old = set(met[pair])
            new = [one for one in crossed(range(draws), range(draws)) if one not in old]
            new = new[: 4 * draws - len(old)]
            met[pair] += new
            design = Design(*np.array(met[pair]).T)
            means, variances = [], []
            for prompt in range(world.prompts):
                scores = said.setdefault((prompt, pair), [])
                pictures = drawn[prompt][pair[0]], drawn[prompt][pair[1]]
                if new:
                    scores.append(world.said(*pictures, *np.array(new).T))
                mean, variance = design.measure(np.concatenate(scores, axis=-1))
                means.append(mean)
                variances.append(variance)
            found[draws, pair] = overall(
                [design] * world.prompts,
                np.stack(means, axis=-1),
                np.stack(variances, axis=-1),
            )
    return found


Table = tuple[Numbers, ...]


def _table(share: Share, level: float, done: float) -> Table:
    low, high = share.interval(min(level, 1 - 1e-12))
    return share.share, low, high, *at_the_end(share, done).interval(Rule().steady)


def _compare(tables: dict[tuple[int, int], Table], at: int):
    def compare(one: int, other: int) -> Between:
        if one < other:
            return Between(*(float(part[at]) for part in tables[one, other]))
        return Between(*(float(part[at]) for part in tables[other, one])).turned()

    return compare


def another_model() -> None:
    print(
        "\nMigration: 20 briefs × 2 models × 8 draws, every two pictures met once (64 votes"
    )
    print(
        "a brief) or twice; of the votes that choose a side, the old model gets so many:"
    )
    print("regressions  to the old  votes   found    any false alarm in the set")
    row = 700
    for planted, against, votes, spreads in (
        (0, 0.5, 64, (1.0,)),
        (3, 0.8, 64, (1.0,)),
        (3, 0.85, 64, (1.0,)),
        (3, 0.9, 64, (1.0,)),
        (3, 0.8, 128, (1.0,)),
        (3, 0.85, 128, (1.0,)),
        (3, 0.9, 128, (1.0,)),
        (10, 0.9, 64, (1.0,)),
        (0, 0.5, 64, (0.5, 1.0, 1.5)),
        (3, 0.9, 64, (0.5, 1.0, 1.5)),
        (3, 0.85, 128, (0.5, 1.0, 1.5)),
        (0, 0.5, 64, (0.3, 2.0)),
    ):
        row += 1
        found, wrong = _migrated(row, planted, against, votes, spreads)
        note = "" if len(spreads) == 1 else f"  pictures differ by {spreads}"
        print(
            f"{planted:11}      {against:.0%}     {votes:4}  "
            f"{percent(found) if planted else '      –'}   {percent(wrong)}{note}"
        )


def _migrated(
    row: int, planted: int, against: float, votes: int, spreads: Sequence[float]
) -> tuple[float, float]:
    distance = _distance_of_votes(against)
    found = []
    for brief in range(20):
        quality = distance if brief < planted else 0.0
        world = World(
            row * 100 + brief,
            (quality, 0.0),
            8,
            votes=votes,
            spread=spreads[brief % len(spreads)],
        )
        ((share, _),) = world.shares()
        found.append(share)
    together = lend(
        np.stack([share.share for share in found], axis=-1),
        np.stack([share.factor() for share in found], axis=-1),
        np.stack([share.freedom for share in found], axis=-1),
    )
    differs, _ = holm(together.p_value())
    worse = differs & (together.share > 0.5)
    hits = float(worse[:, :planted].mean()) if planted else 0.0
    return hits, float(differs[:, planted:].any(axis=-1).mean())


def main() -> None:
    start = time.perf_counter()
    nothing_there()
    harder()
    something_there()
    intervals()
    in_rounds()
    another_model()
    print(
        f"\n{MANY} experiments a row; all of it took {time.perf_counter() - start:.0f} s."
    )


if __name__ == "__main__":
    main()
