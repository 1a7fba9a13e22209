"""What people decide of pictures: picked or rejected, stars, a note.

The last word counts, whoever said it: also where an earlier one is taken back. Each
function takes a queryset that was seen by ``visible_to``, writes in one transaction,
keeps the search in step, and returns what it changed, so that it can be undone with
``decisions_restore``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from playground.core.storable import storable_text
from playground.library.models import Image, ImageQuerySet
from playground.library.search.documents import documents_write

MAX_NOTE = 5000
MAX_STARS = 5


class Undecidable(Exception):
    """The decision makes no sense. The message is fit to show to a person."""


@dataclass(frozen=True)
class Decided:
    """What was changed of a picture, by name: ``was`` before, and what was written."""

    key: int
    was: Mapping[str, Any]
    wrote: Mapping[str, Any]


def _flag(flag: str) -> str:
    if flag not in Image.Flag.values:
        raise Undecidable("A picture is picked, rejected or neither.")
    return flag


def _stars(stars: int) -> int:
    if not 0 <= stars <= MAX_STARS:
        raise Undecidable(f"A picture has 0 to {MAX_STARS} stars.")
    return stars


def _note(note: str) -> str:
    note = storable_text(note.replace("\0", "")).replace("\r\n", "\n").strip()
    if len(note) > MAX_NOTE:
        raise Undecidable(f"A note has at most {MAX_NOTE} characters.")
    return note


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "flag": _flag,
    "stars": _stars,
    "note": _note,
}
COLUMNS = tuple(_CHECKS)


def decisions_checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return decisions as they are kept; raises ``Undecidable``."""
    return {name: _CHECKS[name](value) for name, value in values.items()}


def images_flag(images: ImageQuerySet, flag: str) -> list[Decided]:
    """Pick, reject ("pick", "reject"), or take the flag away ("")."""
    return images_decide(images, flag=flag)


def images_rate(images: ImageQuerySet, stars: int) -> list[Decided]:
    """Give 0 to 5 stars."""
    return images_decide(images, stars=stars)


def images_note(images: ImageQuerySet, note: str) -> list[Decided]:
    """Write a note; an empty one takes it away."""
    return images_decide(images, note=note)


def images_decide(images: ImageQuerySet, **values: Any) -> list[Decided]:
    """Do several of these at once, or, where one makes no sense, none."""
    values = decisions_checked(values)
    with transaction.atomic():
        rows = list(_locked(images))
        Image.objects.filter(pk__in=[row.pk for row in rows]).update(**values)
        documents_write(rows)
    return [
        Decided(row.pk, {name: getattr(row, name) for name in values}, values)
        for row in rows
    ]


def decisions_restore(images: ImageQuerySet, changes: Iterable[Decided]) -> int:
    """Take decisions back, for those of the pictures that still are there.

    What somebody has decided since stays; returns of how many pictures that was.
    """
    wanted = {it.key: it for it in changes}
    stay = 0
    with transaction.atomic():
        rows = list(_locked(images.filter(pk__in=wanted)))
        for row in rows:
            change, is_other = wanted[row.pk], False
            for name, was in change.was.items():
                now = getattr(row, name)
                if now == change.wrote[name]:
                    setattr(row, name, was)
                elif now != was:
                    is_other = True
            stay += is_other
        Image.objects.bulk_update(rows, COLUMNS, batch_size=200)
        documents_write(rows)
    return stay


def _locked(images: ImageQuerySet) -> QuerySet[Image]:
    """Two who judge the same picture do so one after the other."""
    keys = images.order_by().values("pk")
    rows = Image.objects.filter(pk__in=keys).order_by("pk")
    # Who puts them under a tag or into a collection does not have to wait for that.
    rows = rows.select_for_update(no_key=True)
    return rows.only("pk", *COLUMNS)
