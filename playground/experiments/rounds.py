"""Good enough, cheapest: rounds of pictures and votes until the answer is known.

Of the draws that were planned each round adds a quarter. After its vote, values that are
clearly worse, or dearer than one that is good enough, are drawn no more; see
``sequential``.
"""

import math

from django.db import transaction

from playground.experiments.judging import closed_ballots, votes_data
from playground.experiments.models import Draw, Experiment
from playground.experiments.voting import NotCounted, ballot_open, current_ballot

ROUNDS = 4


def draws_of_round(experiment: Experiment) -> int:
    """Return how many draws of each cell are asked for up to the present round."""
    if experiment.mode != Experiment.Mode.CHEAPEST:
        return experiment.draws_each
    done = min(ROUNDS, experiment.round + 1)
    return max(
        min(2, experiment.draws_each), math.ceil(experiment.draws_each * done / ROUNDS)
    )


def rounds_go_on(experiment: Experiment) -> None:
    """After a vote that is complete: put values out, and plan the next round."""
    if experiment.mode != Experiment.Mode.CHEAPEST or current_ballot(experiment):
        return
    with transaction.atomic():
        held = Experiment.objects.select_for_update().get(pk=experiment.pk)
        ballots = closed_ballots(held)
        if len(ballots) <= held.round:
            return
        _decide(held, last=held.round + 1 >= ROUNDS or _all_drawn(held))
        held.round += 1
        held.save(update_fields=["round", "standing", "state"])


def _all_drawn(experiment: Experiment) -> bool:
    return draws_of_round(experiment) >= experiment.draws_each


def _decide(experiment: Experiment, *, last: bool) -> None:
    from playground.experiments import sequential
    from playground.experiments.ballots import BadVotes, ballots_from_data

    ballots = closed_ballots(experiment)
    data = votes_data(experiment, ballots)
    votes = ballots_from_data(data)
    standing = _standing(experiment)
    shares = sorted({min(1.0, (at + 1) / ROUNDS) for at in range(len(ballots))})
    looks = (*shares[:-1], 1.0) if last else tuple(shares)
    try:
        found = sequential.decide_on_votes(standing, votes, looks=looks, last=last)
        words = sequential.sentence(found, votes)
    except BadVotes as bad:
        found, words = standing, f"It cannot go on in rounds: {bad}."
        last = True
    experiment.standing = {
        "drawing": list(found.drawing),
        "out": [list(pair) for pair in found.out],
        "resting": [list(pair) for pair in found.resting],
        "answer": found.answer,
        "sure": found.sure,
        "sentence": words,
    }
    waiting = experiment.draws.filter(generation=None, image=None)
    if found.answer is not None or last:
        waiting.update(skipped=True)
        experiment.state = Experiment.State.FINISHED
    else:
        waiting.exclude(value__in=found.drawing).update(skipped=True)
        waiting.filter(value__in=found.drawing).update(skipped=False)


def _standing(experiment: Experiment):  # type: ignore[no-untyped-def]
    from playground.experiments import sequential

    kept = experiment.standing
    if not kept:
        return sequential.beginning(len(experiment.values))
    return sequential.Standing(
        drawing=tuple(kept["drawing"]),
        out=tuple((a, b) for a, b in kept["out"]),
        resting=tuple((a, b) for a, b in kept["resting"]),
        answer=kept["answer"],
        sure=kept["sure"],
    )


def round_vote_open(experiment: Experiment) -> bool:
    """Open the vote of a round whose pictures are all there; False where none can be."""
    if experiment.ballots.count() > experiment.round:
        return True
    try:
        ballot_open(experiment)
    except NotCounted:
        return False
    return True


def planned_now(experiment: Experiment) -> list[int]:
    """Return the draws to ask for at present, in their order."""
    planned = Draw.objects.planned().filter(experiment=experiment)
    planned = planned.filter(number__lt=draws_of_round(experiment))
    return list(planned.values_list("pk", flat=True))
