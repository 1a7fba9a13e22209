"""Good enough, cheapest: how often rounds answer as the whole grid, and what they save."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from benchmarks.verdict_world import MANY, World, percent
from playground.experiments import power
from playground.experiments.pairing import crossed, round_draws
from playground.experiments.sequential import (
    Between,
    Rule,
    at_the_end,
    beginning,
    decide,
)
from playground.experiments.shares import Numbers, Share, VoteDesign, overall

LOOKS = tuple(round_draws(16))
Table = tuple[Numbers, ...]


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
    drawn = [world.pictures() for _ in range(world.prompts)]
    met: dict[tuple[int, int], list[tuple[int, int]]] = {pair: [] for pair in pairs}
    said: dict[tuple[int, tuple[int, int]], list[Numbers]] = {}
    for draws in LOOKS:
        for pair in pairs:
            old = set(met[pair])
            new = [one for one in crossed(range(draws), range(draws)) if one not in old]
            new = new[: 4 * draws - len(old)]
            met[pair] += new
            design = VoteDesign(*np.array(met[pair]).T)
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


def _table(share: Share, level: float, done: float) -> Table:
    low, high = share.interval(min(level, 1 - 1e-12))
    return share.share, low, high, *at_the_end(share, done).interval(Rule().steady)


def _compare(tables: dict[tuple[int, int], Table], at: int):
    def compare(one: int, other: int) -> Between:
        if one < other:
            return Between(*(float(part[at]) for part in tables[one, other]))
        return Between(*(float(part[at]) for part in tables[other, one])).turned()

    return compare
