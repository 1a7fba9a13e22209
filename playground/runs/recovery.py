"""After a crash: finish what was answered, mark what is unknown, run the rest."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from playground.library.models import Generation
from playground.runs.finishing import generation_finish, generation_give_up
from playground.runs.heartbeat import DEAD_AFTER_S, held
from playground.runs.spool import (
    spool_clear,
    spool_codes,
    spool_read,
    spool_set_aside,
    spool_tidy,
)
from playground.runs.submitting import enqueue
from playground.spending import ledger

logger = logging.getLogger(__name__)

# A worker takes a task and claims its generation at once; this long apart means
# that it died in between.
LOST_AFTER_S = 60.0

UNKNOWN_ERROR: dict[str, Any] = {
    "category": "outage",
    "code": "worker_stopped",
    "status": None,
    "param": None,
    "message": "The worker stopped while the call was on its way.",
    "remedy": (
        "The call may have been charged, and its picture cannot be fetched again. "
        "Look at your usage, then run it again if you still want it."
    ),
    "may_be_billed": True,
    "details": {},
}


def sweep() -> None:
    """Look after generations whose worker has died. Safe to run at any time.

    ``sending`` without a heartbeat: finished from the spool where the answer was
    written, else ``unknown`` and never sent again by itself. ``unknown`` with an
    answer in the spool after all: finished. ``queued`` without a task: queued again,
    since nothing was sent.
    """
    # Read first: what is taken on from now on has a fresh heartbeat.
    mine = held()
    dead = Generation.objects.filter(
        state=Generation.State.SENDING,
        heartbeat_at__lt=timezone.now() - timedelta(seconds=DEAD_AFTER_S),
    )
    for generation in dead.exclude(pk__in=mine):
        _try(_recover, generation)
    if codes := spool_codes():
        left = Generation.objects.filter(code__in=codes).exclude(
            state__in=Generation.UNFINISHED
        )
        for generation in left.exclude(pk__in=mine):
            _try(_empty_spool, generation)
    spool_tidy()
    _queue_again()


def _try(action: Callable[[Generation], None], generation: Generation) -> None:
    """Do it for one generation; its trouble must not keep the others from theirs."""
    try:
        action(generation)
    except Exception:
        logger.exception("Generation %s: could not be recovered", generation.code)


def _recover(generation: Generation) -> None:
    if _finish_from_spool(generation):
        return
    with transaction.atomic():
        changed = Generation.objects.filter(
            pk=generation.pk, state=Generation.State.SENDING
        ).update(
            state=Generation.State.UNKNOWN,
            error=UNKNOWN_ERROR,
            finished_at=timezone.now(),
        )
        if changed:
            ledger.doubt(generation, note=UNKNOWN_ERROR["code"])
    if changed:
        logger.warning("Generation %s: outcome unknown", generation.code)


def _empty_spool(generation: Generation) -> None:
    """Deal with an answer that lies in the spool of a run that has ended."""
    if generation.state == Generation.State.UNKNOWN:
        _finish_from_spool(generation)
    elif generation.state == Generation.State.SUCCEEDED:
        # Its worker died, or lost the database, just after the pictures were kept.
        spool_clear(generation.code)
    else:
        spool_set_aside(generation.code)


def _finish_from_spool(generation: Generation) -> bool:
    """Finish a run whose answer is in the spool; tell whether there was one."""
    try:
        outcome = spool_read(generation.code)
    except (ValueError, TypeError, KeyError, AttributeError):
        logger.exception("Generation %s: its spool is damaged", generation.code)
        generation_give_up(generation)
        return True
    if outcome is None:
        return False
    logger.warning("Generation %s: finished from the spool", generation.code)
    generation_finish(generation, outcome)
    return True


def _queue_again() -> None:
    """Queue what is due, and has been for a while, but has no task."""
    long_ago = timezone.now() - timedelta(seconds=LOST_AFTER_S)
    due = list(
        Generation.objects.filter(
            Q(retry_at=None, created_at__lt=long_ago) | Q(retry_at__lt=long_ago),
            state=Generation.State.QUEUED,
        )
    )
    if not due:
        return
    tasks = DBTaskResult.objects.ready().filter(queue_name="images").order_by()
    waiting = {
        pk
        for arguments in tasks.values_list("args_kwargs", flat=True)
        for pk in arguments["args"]
    }
    for generation in due:
        if generation.pk not in waiting:
            _try(enqueue, generation)
