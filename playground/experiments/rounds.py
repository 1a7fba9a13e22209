"""Good enough, cheapest: rounds of pictures and votes until the answer is known.

Each round has twice the draws of the one before. After its vote, values that are
clearly worse, or dearer than one that is good enough, are drawn no more; see
``sequential``.
"""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from playground.experiments.balloting import NotCounted, ballot_open, current_ballot
from playground.experiments.base import cell_context, read_value
from playground.experiments.judging import closed_ballots, votes_data
from playground.experiments.models import Ballot, Draw, Experiment
from playground.experiments.pairing import round_draws
from playground.library.models import Generation
from playground.providers.client import current_provider
from playground.runs.judging import context_for
from playground.spending.amounts import to_usd
from playground.spending.budgets import budget_states


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
    _price(experiment, data["values"])
    standing, left_out = _without_pictures(_standing(experiment), data)
    counts = round_draws(experiment.draws_each)[: len(ballots)]
    looks = tuple(count / experiment.draws_each for count in counts)
    if last:
        looks = (*(one for one in looks[:-1] if one < 1), 1.0)
    try:
        votes = ballots_from_data(data)
        found = sequential.decide_on_votes(standing, votes, looks=looks, last=last)
        ended = "plan"
        if found.answer is None and not _is_affordable(experiment, found, votes):
            last, ended = True, "budget"
            found = sequential.decide_on_votes(standing, votes, looks=looks, last=True)
        words = f"{left_out}{sequential.sentence(found, votes, ended=ended)}"
    except BadVotes:
        found = standing
        words = (
            "It cannot go on in rounds: nobody knows what every value costs, so the "
            "cheapest cannot be found. The verdict on the votes stands."
        )
        last = True
    experiment.standing = _kept(found, words)
    waiting = experiment.draws.filter(generation=None, image=None)
    if found.answer is not None or last:
        waiting.update(skipped=True)
        if experiment.state != Experiment.State.CANCELLED:
            experiment.state = Experiment.State.FINISHED
    else:
        # Who has paused or cancelled it meanwhile has said that nothing is to come.
        waiting.exclude(value__in=found.drawing).update(skipped=True)
        waiting.filter(value__in=found.drawing).update(skipped=False)


def _price(experiment: Experiment, values: list[dict[str, Any]]) -> None:
    """Take the estimate where no receipt tells what a value costs."""
    if experiment.author is None or all(it["cost_usd"] is not None for it in values):
        return
    context = context_for(experiment.request.changed(prompt="a"), experiment.author)
    for row, text in zip(values, experiment.values, strict=True):
        if row["cost_usd"] is None:
            value = {experiment.variable: read_value(experiment.variable, text)}
            usd = cell_context(
                context, experiment.prompts[0], **value
            ).estimate.high_usd
            row["cost_usd"] = None if usd is None else float(usd)


def _without_pictures(standing: Any, data: dict[str, Any]) -> tuple[Any, str]:
    """Leave out what no vote can tell anything of; say why, "" where nothing is."""
    labels = [row["value"] for row in data["values"]]
    drawn = {row["value"] for row in data["pictures"]}
    kept = tuple(at for at in standing.drawing if labels[at] in drawn)
    if standing.answer is not None or len(kept) in (0, len(standing.drawing)):
        return standing, ""
    gone = [labels[at] for at in standing.drawing if at not in kept]
    said = "".join(
        f"{name} has no pictures and is not drawn any more. " for name in gone
    )
    return replace(standing, drawing=kept), said


def _is_affordable(experiment: Experiment, found: Any, votes: Any) -> bool:
    """Tell whether the next round fits into what is left of the budget.

    At what the pictures of each value have cost so far.
    """
    left = budget_left(experiment)
    if left is None:
        return True
    counts = round_draws(experiment.draws_each)
    most = counts[min(experiment.round + 1, len(counts) - 1)]
    missing = experiment.draws.filter(generation=None, image=None, number__lt=most)
    by_value = Counter(missing.values_list("value", flat=True))
    costs = [value.cost_usd or 0.0 for value in votes.values]
    cost: float = sum(by_value[at] * costs[at] for at in found.drawing)
    return cost <= float(left)


def budget_left(experiment: Experiment) -> Decimal | None:
    """Return what is left of its own budget; None where it has none."""
    simulated = current_provider().kind == "simulator"
    scope = f"experiment:{experiment.code}"
    left = [it.left for it in budget_states(simulated=simulated, among=[scope])]
    return to_usd(min(left)) if left else None


def round_cut(experiment: Experiment, cost: Decimal | None, because: str) -> bool:
    """Let a round end with what is there, where its own budget has no room for more.

    Not the first one, which would compare nothing: False, also while there is room.
    """
    left = budget_left(experiment)
    if experiment.mode != Experiment.Mode.CHEAPEST or not experiment.round:
        return False
    if left is None or (left and left >= (cost or 0)):
        return False
    with transaction.atomic():
        held = Experiment.objects.select_for_update().get(pk=experiment.pk)
        if held.state != Experiment.State.RUNNING:
            return False
        held.stopped_because = because[:500]
        held.save(update_fields=["stopped_because"])
        Draw.objects.planned().filter(experiment=held).update(skipped=True)
    return True


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


def vote_open(experiment: Experiment, size: int | None) -> Ballot:
    """Open a vote by hand; that of a round is as large as all of its votes.

    Raises ``NotCounted`` where there is nothing to vote on, or not all of a round.
    """
    if why := why_round_waits(experiment):
        raise NotCounted(why)
    if experiment.mode == Experiment.Mode.CHEAPEST and not experiment.is_decided:
        size = None
    return ballot_open(experiment, size)


def why_round_waits(experiment: Experiment) -> str:
    """Say why the vote of a round cannot be opened yet; "" where it can."""
    if experiment.mode != Experiment.Mode.CHEAPEST or experiment.is_decided:
        return ""
    coming = draws_coming(experiment)
    if not coming:
        return ""
    are = "picture of this round is" if coming == 1 else "pictures of this round are"
    return f"{coming} {are} still to come. The vote opens by itself when all are there."


def draws_coming(experiment: Experiment) -> int:
    """Count the draws up to the present round that are planned or under way."""
    draws = experiment.draws.filter(number__lt=draws_of_round(experiment))
    under_way = draws.filter(generation__state__in=Generation.UNFINISHED)
    return int(draws.planned().count() + under_way.count())


def round_end(experiment: Experiment) -> None:
    """All that a round asked for is there: decide, or open its vote, or say why not."""
    # Where a worker was killed between the last vote and what follows from it.
    rounds_go_on(experiment)
    experiment.refresh_from_db()
    running = Experiment.objects.filter(
        pk=experiment.pk, state=Experiment.State.RUNNING
    )
    if experiment.is_decided:
        running.update(state=Experiment.State.FINISHED)
    elif not planned_now(experiment) and not round_vote_open(experiment):
        running.update(
            state=Experiment.State.PAUSED,
            stopped_because="There is nothing to vote on: no prompt has pictures of two "
            "values. Ask again for what failed, then go on.",
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


def planned_now(experiment: Experiment) -> list[tuple[int, int | None]]:
    """Return the draws to ask for at present, in their order, and who asks for each."""
    planned = Draw.objects.planned().filter(experiment=experiment)
    wanted = Q(alone=True)
    if experiment.state == Experiment.State.RUNNING:
        wanted |= Q(number__lt=draws_of_round(experiment))
    return list(planned.filter(wanted).values_list("pk", "asked_by"))
