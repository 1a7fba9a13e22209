"""The votes of two values, sorted by prompt, with those of the same pictures together."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from .ballots import BallotPicture, Ballots, BallotVote, Scalar, key
from .shares import Numbers, Share, VoteDesign, array, over_prompts, overall
from .voters import pair as pair_of

PROMPTS_FOR_LIKE_THESE = 5


@dataclass
class Tally:
    """What was voted between two values under one prompt."""

    prompt: Scalar
    # Voter and the two pictures: what they said, as the score of the first value.
    answers: dict[tuple[str, str, str], list[float]] = field(
        default_factory=lambda: defaultdict(list)
    )
    first_left: int = 0
    ties: int = 0
    both_bad: int = 0

    def add(self, vote: BallotVote, first: str, second: str) -> None:
        """``first`` and ``second``: the pictures by value, on whichever side shown."""
        left = key(vote.left) == first
        score = vote.left_score if left else 1 - vote.left_score
        self.first_left += left
        self.answers[key(vote.voter), first, second].append(score)
        self.ties += vote.choice == "tie"
        self.both_bad += vote.choice == "both_bad"

    @property
    def votes(self) -> int:
        """Those of one voter on the same pictures count each."""
        return sum(len(said) for said in self.answers.values())

    def design(self) -> VoteDesign:
        # Sorted, so that the order in which votes came changes nothing at all.
        order = sorted(self.answers)
        return VoteDesign(
            _numbers([first for _, first, _ in order]),
            _numbers([second for _, _, second in order]),
        )

    def scores(self) -> Numbers:
        """Return a score a voter and pair; what was asked twice counts once."""
        return array(
            [float(np.mean(self.answers[name])) for name in sorted(self.answers)]
        )


def _numbers(names: list[str]) -> list[int]:
    places = {name: at for at, name in enumerate(sorted(set(names)))}
    return [places[name] for name in names]


@dataclass
class Duel:
    """Two values under all prompts where they were voted on."""

    a: int
    b: int
    tallies: dict[str, Tally] = field(default_factory=dict)

    @property
    def votes(self) -> int:
        return sum(tally.votes for tally in self.tallies.values())

    def measured(self) -> "Measured | None":
        """Return the shares; None without a vote."""
        if not self.tallies:
            return None
        tallies = list(self.tallies.values())
        designs = [tally.design() for tally in tallies]
        found = [
            design.measure(tally.scores())
            for design, tally in zip(designs, tallies, strict=True)
        ]
        means = array([mean for mean, _ in found])
        variances = array([variance for _, variance in found])
        return Measured(
            tallies=tallies,
            designs=designs,
            share=overall(designs, means, variances),
            like_these=over_prompts(means)
            if len(designs) >= PROMPTS_FOR_LIKE_THESE
            else None,
            by_prompt=[
                overall([design], means[at : at + 1], variances[at : at + 1])
                for at, design in enumerate(designs)
            ],
        )


@dataclass(frozen=True)
class Measured:
    """A duel with its shares. ``designs`` and ``by_prompt`` go along ``tallies``.

    ``like_these`` is for other prompts of the kind; None with too few prompts to tell.
    """

    tallies: list[Tally]
    designs: list[VoteDesign]
    share: Share
    like_these: Share | None
    by_prompt: list[Share]

    @property
    def pictures(self) -> tuple[int, int]:
        """Return how many pictures of each value were voted on."""
        first, second = zip(*(design.pictures for design in self.designs), strict=True)
        return sum(first), sum(second)


def duels(ballots: Ballots) -> list[Duel]:
    """Return every two values, in the order of the values.

    Votes between pictures of one value are about the voters, and are not in any.
    """
    order = {key(value.value): at for at, value in enumerate(ballots.values)}
    found = {both: Duel(*both) for both in combinations(range(len(order)), 2)}
    pictures = {key(picture.id): picture for picture in ballots.pictures}
    places = _prompts(ballots.pictures)
    for vote in ballots.votes:
        first, second = (pictures[name] for name in pair_of(vote))
        ranks = order[key(first.value)], order[key(second.value)]
        if ranks[0] == ranks[1]:
            continue
        if ranks[0] > ranks[1]:
            first, second = second, first
        duel = found[order[key(first.value)], order[key(second.value)]]
        tally = duel.tallies.setdefault(key(first.prompt), Tally(first.prompt))
        tally.add(vote, key(first.id), key(second.id))
    for duel in found.values():
        duel.tallies = dict(
            sorted(duel.tallies.items(), key=lambda row: places[row[0]])
        )
    return list(found.values())


def _prompts(pictures: tuple[BallotPicture, ...]) -> dict[str, int]:
    """Return the prompts' places, in the order of the pictures."""
    names = dict.fromkeys(key(picture.prompt) for picture in pictures)
    return {name: at for at, name in enumerate(names)}
