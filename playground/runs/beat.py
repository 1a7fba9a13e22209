"""How a worker tells that it is there, and how everybody else sees it."""

import datetime

from django.db.models.functions import Now

from playground.runs.models import WorkerBeat

# A worker that has said nothing for so long counts as gone: several missed beats.
SILENCE = datetime.timedelta(seconds=20)
# Rows of workers that ended without a word are of no use after this.
FORGET = datetime.timedelta(days=1)
# Seconds between two beats.
INTERVAL_S = 5.0


def beat(name: str, *, concurrency: int) -> None:
    """Note that the worker of this name is there now."""
    if WorkerBeat.objects.filter(name=name).update(
        beat_at=Now(), concurrency=concurrency
    ):
        return
    WorkerBeat.objects.create(name=name, beat_at=Now(), concurrency=concurrency)
    WorkerBeat.objects.filter(beat_at__lt=Now() - FORGET).delete()


def depart(name: str) -> None:
    """Note that the worker of this name has stopped."""
    WorkerBeat.objects.filter(name=name).delete()


def present() -> list[WorkerBeat]:
    """Return the workers that have been heard lately."""
    return list(
        # One that beats in the future did so before the clock was set back.
        WorkerBeat.objects.filter(
            beat_at__gte=Now() - SILENCE, beat_at__lte=Now() + SILENCE
        ).order_by("name")
    )
