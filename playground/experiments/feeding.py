"""Putting the draws of running experiments into the queue, a few at a time.

A worker does this regularly. So a plan of hundreds of pictures blocks neither the
page that starts it nor the queue, can be paused, and goes on after any restart: what
is still planned stands in the draws. Each draw is a run of its own and asks for one
picture, on every route: it succeeds, fails, is paid, timed and repeated alone, and
nothing has to be shared out among pictures of one call.
"""

import logging

from django.conf import settings
from django.db import transaction

from playground.experiments.base import cell_context, context_for, read_value
from playground.experiments.models import Draw, Experiment
from playground.experiments.rounds import planned_now, round_vote_open
from playground.imaging.context import RequestContext
from playground.library.models import Generation
from playground.people.models import User
from playground.people.roles import MAKER, may
from playground.runs.submitting import Refused, generation_submit

logger = logging.getLogger(__name__)

INTERVAL_S = 1.0
# Behind every picture that somebody is waiting for.
PRIORITY = 10
STATE = Experiment.State


def feed_all() -> int:
    """Feed every running experiment; return how many runs were queued."""
    running = Experiment.objects.filter(state=STATE.RUNNING).select_related(
        "author", "workspace"
    )
    return sum(feed(experiment) for experiment in running.order_by("pk"))


def feed(experiment: Experiment) -> int:
    """Queue what there is room for, and see whether it is finished."""
    author = _author(experiment)
    if author is None:
        _pause(experiment, "Whoever started it may not start runs here any more.")
        return 0
    waiting = Generation.objects.filter(
        draws__experiment=experiment, state__in=Generation.UNFINISHED
    ).count()
    room = max(0, 2 * settings.PLAYGROUND_CONCURRENCY - waiting)
    planned = planned_now(experiment)
    if not planned and not waiting:
        _end(experiment)
        return 0
    context = context_for(experiment.request.changed(prompt="a"), author)
    made = 0
    for pk in planned[:room]:
        if not _ask(experiment, author, context, pk):
            break
        made += 1
    return made


def _end(experiment: Experiment) -> None:
    """All that was asked for is there: finish, or wait for the votes of a round."""
    if experiment.mode == Experiment.Mode.CHEAPEST and round_vote_open(experiment):
        return
    Experiment.objects.filter(pk=experiment.pk, state=STATE.RUNNING).update(
        state=STATE.FINISHED
    )


def _ask(
    experiment: Experiment, author: User, context: RequestContext, pk: int
) -> bool:
    """Queue one draw, unless another worker was faster. False: stop for now."""
    try:
        with transaction.atomic():
            running = Experiment.objects.select_for_update().filter(
                pk=experiment.pk, state=STATE.RUNNING
            )
            if not running.exists():
                return False
            draw = Draw.objects.planned().filter(pk=pk).first()
            if draw is None:
                return True
            request = cell_of(experiment, context, draw).request
            draw.generation = generation_submit(
                author=author,
                request=request,
                variable=experiment.variable,
                experiment=experiment.code,
                priority=PRIORITY,
            )
            draw.save(update_fields=["generation"])
    except Refused as refused:
        if any(problem.field == "budget" for problem in refused.problems):
            _pause(experiment, str(refused))
            return False
        Draw.objects.filter(pk=pk, generation=None).update(problem=str(refused)[:500])
    return True


def cell_of(
    experiment: Experiment, context: RequestContext, draw: Draw
) -> RequestContext:
    """Return the context of what a draw asks for."""
    values = {
        experiment.variable: read_value(
            experiment.variable, experiment.values[draw.value]
        )
    }
    if experiment.second:
        text = experiment.second_values[draw.second]
        values[experiment.second] = read_value(experiment.second, text)
    return cell_context(context, experiment.prompts[draw.prompt], **values)


def _author(experiment: Experiment) -> User | None:
    """Return who started it, in the experiment's workspace wherever they are now."""
    author = experiment.author
    if author is None or not author.is_active:
        return None
    mine = author.memberships.select_related("workspace")
    author.__dict__["membership"] = mine.filter(workspace=experiment.workspace).first()
    return author if may(author, MAKER) else None


def _pause(experiment: Experiment, because: str) -> None:
    Experiment.objects.filter(pk=experiment.pk, state=STATE.RUNNING).update(
        state=STATE.PAUSED, stopped_because=because[:500]
    )
