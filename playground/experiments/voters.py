"""What the votes tell about the voters."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from .ballots import BallotVote, Scalar, key


@dataclass(frozen=True)
class VoterFigures:
    """How one voter voted."""

    voter: Scalar
    side_bias: float | None
    """The share of left among the votes that chose a side: 0.5 has no bias.

    None without such votes."""
    consistency: float | None
    """How many of the pairs that were shown again got the same answer.

    None where no pair was shown twice."""
    votes: int
    left: int
    right: int
    ties: int
    both_bad: int
    repeats: int
    """How many times a pair was shown again."""


def voters(votes: Sequence[BallotVote]) -> tuple[VoterFigures, ...]:
    """Return all voters by their names, whatever they voted on."""
    found: dict[str, list[BallotVote]] = defaultdict(list)
    for vote in votes:
        found[key(vote.voter)].append(vote)
    return tuple(_voter(mine) for _, mine in sorted(found.items()))


def _voter(votes: list[BallotVote]) -> VoterFigures:
    choices = [vote.choice for vote in votes]
    left, right = choices.count("left"), choices.count("right")
    same, repeats = _repeats(votes)
    return VoterFigures(
        voter=votes[0].voter,
        side_bias=left / (left + right) if left + right else None,
        consistency=same / repeats if repeats else None,
        votes=len(votes),
        left=left,
        right=right,
        ties=choices.count("tie"),
        both_bad=choices.count("both_bad"),
        repeats=repeats,
    )


def _repeats(votes: list[BallotVote]) -> tuple[float, int]:
    """Return how many answers to a pair seen before agreed with the others, and of how many.

    In no order: of a pair with answers x, x, y one in three comparisons agrees.
    """
    answers: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for vote in votes:
        answers[pair(vote)].append(_answer(vote))
    same, repeats = 0.0, 0
    for said in answers.values():
        again = len(said) - 1
        if again:
            alike = sum(said.count(answer) - 1 for answer in said) / (len(said) * again)
            same += alike * again
            repeats += again
    return same, repeats


def pair(vote: BallotVote) -> tuple[str, ...]:
    """Return the two pictures, whichever side they were on."""
    return tuple(sorted((key(vote.left), key(vote.right))))


def _answer(vote: BallotVote) -> str:
    """Return the picture that was chosen; none of both is one answer."""
    if vote.choice == "left":
        return key(vote.left)
    return key(vote.right) if vote.choice == "right" else ""
