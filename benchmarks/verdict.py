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

import time
from collections.abc import Sequence

import numpy as np

from benchmarks.verdict_rounds import in_rounds
from benchmarks.verdict_world import (
    BIAS,
    MANY,
    QUALITY_80,
    World,
    called,
    distance_of_votes,
    percent,
)
from playground.experiments import power
from playground.experiments.migration import lend
from playground.experiments.shares import Share, holm


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
        plan = power.StudyDesign(draws, prompts, 2, votes)
        told = power.chance_to_find(plan, better)
        odds = f"{100 * better:.0f}/{100 - 100 * better:.0f}"
        print(
            f"{draws:2} × {draws:<2} pictures, {prompts:2} prompts, {votes:3} votes each, "
            f"{odds}: {percent(found)}  foretold {percent(told)}"
        )
    of_votes = distance_of_votes(0.8)
    for at, draws in enumerate((16, 8, 4)):
        found = called(World(450 + at, (of_votes, 0.0), draws))
        print(
            f"{draws:2} × {draws:<2} pictures,  1 prompts, 80/20 of votes: {percent(found)}"
        )


def intervals() -> None:
    print("\nThe true share lies in the interval (93 to 97 %):")
    print("draws prompts votes   equal    70/30    80/20    80/20 of votes")
    distances = (0.0, power.gap(0.7), QUALITY_80, distance_of_votes(0.8))
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
    distance = distance_of_votes(against)
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
