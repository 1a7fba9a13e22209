"""Pausing, going on, cancelling, and trying again."""

import logging
from collections.abc import Sequence

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from playground.experiments.models import Draw, Experiment
from playground.library.models import Generation
from playground.people.models import User
from playground.spending import ledger

logger = logging.getLogger(__name__)

STATE = Experiment.State
RUN = Generation.State
LOST = (RUN.FAILED, RUN.UNKNOWN, RUN.CANCELLED)
# Something has come of the run that was asked for instead, or may still.
ANSWERED = (RUN.SENDING, RUN.SUCCEEDED)


def experiment_stop(experiment: Experiment, *, state: str) -> bool:
    """Pause or cancel: what waits leaves the queue, what is on its way comes in."""
    from_states = [STATE.RUNNING]
    if state == STATE.CANCELLED:
        from_states.append(STATE.PAUSED)
    with transaction.atomic():
        changed = Experiment.objects.filter(
            pk=experiment.pk, state__in=from_states
        ).update(state=state, stopped_because="")
        if changed:
            experiment.draws.filter(alone=True).update(alone=False)
    if changed:
        for draw in experiment.draws.filter(
            generation__state=RUN.QUEUED
        ).select_related("generation"):
            _take_back(draw)
    return bool(changed)


def _take_back(draw: Draw) -> None:
    """Take a run out of the queue; its place is planned again."""
    run = draw.generation
    if run is None:
        return
    with transaction.atomic():
        taken = Generation.objects.filter(pk=run.pk, state=RUN.QUEUED).update(
            state=RUN.CANCELLED, finished_at=timezone.now()
        )
        if taken:
            ledger.release(run, note="cancelled")
            Draw.objects.filter(pk=draw.pk).update(generation=None)


def experiment_resume(experiment: Experiment, *, by: User) -> bool:
    """Go on with what is planned; whoever says so is charged for it."""
    stopped = (STATE.PAUSED, STATE.CANCELLED)
    with transaction.atomic():
        changed = Experiment.objects.filter(pk=experiment.pk, state__in=stopped).update(
            state=STATE.RUNNING, stopped_because=""
        )
        if changed:
            planned = Draw.objects.planned().filter(experiment=experiment)
            planned.update(asked_by=by, alone=False)
    return bool(changed)


def draws_retry(experiment: Experiment, *, places: Sequence[int], by: User) -> int:
    """Plan again what of these places has failed; nothing else sets out with it."""
    with transaction.atomic():
        held = Experiment.objects.select_for_update().get(pk=experiment.pk)
        lost = held.draws.filter(image=None, place__in=places)
        failed = lost.filter(generation__state__in=LOST) | lost.filter(
            generation=None
        ).exclude(problem="")
        draws = held.draws.filter(pk__in=list(failed.values_list("pk", flat=True)))
        draws.filter(pk__in=_may_come(draws)).update(doubted=F("generation"))
        count: int = draws.update(
            generation=None,
            problem="",
            skipped=False,
            asked_by=by,
            alone=not goes_on(held),
        )
        if count and goes_on(held):
            Experiment.objects.filter(pk=held.pk).update(
                state=STATE.RUNNING, stopped_because=""
            )
    return count


def _may_come(draws: QuerySet[Draw]) -> list[int]:
    """Return those whose picture may come late: what was refused never does."""
    unknown = draws.filter(generation__state=RUN.UNKNOWN)
    errors = unknown.values_list("pk", "generation__error")
    return [pk for pk, error in errors if (error or {}).get("category") != "safety"]


def goes_on(experiment: Experiment) -> bool:
    """Tell whether it runs, or may run again without anything else setting out.

    Finished rounds would go on to the next vote and to the pictures after it.
    """
    is_plain = experiment.mode == Experiment.Mode.ALL
    return experiment.state == STATE.RUNNING or (
        experiment.state == STATE.FINISHED and is_plain
    )


def late_answers_take() -> int:
    """Give pictures that came after all their places back, where these are empty.

    They were asked for once more meanwhile, as nobody knew what had become of them.
    What waits to be asked for is taken out of the queue. Returns how many came. One
    that fails keeps nothing from the others.
    """
    # Workers ask this all the time: "> 0" makes use of the index, "not null" does not.
    doubted = Draw.objects.filter(doubted__gt=0).select_related("doubted", "generation")
    count = 0
    for draw in doubted:
        if draw.doubted is None or draw.doubted.state != RUN.SUCCEEDED:
            continue
        if draw.generation and draw.generation.state in ANSWERED:
            continue
        try:
            count += _late_answer_take(draw)
        except (OperationalError, InterfaceError):
            # The database is away, for all of them.
            raise
        except Exception:
            logger.exception("Draw %s: its late picture cannot be taken", draw.pk)
    return count


def _late_answer_take(draw: Draw) -> int:
    with transaction.atomic():
        # Or its place is asked for at this very moment.
        Experiment.objects.select_for_update().get(pk=draw.experiment_id)
        late = Draw.objects.select_related("generation").filter(
            pk=draw.pk, doubted__state=RUN.SUCCEEDED
        )
        for held in late:
            _take_back(held)
        empty = late.exclude(generation__state__in=ANSWERED)
        return Draw.objects.filter(
            pk__in=list(empty.values_list("pk", flat=True))
        ).update(generation=F("doubted"), doubted=None, problem="", alone=False)
