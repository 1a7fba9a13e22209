"""Blind votes: what a voter is shown next, and what is counted.

A ballot fixes its pictures and its number of votes before the first one. Voters share
that number; each has an order of pairs of their own, which never changes.
"""

import hmac
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.crypto import constant_time_compare

from playground.experiments.balloting import (
    MOST_SHOWN,
    NotCounted,
    ballot_pictures,
    close_if_full,
    there,
)
from playground.experiments.models import Ballot, Vote
from playground.experiments.pairing import Pairing, schedule

# Votes from rankings of four have pair numbers of their own.
RANKED = 1_000_000
# Pairs that a page holds ready: a vote need not wait for the server to show the next.
AHEAD = 3


@dataclass(frozen=True)
class Pair:
    """Two pictures as one voter is shown them."""

    ballot: Ballot
    voter: str
    number: int
    left: str
    right: str

    def token(self, side: str) -> str:
        """An address that says nothing of its picture, and is good for this pair only."""
        code = self.left if side == "left" else self.right
        return seal_of(self.ballot.pk, self.voter, self.number, side, code)

    @property
    def left_token(self) -> str:
        """What the page says for the left picture: tells nothing of it."""
        return self.token("left")

    @property
    def right_token(self) -> str:
        """What the page says for the right picture: tells nothing of it."""
        return self.token("right")

    @property
    def seal(self) -> str:
        """What a vote on this pair has to bring along."""
        return seal_of(self.ballot.pk, self.voter, self.number, self.left, self.right)

    def code_of(self, token: str) -> str | None:
        """The picture that a posted token stands for; None where it is none of ours."""
        for side, code in (("left", self.left), ("right", self.right)):
            if constant_time_compare(token, self.token(side)):
                return code
        return None


def seal_of(*parts: object) -> str:
    """Sign these; nobody outside can tell or make it."""
    text = "\x1f".join(map(str, ("vote", *parts)))
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, text.encode(), "sha256").hexdigest()[:32]


def pairs_of(ballot: Ballot, voter: str) -> tuple[Pairing, ...]:
    """Return all that this voter may be shown; more than the votes, for what is deleted."""
    code = f"{ballot.experiment.code}/{ballot.number}"
    rows = tuple(tuple(row) for row in ballot.pictures)
    return _pairs_of(code, rows, _length(ballot), voter)


def _length(ballot: Ballot) -> int:
    return min(MOST_SHOWN, 2 * ballot.size + 20)


def _pairs_left(
    ballot: Ballot, voter: str, kept: frozenset[str]
) -> tuple[Pairing, ...]:
    """Return what follows when all else was shown: pairs of what is not deleted."""
    code = f"{ballot.experiment.code}/{ballot.number}/left"
    rows = tuple(tuple(row) for row in ballot.pictures if row[0] in kept)
    return _pairs_of(code, rows, _length(ballot), voter)


@lru_cache(maxsize=64)
def _pairs_of(
    code: str, rows: tuple[tuple[object, ...], ...], length: int, voter: str
) -> tuple[Pairing, ...]:
    return schedule(ballot_pictures(rows), length, code=code, voter=voter)


def position(ballot: Ballot, voter: str) -> int:
    """Return the number of the first pair after the voter's last vote."""
    mine = ballot.votes.filter(voter=voter, pair__lt=RANKED)
    last = mine.aggregate(last=Max("pair"))["last"]
    return 0 if last is None else last + 1


def pair_at(ballot: Ballot, voter: str, number: int) -> Pair | None:
    """Return a pair of this voter whatever has become of its pictures."""
    shown = pairs_of(ballot, voter)
    if number >= len(shown):
        shown += _pairs_left(ballot, voter, there(ballot))
    if not 0 <= number < len(shown):
        return None
    pairing = shown[number]
    return Pair(ballot, voter, number, str(pairing.left), str(pairing.right))


def next_pairs(ballot: Ballot, voter: str, count: int = 1 + AHEAD) -> list[Pair]:
    """Return the pair to vote on and those after it; pairs with a deleted picture
    are passed over."""
    start = position(ballot, voter)
    shown = pairs_of(ballot, voter)
    found: list[Pair] = []
    kept = there(ballot)
    if len(kept) < len(ballot.pictures):
        shown += _pairs_left(ballot, voter, kept)
    for number in range(start, len(shown)):
        pairing = shown[number]
        left, right = str(pairing.left), str(pairing.right)
        if left in kept and right in kept:
            found.append(Pair(ballot, voter, number, left, right))
        if len(found) == count:
            break
    return found


def vote_cast(
    ballot: Ballot, voter: str, *, number: int, seal: str, choice: str
) -> bool:
    """Count a vote; False when this very one was counted before.

    Raises ``NotCounted`` for what is stale, forged, of another experiment, or too late.
    """
    pair = pair_at(ballot, voter, number)
    if pair is None or not constant_time_compare(seal, pair.seal):
        raise NotCounted(
            "That vote was for a pair that this page does not know: another voter's, "
            "another experiment's, or an old page's. It was not counted."
        )
    if choice not in Vote.Choice.values:
        raise NotCounted("Choose left, right, a tie, or both bad.")
    with transaction.atomic():
        held = Ballot.objects.select_for_update().get(pk=ballot.pk)
        held.experiment = ballot.experiment
        if held.votes.filter(voter=voter, pair=number).exists():
            return False
        if held.closed_at is not None:
            raise NotCounted(
                "The last vote was given meanwhile, so this one was not needed."
            )
        nexts = next_pairs(held, voter, 1)
        if not nexts or nexts[0].number != number:
            raise NotCounted("That page was an old one. This is the pair that is next.")
        Vote.objects.create(
            ballot=held,
            voter=voter,
            pair=number,
            left=pair.left,
            right=pair.right,
            choice=choice,
        )
        close_if_full(held)
    return True


def last_vote(ballot: Ballot, voter: str) -> Vote | None:
    """Return the vote that somebody may take back; rankings are none."""
    mine = ballot.votes.filter(voter=voter, pair__lt=RANKED)
    return mine.order_by("pair").last()


def vote_undo(ballot: Ballot, voter: str, number: int | None = None) -> bool:
    """Take the voter's last vote back, as long as the ballot is open.

    With ``number`` only if it was on that pair: what is sent twice takes back once.
    """
    with transaction.atomic():
        held = Ballot.objects.select_for_update().get(pk=ballot.pk)
        last = last_vote(held, voter)
        if held.closed_at is not None or last is None:
            return False
        if number is not None and last.pair != number:
            return False
        last.delete()
    return True
