"""How a worker tells that it is there, and how everybody else sees it."""

import datetime

from django.utils import timezone

from playground.runs.models import WorkerBeat

# A worker that has said nothing for so long counts as gone: several missed beats.
SILENCE = datetime.timedelta(seconds=20)
# Rows of workers that ended without a word are of no use after this.
FORGET = datetime.timedelta(days=1)


def beat(name: str, *, concurrency: int) -> None:
    """Note that the worker of this name is there now."""
    now = timezone.now()
    WorkerBeat.objects.update_or_create(
        name=name, defaults={"beat_at": now, "concurrency": concurrency}
    )
    WorkerBeat.objects.filter(beat_at__lt=now - FORGET).delete()


def depart(name: str) -> None:
    """Note that the worker of this name has stopped."""
    WorkerBeat.objects.filter(name=name).delete()


def present() -> list[WorkerBeat]:
    """Return the workers that have been heard lately."""
    return list(
        WorkerBeat.objects.filter(beat_at__gte=timezone.now() - SILENCE).order_by(
            "name"
        )
    )
