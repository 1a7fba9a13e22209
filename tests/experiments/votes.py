"""Experiments for tests: who met whom, and what was said."""

from collections.abc import Callable, Sequence
from typing import Any

Data = dict[str, Any]


def experiment(
    values: Sequence[str] = ("medium", "high"),
    *,
    draws: int = 4,
    prompts: Sequence[str] = ("a kite",),
    said: Callable[[int, int], str] = lambda first, second: "first",
    costs: Sequence[float | None] = (0.01, 0.04, 0.16, 0.64, 2.56),
) -> Data:
    """Let every picture of a value meet every one of another, sides in turn.

    ``said``: from the pictures' numbers, who won: first, second, tie or both_bad.
    """
    pictures = [
        {"id": f"{value}/{prompt}/{draw}", "value": value, "prompt": prompt}
        for prompt in prompts
        for value in values
        for draw in range(draws)
    ]
    votes = []
    for prompt in prompts:
        for at, first in enumerate(values):
            for second in values[at + 1 :]:
                for one in range(draws):
                    for other in range(draws):
                        pair = f"{first}/{prompt}/{one}", f"{second}/{prompt}/{other}"
                        swapped = (one + other) % 2 == 1
                        votes.append(vote(*pair, said(one, other), swapped=swapped))
    rows = [
        {"value": value, "cost_usd": cost}
        for value, cost in zip(values, costs, strict=False)
    ]
    return {"values": rows, "pictures": pictures, "votes": votes}


def vote(
    first: str, second: str, won: str, *, swapped: bool = False, voter: str = "ann"
) -> Data:
    left, right = (second, first) if swapped else (first, second)
    sides = ("right", "left") if swapped else ("left", "right")
    choice = {"first": sides[0], "second": sides[1]}.get(won, won)
    return {"left": left, "right": right, "choice": choice, "voter": voter}
