"""Putting pictures into the trash and taking them out again."""

from django.db import models
from django.utils import timezone

from playground.core.files import storage_of
from playground.library.keeping import original_delete
from playground.library.models import Image
from playground.library.thumbnails import thumbnail_edges, thumbnail_name


def images_trash(images: models.QuerySet[Image]) -> int:
    """Put these into the trash and return how many were not there yet."""
    return images.filter(trashed_at=None).update(trashed_at=timezone.now())


def images_restore(images: models.QuerySet[Image]) -> int:
    """Take these out of the trash and return how many were in it."""
    return images.exclude(trashed_at=None).update(trashed_at=None)


def image_files_delete(image: Image) -> None:
    """Delete the files of a picture whose row is gone. Missing ones are fine."""
    for edge in thumbnail_edges(image):
        name = thumbnail_name(image.file, edge)
        storage_of(name).delete(name)
    original_delete(image.file)
