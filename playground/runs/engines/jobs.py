"""A job of Procrastinate for each run that waits: a token, and no more than that.

Whoever gets a token claims the run whose turn it is. The row decides: a token without
a run does nothing, and a run without a token gets one by the sweep. So the engine may be
changed while runs wait, and nothing is retried that may have been paid for.
"""

from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

from playground.library.models import Generation
from playground.runs.waits import BEYOND_BELIEF

QUEUE = "runs"
TASK = "playground.run"
# A worker that has said nothing for so long has let go of its jobs.
SILENCE_S = 30.0
# How many runs without a token get one in a sweep.
AT_ONCE = 200


def job_defer(generation: Generation) -> None:
    """Put a run's token into the queue, in the transaction that queues the run."""
    job = app.configure_task(
        TASK,
        queue=QUEUE,
        queueing_lock=generation.code,
        priority=-generation.priority,
        schedule_at=generation.retry_at,
    )
    try:
        # A transaction of its own within the other: a token may be there already,
        # and that must not spoil the rest.
        with transaction.atomic():
            job.defer()
    except AlreadyEnqueued:
        pass


def jobs_hasten(codes: list[str]) -> None:
    """Let the tokens of these runs wait no longer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE queue_name = %s "
            "AND status = 'todo' AND queueing_lock = ANY(%s)",
            [QUEUE, codes],
        )


def jobs_sweep() -> None:
    """Take away the tokens of dead workers, and give one to each run without."""
    manager = app.job_manager
    for job in async_to_sync(manager.get_stalled_jobs)(
        queue=QUEUE, seconds_since_heartbeat=SILENCE_S
    ):
        async_to_sync(manager.finish_job)(job, status=Status.FAILED, delete_job=True)
    for generation in Generation.objects.filter(pk__in=_without_job()):
        job_defer(generation)
    _hasten()


def _hasten() -> None:
    """Let tokens wait no longer whose time was told by a clock that was wrong.

    The row says when its turn is; a token too early does nothing and comes again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE queue_name = %s "
            "AND status = 'todo' AND scheduled_at > now() + %s::interval",
            [QUEUE, f"{BEYOND_BELIEF.total_seconds()} s"],
        )


def _without_job() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM library_generation run WHERE state = 'queued' AND NOT "
            "EXISTS (SELECT 1 FROM procrastinate_jobs job WHERE job.status = 'todo' "
            "AND job.queueing_lock = run.code) ORDER BY id LIMIT %s",
            [AT_ONCE],
        )
        return [pk for (pk,) in cursor.fetchall()]
