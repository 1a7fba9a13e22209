"""Putting pictures into the trash and taking them out again."""

from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

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
        default_storage.delete(thumbnail_name(image.file, edge))
    original_delete(image.file)
