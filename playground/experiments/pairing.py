"""Which two pictures to show next, to whom, and on which sides: fixed before the first vote.

The same code and voter always give the same order, on any machine and with any version
of Python: every choice is by a digest, and none by chance.
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, cycle
from typing import Literal, TypeVar

from .ballots import BallotPicture, Scalar, key

Kind = Literal["compare", "calibrate", "repeat"]

CALIBRATE_EVERY = 10
"""One in so many shows two pictures of one value."""
REPEAT_EVERY = 20
"""One in so many shows an earlier pair again, sides swapped."""
APART = 8
"""How many pairs lie at least between a pair and its repetition."""

ROUNDS = (1 / 8, 1 / 4, 1 / 2, 1.0)
"""How much of the draws is there after each round."""

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True)
class Pairing:
    """The ids of two pictures, the left one first, and why they are shown."""

    left: Scalar
    right: Scalar
    kind: Kind


def schedule(
    pictures: Sequence[BallotPicture], votes: int, *, code: str, voter: str = ""
) -> tuple[Pairing, ...]:
    """Return what one voter is shown: exactly this many pairs, or none at all.

    Every picture meets those of the other values in turn, all prompts and pairs of values
    equally often at every moment, so that it matters little where a voter stops. When
    all have met they meet again. Empty when no prompt has pictures of two values.
    """
    seed = f"{code}/{voter}"
    compared = _meetings(seed, _groups(pictures))
    first = next(compared, None)
    if first is None or votes < 1:
        return ()
    again = _endless(seed, _same_value(pictures))
    found: list[Pairing] = []
    pending = first
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for place in range(votes):
        shown = _calibration(place, again) or _repetition(seed, place, found)
        if shown is None:
            one, other = pending
            pending = next(compared)
            # A pair that comes round again comes with sides swapped.
            turn = seen[key(one), key(other)]
            seen[key(one), key(other)] += 1
            swapped = (_digest(seed, "side", key(one), key(other)) + turn) % 2 == 1
            shown = Pairing(*((other, one) if swapped else (one, other)), "compare")
        elif shown.kind == "calibrate" and _digest(seed, "side", place) % 2:
            shown = Pairing(shown.right, shown.left, "calibrate")
        found.append(shown)
    return tuple(found)


def round_draws(draws: int) -> list[int]:
    """Return how many draws of each value are there after each round."""
    least = min(2, draws)
    return sorted({max(least, math.ceil(draws * part)) for part in ROUNDS})


def _calibration(place: int, again: Iterator[tuple[Scalar, Scalar]]) -> Pairing | None:
    # Not at the very beginning, where a voter still finds the way.
    if place % CALIBRATE_EVERY != CALIBRATE_EVERY // 2:
        return None
    both = next(again, None)
    return Pairing(*both, "calibrate") if both else None


def _repetition(seed: str, place: int, found: list[Pairing]) -> Pairing | None:
    if place % REPEAT_EVERY != REPEAT_EVERY - 1:
        return None
    earlier = [shown for shown in found[:-APART] if shown.kind == "compare"]
    if not earlier:
        return None
    shown = earlier[_digest(seed, "repeat", place) % len(earlier)]
    return Pairing(shown.right, shown.left, "repeat")


Group = tuple[list[Scalar], list[Scalar]]


def _groups(pictures: Sequence[BallotPicture]) -> dict[tuple[str, ...], Group]:
    """Return the pictures of every two values under every prompt."""
    by_prompt = _by_prompt(pictures)
    return {
        (prompt, one, other): (values[one], values[other])
        for prompt, values in by_prompt.items()
        for one, other in combinations(sorted(values), 2)
    }


def _same_value(pictures: Sequence[BallotPicture]) -> list[tuple[Scalar, Scalar]]:
    return [
        both
        for values in _by_prompt(pictures).values()
        for drawn in values.values()
        for both in combinations(sorted(drawn, key=key), 2)
    ]


def _by_prompt(pictures: Sequence[BallotPicture]) -> dict[str, dict[str, list[Scalar]]]:
    found: dict[str, dict[str, list[Scalar]]] = defaultdict(lambda: defaultdict(list))
    for picture in pictures:
        found[key(picture.prompt)][key(picture.value)].append(picture.id)
    return found


def _meetings(
    seed: str, groups: dict[tuple[str, ...], Group]
) -> Iterator[tuple[Scalar, Scalar]]:
    """Take one meeting of each group in turn, in an order of its own each round."""
    streams = {
        name: cycle(
            crossed(*(_shuffled(f"{seed}/{name}/{i}", g) for i, g in enumerate(group)))
        )
        for name, group in groups.items()
    }
    turn = 0
    while streams:
        for name in _shuffled(f"{seed}/{turn}", streams):
            yield next(streams[name])
        turn += 1


def crossed(first: Sequence[Item], second: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Return all meetings of two lists, all members of both equally often all along.

    A round meets every member of the longer list once; each round is shifted by one.
    """
    long, short = len(first), len(second)
    if long < short:
        return [(one, other) for other, one in crossed(second, first)]
    return [
        (first[at], second[(at + shift) % short])
        for shift in range(short)
        for at in range(long)
    ]


def _endless(
    seed: str, pairs: list[tuple[Scalar, Scalar]]
) -> Iterator[tuple[Scalar, Scalar]]:
    return cycle(_shuffled(f"{seed}/same", pairs))


def _shuffled(seed: str, items: Iterable[Item]) -> list[Item]:
    names = {item: repr(item) for item in items}
    return sorted(names, key=lambda item: (_digest(seed, names[item]), names[item]))


def _digest(*parts: object) -> int:
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
