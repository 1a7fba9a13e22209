"""Good enough, cheapest: rounds of pictures and votes until the answer is known.

Each round has twice the draws of the one before. After its vote, values that are
clearly worse, or dearer than one that is good enough, are drawn no more; see
``sequential``.
"""

from typing import Any

from django.db import transaction

from playground.experiments.judging import closed_ballots, votes_data
from playground.experiments.models import Draw, Experiment
from playground.experiments.pairing import round_draws
from playground.experiments.voting import NotCounted, ballot_open, current_ballot


def draws_of_round(experiment: Experiment) -> int:
    """Return how many draws of each cell are asked for up to the present round."""
    if experiment.mode != Experiment.Mode.CHEAPEST:
        return experiment.draws_each
    counts = round_draws(experiment.draws_each)
    return counts[min(experiment.round, len(counts) - 1)]


def rounds_go_on(experiment: Experiment) -> None:
    """After a vote that is complete: put values out, and plan the next round."""
    if experiment.mode != Experiment.Mode.CHEAPEST or current_ballot(experiment):
        return
    with transaction.atomic():
        held = Experiment.objects.select_for_update().get(pk=experiment.pk)
        ballots = closed_ballots(held)
        if len(ballots) <= held.round:
            return
        _decide(held, last=draws_of_round(held) >= held.draws_each)
        held.round += 1
        held.save(update_fields=["round", "standing", "state"])


def rounds_end(experiment: Experiment) -> None:
    """The vote of a round could not be brought to its end: the rounds end without one."""
    if experiment.mode != Experiment.Mode.CHEAPEST:
        return
    with transaction.atomic():
        held = Experiment.objects.select_for_update().get(pk=experiment.pk)
        found = _standing(held)
        if found.answer is not None:
            return
        held.standing = _kept(
            found, "Ended early: not settled. Too few pictures were left to vote on."
        )
        held.state = Experiment.State.FINISHED
        held.save(update_fields=["standing", "state"])
        held.draws.filter(generation=None, image=None).update(skipped=True)


def _decide(experiment: Experiment, *, last: bool) -> None:
    # Not where nothing is decided: they load scipy.
    from playground.experiments import sequential
    from playground.experiments.ballots import BadVotes, ballots_from_data

    ballots = closed_ballots(experiment)
    data = votes_data(experiment, ballots)
    standing = _standing(experiment)
    counts = round_draws(experiment.draws_each)[: len(ballots)]
    looks = tuple(count / experiment.draws_each for count in counts)
    if last:
        looks = (*(one for one in looks[:-1] if one < 1), 1.0)
    try:
        votes = ballots_from_data(data)
        found = sequential.decide_on_votes(standing, votes, looks=looks, last=last)
        words = sequential.sentence(found, votes)
    except BadVotes as bad:
        found, words = standing, f"It cannot go on in rounds: {bad}."
        last = True
    experiment.standing = _kept(found, words)
    waiting = experiment.draws.filter(generation=None, image=None)
    if found.answer is not None or last:
        waiting.update(skipped=True)
        experiment.state = Experiment.State.FINISHED
    else:
        experiment.state = Experiment.State.RUNNING
        waiting.exclude(value__in=found.drawing).update(skipped=True)
        waiting.filter(value__in=found.drawing).update(skipped=False)


def _kept(found: Any, words: str) -> dict[str, Any]:
    return {
        "drawing": list(found.drawing),
        "out": [list(pair) for pair in found.out],
        "resting": [list(pair) for pair in found.resting],
        "answer": found.answer,
        "sure": found.sure,
        "early": found.early,
        "sentence": words,
    }


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
        early=kept.get("early", False),
    )


def round_vote_open(experiment: Experiment) -> bool:
    """Open the vote of a round whose pictures are all there; False where none can be."""
    if experiment.ballots.filter(ended_early=False).count() > experiment.round:
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
