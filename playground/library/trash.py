"""Putting pictures into the trash, taking them out again, and deleting for good."""

import datetime
import logging
from collections import Counter

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from playground.core.files import storage_of
from playground.core.patience import Patience
from playground.library.keeping import original_delete
from playground.library.models import Collection, Document, Image, ImageQuerySet, Tag
from playground.library.thumbnails import thumbnail_edges, thumbnail_name
from playground.people import audit
from playground.people.models import Workspace

logger = logging.getLogger(__name__)

# With files that cannot be deleted.
_patience = Patience()


def images_trash(images: ImageQuerySet, *, at: datetime.datetime | None = None) -> int:
    """Put these into the trash and return how many were not there yet.

    ``at`` marks what was put there together.
    """
    return _update(images.kept(), trashed_at=at or timezone.now())


def images_restore(images: ImageQuerySet) -> int:
    """Take these out of the trash and return how many were in it.

    What is being deleted for good stays where it is.
    """
    return _update(images.trashed(), trashed_at=None)


def images_purge_later(images: ImageQuerySet) -> int:
    """Have pictures in the trash deleted for good by a worker."""
    return _update(images.trashed(), purge_asked_at=timezone.now())


def _update(images: ImageQuerySet, **values: datetime.datetime | None) -> int:
    """Write these at once, after whoever judges or tags some of them.

    PostgreSQL would lock the rows in the order in which they lie, which changes: two who
    take the same ones in different orders wait for each other.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            keys = images.order_by().values("pk")
            rows = Image.objects.filter(pk__in=keys).order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk"))
        return images.update(**values)


def images_being_purged(workspace_id: int | None) -> int:
    """How many are still to be deleted."""
    if workspace_id is None:
        return 0
    return Image.objects.filter(workspace_id=workspace_id, **_PURGING).count()


def trash_sweep(*, limit: int = 100) -> int:
    """Delete files of what was asked for, and of what lay in the trash long enough.

    The rows stay: they are what a family tree and a bill speak of. Doing it twice, or
    by two workers, is harmless. What cannot be deleted waits for a while, and keeps
    nothing else from it. Returns how many were deleted.
    """
    _expire(limit)
    due = Image.objects.filter(**_PURGING).exclude(pk__in=_patience.waiting)
    return sum(_purge(image) for image in list(due.order_by("pk")[:limit]))


def _purge(image: Image) -> bool:
    try:
        image_files_delete(image)
    except Exception:
        # A store may raise errors of its own.
        logger.exception("Image %s: its files cannot be deleted", image.code)
        _patience.failed(image.pk)
        return False
    _patience.done(image.pk)
    with transaction.atomic():
        tags = list(image.tags.order_by().values_list("pk", flat=True))
        # Who puts one of them on another picture meanwhile waits, or is waited for.
        held = Tag.objects.select_for_update().filter(pk__in=tags).order_by("pk")
        keys = [tag.pk for tag in held]
        image.tags.clear()
        Tag.objects.filter(pk__in=keys, images=None).delete()
        image.collection_items.all().delete()
        Collection.objects.filter(cover=image).update(cover=None)
        Image.objects.filter(pk=image.pk).update(
            purged_at=timezone.now(), has_thumbnails=True
        )
        Document.objects.filter(image=image).delete()
    return True


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
    """Delete the files of a picture; its row is not touched. Missing ones are fine."""
    for edge in thumbnail_edges(image):
        name = thumbnail_name(image.file, edge)
        storage_of(name).delete(name)
    original_delete(image.file)
