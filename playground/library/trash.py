"""Putting pictures into the trash, taking them out again, and deleting for good."""

import datetime
from collections import Counter

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from playground.core.files import storage_of
from playground.library.keeping import original_delete
from playground.library.models import Document, Image
from playground.library.thumbnails import thumbnail_edges, thumbnail_name
from playground.people import audit
from playground.people.models import Workspace


def images_trash(
    images: models.QuerySet[Image], *, at: datetime.datetime | None = None
) -> int:
    """Put these into the trash and return how many were not there yet.

    ``at`` marks what was put there together.
    """
    return images.filter(trashed_at=None).update(trashed_at=at or timezone.now())


def images_restore(images: models.QuerySet[Image]) -> int:
    """Take these out of the trash and return how many were in it.

    What is being deleted for good stays where it is.
    """
    there = images.filter(trashed_at__isnull=False, purge_asked_at=None)
    return there.update(trashed_at=None)


def images_purge_later(images: models.QuerySet[Image]) -> int:
    """Have pictures in the trash deleted for good by a worker."""
    there = images.filter(trashed_at__isnull=False, purge_asked_at=None)
    return there.update(purge_asked_at=timezone.now())


def images_being_purged(workspace_id: int | None) -> int:
    """How many are still to be deleted."""
    if workspace_id is None:
        return 0
    return Image.objects.filter(workspace_id=workspace_id, **_PURGING).count()


def trash_sweep(*, limit: int = 100) -> int:
    """Delete files of what was asked for, and of what lay in the trash long enough.

    The rows stay: they are what a family tree and a bill speak of. Doing it twice, or
    by two workers, is harmless. Returns how many were deleted.
    """
    _expire(limit)
    due = list(Image.objects.filter(**_PURGING).order_by("pk")[:limit])
    for image in due:
        image_files_delete(image)
        with transaction.atomic():
            image.tags.clear()
            image.collection_items.all().delete()
            Image.objects.filter(pk=image.pk).update(
                purged_at=timezone.now(), has_thumbnails=True
            )
            Document.objects.filter(image=image).delete()
    return len(due)


_PURGING = {"purge_asked_at__isnull": False, "purged_at": None}


def _expire(limit: int) -> None:
    days = settings.PLAYGROUND_TRASH_DAYS
    if not days:
        return
    last = timezone.now() - datetime.timedelta(days=days)
    old = Image.objects.filter(trashed_at__lt=last, purge_asked_at=None)
    keys = list(old.order_by().values_list("pk", flat=True)[:limit])
    found = Image.objects.filter(pk__in=keys)
    counts = Counter(found.values_list("workspace", flat=True))
    images_purge_later(found)
    for workspace, count in counts.items():
        audit.note(
            "deleted for good",
            workspace=Workspace.objects.get(pk=workspace),
            what=f"{count}, after {days} days in the trash",
        )


def image_files_delete(image: Image) -> None:
    """Delete the files of a picture whose row is gone. Missing ones are fine."""
    for edge in thumbnail_edges(image):
        name = thumbnail_name(image.file, edge)
        storage_of(name).delete(name)
    original_delete(image.file)
