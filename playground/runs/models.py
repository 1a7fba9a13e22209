"""What a worker process says of itself."""

from django.db import models


class WorkerBeat(models.Model):
    """A worker process that is there, and when it last said so.

    Written every few seconds, removed when the worker stops in good order.
    """

    name = models.CharField(max_length=80, unique=True)
    beat_at = models.DateTimeField()
    concurrency = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name
