"""The life of a ballot: opened on what is there, closed with its votes, or ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from playground.experiments.ballots import BallotPicture
from playground.experiments.models import Ballot, Experiment
from playground.experiments.pairing import round_draws, schedule
from playground.library.models import Image

MOST_SHOWN = 10_000
# About so many votes of each two values under each prompt, where nobody chose.
USUAL_EACH = 16
USUAL_MOST = 200


class NotCounted(Exception):
    """A vote that changes nothing; the message is for the voter."""


@dataclass(frozen=True)
class OpenVote:
    """A vote that is open; ``round`` is None outside of rounds."""

    given: int
    size: int
    round: int | None
    rounds: int

    @property
    def words(self) -> str:
        """How far it is, as a sentence."""
        name = (
            f"Round {self.round} of {self.rounds}" if self.round else "A vote is open"
        )
        return f"{name}: {self.given} of {self.size} votes are in."


def votes_suggested(experiment: Experiment, pictures: list[list[object]]) -> int:
    """Return how many votes to fix where nobody chose a number."""
    if experiment.votes_planned:
        return experiment.votes_planned
    values = len({row[1] for row in pictures})
    prompts = len({(row[2], row[3]) for row in pictures})
    pairs = values * (values - 1) // 2 * prompts
    each = min(USUAL_EACH, experiment.draws_each**2)
    return max(4, min(USUAL_MOST, round(pairs * each * 1.15)))


def votable(experiment: Experiment) -> list[list[object]]:
    """Return the pictures that are there, as a ballot keeps them."""
    rows: list[list[object]] = []
    seen = set()
    # In rounds, values that are out are not voted on any more.
    among = experiment.standing["drawing"] if experiment.standing else None
    for draw in experiment.draws.filter(skipped=False).with_pictures():
        image = draw.picture
        if among is not None and draw.value not in among:
            continue
        if image is not None and image.pk not in seen:
            seen.add(image.pk)
            rows.append([image.code, draw.value, draw.prompt, draw.second])
    return rows


def ballot_open(experiment: Experiment, size: int | None = None) -> Ballot:
    """Open a vote on what is there; the one that is open stays the only one.

    Raises ``NotCounted`` where there is nothing to vote on.
    """
    with transaction.atomic():
        Experiment.objects.select_for_update().get(pk=experiment.pk)
        open_one = current_ballot(experiment)
        if open_one is not None:
            return open_one
        pictures = votable(experiment)
        votes = min(MOST_SHOWN, size or votes_suggested(experiment, pictures))
        last = experiment.ballots.aggregate(last=Max("number"))["last"]
        ballot = Ballot(
            experiment=experiment, number=(last or 0) + 1, pictures=pictures, size=votes
        )
        if not schedule(ballot_pictures(pictures), 1, code=experiment.code):
            raise NotCounted(
                "There is nothing to vote on yet: no prompt has pictures of two values."
            )
        ballot.save(force_insert=True)
    return ballot


def current_ballot(experiment: Experiment) -> Ballot | None:
    """Return the ballot that takes votes; None before the first and after the last."""
    found: Ballot | None = (
        experiment.ballots.filter(closed_at=None).select_related("experiment").first()
    )
    return found


def there(ballot: Ballot) -> frozenset[str]:
    """Return the codes of its pictures that are not deleted."""
    codes = [row[0] for row in ballot.pictures]
    kept = Image.objects.kept().filter(
        code__in=codes, workspace=ballot.experiment.workspace_id
    )
    return frozenset(kept.values_list("code", flat=True))


def close_if_full(ballot: Ballot) -> None:
    """Close a ballot with all its votes; who is slower than another closes nothing."""
    if ballot.votes.count() >= ballot.size:
        Ballot.objects.filter(pk=ballot.pk, closed_at=None).update(
            closed_at=timezone.now()
        )


def can_go_on(ballot: Ballot) -> bool:
    """Tell whether two pictures of different values under one prompt are left."""
    kept = there(ballot)
    first: dict[tuple[int, int], int] = {}
    return any(
        first.setdefault((prompt, second), value) != value
        for code, value, prompt, second in ballot.pictures
        if code in kept
    )


def ballot_end(ballot: Ballot) -> bool:
    """End a vote that nobody can go on with, before its number is reached.

    Tells whether it did: not where the vote has been complete meanwhile. It never counts
    for a verdict. Raises ``NotCounted`` while there are pairs to vote on: who could stop
    a vote at will could stop it where its result pleases.
    """
    with transaction.atomic():
        held = Ballot.objects.select_for_update().get(pk=ballot.pk)
        held.experiment = ballot.experiment
        if held.closed_at is not None:
            return False
        if can_go_on(held):
            raise NotCounted(
                "There are pictures left to compare: the vote ends when all its votes "
                "are in."
            )
        held.closed_at = timezone.now()
        held.ended_early = True
        held.save(update_fields=["closed_at", "ended_early"])
    return True


def ballot_pictures(rows: Sequence[Sequence[object]]) -> list[BallotPicture]:
    """Return the pictures that a ballot keeps, as pairs are made of them."""
    return [
        BallotPicture(id=str(code), value=str(value), prompt=f"{prompt}.{second}")
        for code, value, prompt, second in rows
    ]


def open_vote(experiment: Experiment) -> OpenVote | None:
    """Tell how far the vote is that is open now; None without one. One query or two."""
    ballot = current_ballot(experiment)
    if ballot is None:
        return None
    counts = round_draws(experiment.draws_each)
    in_rounds = experiment.mode == "cheapest" and not experiment.is_decided
    return OpenVote(
        given=ballot.votes.count(),
        size=ballot.size,
        round=min(experiment.round + 1, len(counts)) if in_rounds else None,
        rounds=len(counts),
    )
