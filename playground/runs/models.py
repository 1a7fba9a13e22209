"""What worker processes say of themselves, and what they share."""

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


class Pool(models.Model):
    """What models that share a limit may still send this minute, for all workers."""

    # The provider's id and the pool's name there.
    name = models.CharField(max_length=200, unique=True)
    images_left = models.FloatField()
    tokens_left = models.FloatField()
    at = models.DateTimeField()
    # How often it was asked to slow down, lately.
    slowness = models.PositiveSmallIntegerField(default=0)
    slowed_at = models.DateTimeField(null=True, blank=True)
    blocked_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ChosenTier(models.Model):
    """The account's usage tier as it was chosen in Setup: one row, or none."""

    tier = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.tier


class Started(models.Model):
    """A paid form that was sent, so that it starts what it asks for only once."""

    # Of the form's own number and all that was in it.
    key = models.CharField(max_length=64, unique=True)
    # Where what came of it is seen.
    address = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.address
