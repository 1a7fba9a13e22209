"""Putting pictures into the trash and taking them out again. Nothing is deleted."""

from django.db import models
from django.utils import timezone

from playground.gallery.models import Image


def images_trash(images: models.QuerySet[Image]) -> int:
    """Put these into the trash and return how many were not there yet."""
    return images.filter(trashed_at=None).update(trashed_at=timezone.now())


def images_restore(images: models.QuerySet[Image]) -> int:
    """Take these out of the trash and return how many were in it."""
    return images.exclude(trashed_at=None).update(trashed_at=None)
