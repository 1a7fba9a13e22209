"""The quick form of a vote: up to four pictures at once, from best to worst.

A ranking is kept as votes on all of its pairs of different values. Such votes hang
together; that is why the verdict counts pictures and not votes.
"""

import hashlib
from dataclasses import dataclass
from itertools import combinations

from django.db import transaction
from django.db.models import Max
from django.utils.crypto import constant_time_compare

from playground.experiments.balloting import NotCounted, close_if_full, there
from playground.experiments.models import Ballot, Vote
from playground.experiments.voting import RANKED, seal_of

AT_ONCE = 4
# Pair numbers of one ranking: six pairs of four pictures, and their four addresses.
STEP = 10


@dataclass(frozen=True)
class Ranking:
    """Some pictures under one prompt, as one voter is shown them."""

    ballot: Ballot
    voter: str
    index: int
    codes: tuple[str, ...]
    values: tuple[int, ...]

    def number(self, place: int) -> int:
        """The number of a picture's votes in the ballot; above those of pairs."""
        return RANKED + self.index * STEP + place

    def token(self, place: int) -> str:
        """Stands for a picture in the form; nobody outside can make one."""
        return seal_of(
            self.ballot.pk, self.voter, self.number(place), self.codes[place]
        )

    @property
    def seal(self) -> str:
        """Stands for all of its pictures in their order, for this voter."""
        return seal_of(self.ballot.pk, self.voter, "ranking", self.index, *self.codes)

    @property
    def addresses(self) -> list[tuple[int, int, str]]:
        """Place, number and token of each picture."""
        places = range(len(self.codes))
        return [(place, self.number(place), self.token(place)) for place in places]


def ranking_index(ballot: Ballot, voter: str) -> int:
    """Return how many rankings somebody has given of this ballot."""
    mine = ballot.votes.filter(voter=voter, pair__gte=RANKED)
    last = mine.aggregate(last=Max("pair"))["last"]
    return 0 if last is None else (last - RANKED) // STEP + 1


def ranking_at(ballot: Ballot, voter: str, index: int) -> Ranking | None:
    """Return the pictures of one ranking; None where no prompt has two values."""
    seed = f"{ballot.experiment.code}/{ballot.number}/{voter}"
    kept = there(ballot)
    groups: dict[tuple[int, int], dict[int, list[str]]] = {}
    for code, value, prompt, second in ballot.pictures:
        if code in kept:
            values = groups.setdefault((prompt, second), {})
            values.setdefault(value, []).append(code)
    full = sorted(key for key, values in groups.items() if len(values) > 1)
    if not full:
        return None
    # All prompts in turn, in an order of the voter's own.
    order = sorted(full, key=lambda key: _digest(seed, key))
    values = groups[order[index % len(order)]]
    names = sorted(values, key=lambda value: _digest(seed, index, value))[:AT_ONCE]
    shown: list[tuple[str, int]] = []
    turn = index // len(order)
    while len(shown) < AT_ONCE and len(shown) < sum(len(values[it]) for it in names):
        depth = len(shown) // len(names)
        value = names[len(shown) % len(names)]
        codes = sorted(values[value], key=lambda code: _digest(seed, code))
        shown.append((codes[(turn + depth) % len(codes)], value))
    once = list(dict.fromkeys(shown))
    once.sort(key=lambda pair: _digest(seed, index, "side", pair[0]))
    return Ranking(
        ballot,
        voter,
        index,
        tuple(code for code, _ in once),
        tuple(value for _, value in once),
    )


def ranking_cast(
    ballot: Ballot, voter: str, *, index: int, seal: str, order: list[int]
) -> int:
    """Keep a ranking as votes, as many as are still wanted; return how many.

    Raises ``NotCounted`` for one that is stale, forged or too late.
    """
    with transaction.atomic():
        held = Ballot.objects.select_for_update().get(pk=ballot.pk)
        held.experiment = ballot.experiment
        found = ranking_at(held, voter, index)
        if found is None or not constant_time_compare(seal, found.seal):
            raise NotCounted("That ranking was of another page. It was not counted.")
        if held.votes.filter(
            voter=voter, pair__gte=found.number(0), pair__lt=found.number(STEP)
        ).exists():
            return 0
        if held.closed_at is not None:
            raise NotCounted("The last vote was given meanwhile; yours was not needed.")
        if index != ranking_index(held, voter):
            raise NotCounted("That page was an old one. These are the pictures of now.")
        if sorted(order) != list(range(len(found.codes))):
            raise NotCounted("Rank every picture once.")
        votes = _votes(found, order)[: held.size - held.votes.count()]
        Vote.objects.bulk_create(votes)
        close_if_full(held)
    return len(votes)


def _votes(found: Ranking, order: list[int]) -> list[Vote]:
    rank = {place: at for at, place in enumerate(order)}
    pairs = [
        (one, other)
        for one, other in combinations(range(len(found.codes)), 2)
        if found.values[one] != found.values[other]
    ]
    return [
        Vote(
            ballot=found.ballot,
            voter=found.voter,
            pair=found.number(at),
            left=found.codes[one],
            right=found.codes[other],
            choice="left" if rank[one] < rank[other] else "right",
        )
        for at, (one, other) in enumerate(pairs)
    ]


def _digest(*parts: object) -> bytes:
    text = "\x1f".join(map(str, parts))
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
