"""After a crash: finish what was answered, mark what is unknown, run the rest."""

import logging
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from playground.studio.models import Generation
from playground.studio.services.finishing import generation_finish
from playground.studio.services.heartbeat import DEAD_AFTER_S
from playground.studio.services.submitting import enqueue
from playground.studio.spool import spool_read

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
    written, else ``unknown`` and never sent again by itself. ``queued`` without a
    task: queued again, since nothing was sent.
    """
    now = timezone.now()
    dead = Generation.objects.filter(
        state=Generation.State.SENDING,
        heartbeat_at__lt=now - timedelta(seconds=DEAD_AFTER_S),
    )
    for generation in dead:
        _recover(generation)
    lost = Generation.objects.filter(
        state=Generation.State.QUEUED,
        retry_at=None,
        created_at__lt=now - timedelta(seconds=LOST_AFTER_S),
    )
    for generation in lost:
        if not _has_task(generation):
            enqueue(generation)


def _recover(generation: Generation) -> None:
    outcome = spool_read(generation.code)
    if outcome is not None:
        logger.warning("Generation %s: finished from the spool", generation.code)
        generation_finish(generation, outcome)
        return
    changed = Generation.objects.filter(
        pk=generation.pk, state=Generation.State.SENDING
    ).update(
        state=Generation.State.UNKNOWN,
        error=UNKNOWN_ERROR,
        finished_at=timezone.now(),
    )
    if changed:
        logger.warning("Generation %s: outcome unknown", generation.code)


def _has_task(generation: Generation) -> bool:
    ready: bool = (
        DBTaskResult.objects.ready()
        .filter(args_kwargs__args=[generation.pk], queue_name="images")
        .exists()
    )
    return ready
