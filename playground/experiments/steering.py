"""Pausing, going on, cancelling, and trying again."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from playground.experiments.models import Draw, Experiment
from playground.library.models import Generation
from playground.spending import ledger

STATE = Experiment.State
RUN = Generation.State
LOST = (RUN.FAILED, RUN.UNKNOWN, RUN.CANCELLED)


def experiment_stop(experiment: Experiment, *, state: str) -> bool:
    """Pause or cancel: what waits leaves the queue, what is on its way comes in."""
    from_states = [STATE.RUNNING]
    if state == STATE.CANCELLED:
        from_states.append(STATE.PAUSED)
    changed = Experiment.objects.filter(pk=experiment.pk, state__in=from_states).update(
        state=state, stopped_because=""
    )
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


def experiment_resume(experiment: Experiment) -> bool:
    """Go on with what is planned."""
    stopped = (STATE.PAUSED, STATE.CANCELLED)
    return bool(
        Experiment.objects.filter(pk=experiment.pk, state__in=stopped).update(
            state=STATE.RUNNING, stopped_because=""
        )
    )


def draws_retry(experiment: Experiment, *, places: Sequence[int]) -> int:
    """Plan again what of these places has failed."""
    failed = experiment.draws.filter(image=None, place__in=places)
    runs = failed.filter(generation__state__in=LOST)
    with transaction.atomic():
        count: int = runs.update(generation=None)
        count += failed.exclude(problem="").update(problem="")
        if count:
            Experiment.objects.filter(pk=experiment.pk).exclude(
                state=STATE.CANCELLED
            ).update(state=STATE.RUNNING, stopped_because="")
    return count
