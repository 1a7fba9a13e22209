"""Putting the draws of running experiments into the queue, a few at a time.

A worker does this regularly. So a plan of hundreds of pictures blocks neither the
page that starts it nor the queue, can be paused, and goes on after any restart: what
is still planned stands in the draws. Each draw is a run of its own and asks for one
picture, on every route: it succeeds, fails, is paid, timed and repeated alone, and
nothing has to be shared out among pictures of one call.
"""

import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from playground.experiments.base import cell_context, read_value
from playground.experiments.models import Draw, Experiment
from playground.experiments.moved import moved
from playground.experiments.rounds import planned_now, round_cut, round_end
from playground.experiments.steering import late_answers_take
from playground.imaging.context import RequestContext
from playground.library.models import Generation
from playground.people.models import User
from playground.people.roles import MAKER, may
from playground.runs.judging import context_for
from playground.runs.submitting import Refused, generation_submit

logger = logging.getLogger(__name__)

INTERVAL_S = 1.0
# Behind every picture that somebody is waiting for.
PRIORITY = 10
STATE = Experiment.State


def feed_all() -> int:
    """Feed every experiment that asks for something; return how many were queued.

    One that cannot be fed is paused, and keeps nothing from the others.
    """
    late_answers_take()
    alone = Draw.objects.filter(alone=True).values("experiment")
    asking = Experiment.objects.filter(Q(state=STATE.RUNNING) | Q(pk__in=alone))
    return sum(
        _feed_alone(it) for it in asking.select_related("workspace").order_by("pk")
    )


def _feed_alone(experiment: Experiment) -> int:
    try:
        return feed(experiment)
    except (OperationalError, InterfaceError):
        # The database is away, for all of them.
        raise
    except Exception:
        logger.exception("Experiment %s: nothing can be asked for", experiment.code)
        _pause(
            experiment,
            "The next pictures could not be asked for, by a fault of this program. "
            "Its log says more.",
        )
        return 0


def feed(experiment: Experiment) -> int:
    """Queue what there is room for, and see whether it is finished."""
    waiting = Generation.objects.filter(
        draws__experiment=experiment, state__in=Generation.UNFINISHED
    ).count()
    room = max(0, 2 * settings.PLAYGROUND_CONCURRENCY - waiting)
    planned = planned_now(experiment)
    if not planned and not waiting:
        _end(experiment)
        return 0
    if planned and moved(experiment):
        _pause(experiment, "The worker speaks to another provider now.")
        return 0
    asking: dict[int | None, tuple[User, RequestContext] | None] = {}
    made = 0
    for pk, person in planned[:room]:
        if person not in asking:
            asking[person] = _asking(experiment, person)
        who = asking[person]
        if who is None:
            _pause(
                experiment,
                "Whoever asked for the next pictures may not start runs here any "
                "more. Go on to ask for them yourself.",
            )
            break
        if not _ask(experiment, *who, pk):
            break
        made += 1
    return made


def _end(experiment: Experiment) -> None:
    """All that was asked for is there: finish, or wait for the votes of a round."""
    if experiment.state != STATE.RUNNING:
        return
    if experiment.mode == Experiment.Mode.CHEAPEST:
        round_end(experiment)
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
            held = Experiment.objects.select_for_update().get(pk=experiment.pk)
            draw = Draw.objects.planned().filter(pk=pk).first()
            if draw is None:
                return True
            if held.state != STATE.RUNNING and not draw.alone:
                return False
            cell = cell_of(experiment, context, draw)
            run = generation_submit(
                author=author,
                request=cell.request,
                context=cell,
                variable=experiment.variable,
                experiment=experiment.code,
                priority=PRIORITY,
            )
            still = Draw.objects.planned().filter(pk=pk)
            if not still.update(generation=run, alone=False):
                # Its place was filled meanwhile, by a picture that came late.
                transaction.set_rollback(True)
            elif not held.provider_id:
                held.provider_id = run.provider_id
                held.save(update_fields=["provider_id"])
    except Refused as refused:
        if any(problem.field == "budget" for problem in refused.problems):
            if not round_cut(experiment, cell.estimate.high_usd, str(refused)):
                _pause(experiment, str(refused))
            return False
        Draw.objects.filter(pk=pk, generation=None).update(
            problem=str(refused)[:500], alone=False
        )
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


def _asking(
    experiment: Experiment, person: int | None
) -> tuple[User, RequestContext] | None:
    """Return who asks for a draw, in the experiment's workspace wherever they are now."""
    known = User.objects.filter(is_active=True)
    user = None if person is None else known.filter(pk=person).first()
    if user is None:
        return None
    mine = user.memberships.select_related("workspace")
    user.__dict__["membership"] = mine.filter(workspace=experiment.workspace).first()
    if not may(user, MAKER):
        return None
    return user, context_for(experiment.request.changed(prompt="a"), user)


def _pause(experiment: Experiment, because: str) -> None:
    """Stop it with a reason, and what was asked for by itself with it.

    What is finished stays so: going on with it would begin its rounds anew.
    """
    with transaction.atomic():
        held = Experiment.objects.select_for_update().get(pk=experiment.pk)
        alone = held.draws.filter(alone=True, generation=None)
        # Nobody can go on with what is finished, so there each is asked for again.
        problem = because[:500] if held.state == STATE.FINISHED else ""
        stopped = alone.update(alone=False, problem=problem)
        if not stopped and held.state != STATE.RUNNING:
            return
        if held.state == STATE.RUNNING:
            held.state = STATE.PAUSED
        held.stopped_because = because[:500]
        held.save(update_fields=["state", "stopped_because"])
