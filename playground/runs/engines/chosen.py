"""The engine in use, for those who start a worker."""

from functools import partial

from django.conf import settings

from playground.library.trash import trash_sweep
from playground.library.writing import StraySweep
from playground.runs import beat, recovery
from playground.runs.engines import embedded
from playground.runs.engines.worker import BaseWorker, Chore
from playground.runs.thumbnails import ThumbnailSweep


def new_worker(
    *, name: str, concurrency: int, also: tuple[Chore, ...] = ()
) -> BaseWorker:
    """Return a worker with all its chores, and those that others have for it."""
    chores = (
        Chore(partial(beat.beat, name, concurrency=concurrency), beat.INTERVAL_S),
        Chore(partial(recovery.sweep, worker=name), recovery.INTERVAL_S),
        Chore(ThumbnailSweep(), recovery.INTERVAL_S, gives_way=True),
        Chore(trash_sweep, recovery.INTERVAL_S, gives_way=True),
        Chore(StraySweep(), recovery.INTERVAL_S, gives_way=True),
        *also,
    )
    if settings.PLAYGROUND_ENGINE == "procrastinate":
        from playground.runs.engines import jobs, procrastinate

        return procrastinate.Worker(
            name=name,
            concurrency=concurrency,
            chores=(*chores, Chore(jobs.jobs_sweep, recovery.INTERVAL_S)),
        )
    return embedded.Worker(name=name, concurrency=concurrency, chores=chores)
