"""What people decide of pictures: picked or rejected, stars, a note.

The last word counts, whoever said it. Each function takes a queryset that was seen
by ``visible_to``, writes in one transaction, keeps the search in step, and returns
what there was before, of which ``decisions_restore`` gives back what was decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from playground.library.models import Image, ImageQuerySet
from playground.library.search.documents import documents_write

DECIDED = ("flag", "stars", "note")
MAX_NOTE = 5000
MAX_STARS = 5


class Undecidable(Exception):
    """The decision makes no sense. The message is fit to show to a person."""


@dataclass(frozen=True)
class Before:
    """What a picture's decisions were."""

    key: int
    flag: str
    stars: int
    note: str


def images_flag(images: ImageQuerySet, flag: str) -> list[Before]:
    """Pick, reject ("pick", "reject"), or take the flag away ("")."""
    if flag not in Image.Flag.values:
        raise Undecidable("A picture is picked, rejected or neither.")
    return _decide(images, flag=flag)


def images_rate(images: ImageQuerySet, stars: int) -> list[Before]:
    """Give 0 to 5 stars."""
    if not 0 <= stars <= MAX_STARS:
        raise Undecidable(f"A picture has 0 to {MAX_STARS} stars.")
    return _decide(images, stars=stars)


def images_note(images: ImageQuerySet, note: str) -> list[Before]:
    """Write a note; an empty one takes it away."""
    note = note.replace("\0", "").replace("\r\n", "\n").strip()
    if len(note) > MAX_NOTE:
        raise Undecidable(f"A note has at most {MAX_NOTE} characters.")
    return _decide(images, note=note)


def decisions_restore(
    images: ImageQuerySet, before: Mapping[int, Mapping[str, Any]]
) -> None:
    """Give pictures, by key, what is told of their ``flag``, ``stars`` and ``note``.

    What is not told of stays: somebody else may have decided it meanwhile.
    """
    with transaction.atomic():
        rows = list(_locked(images.filter(pk__in=before)))
        for row in rows:
            for name, value in before[row.pk].items():
                setattr(row, name, value)
        Image.objects.bulk_update(rows, DECIDED, batch_size=200)
        documents_write(rows)


def _decide(images: ImageQuerySet, **values: Any) -> list[Before]:
    with transaction.atomic():
        rows = list(_locked(images))
        before = [Before(row.pk, row.flag, row.stars, row.note) for row in rows]
        Image.objects.filter(pk__in=[row.pk for row in rows]).update(**values)
        documents_write(rows)
    return before


def _locked(images: ImageQuerySet) -> QuerySet[Image]:
    """Two who judge the same picture do so one after the other."""
    keys = images.order_by().values("pk")
    rows = Image.objects.filter(pk__in=keys).order_by("pk").select_for_update()
    return rows.only("pk", "flag", "stars", "note")
