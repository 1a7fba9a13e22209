"""One action on many pictures: those that were picked, or all that a search finds.

What was done is told with what takes it back (``Done``), which fits into a session and
is read by ``undoing``. What cannot be done raises ``Impossible``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from playground.core.folding import fold_name
from playground.core.units import count_text
from playground.library import deciding, organising
from playground.library.models import Collection, Image, ImageQuerySet, Tag
from playground.library.trash import (
    images_purge_later,
    images_restore,
    images_trash,
)
from playground.people import audit
from playground.people.models import User
from playground.people.roles import ADMIN, may

# More than this at once would keep everybody else waiting.
MOST = 10_000
AT_ONCE = 400


class Impossible(Exception):
    """It cannot be done. The message is fit to show to a person."""


@dataclass(frozen=True)
class Done:
    """``words`` say it; ``undo`` takes it back, None where nothing can. ``gone`` are the
    pictures that have left where they were."""

    words: str
    undo: dict[str, Any] | None = None
    gone: Sequence[int] = ()


def parts(keys: Sequence[int]) -> Iterator[ImageQuerySet]:
    """The pictures of these keys, so many at once that nobody waits long."""
    for start in range(0, len(keys), AT_ONCE):
        yield Image.objects.filter(pk__in=keys[start : start + AT_ONCE])


def keys_of(images: ImageQuerySet) -> list[int]:
    """The keys of all, in an order; too many raise ``Impossible``."""
    # Two who do something with the same pictures take them in the same order: else
    # each could wait for the other.
    keys = sorted(images.order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        raise Impossible(
            f"That are more than {MOST:,} pictures. Narrow the search, by a month for "
            "example, and do it in parts."
        )
    if not keys:
        raise Impossible("There is no picture to do that with.")
    return keys


def said(count: int, words: str) -> str:
    """Say "3 pictures tagged"."""
    return f"{count_text(count, 'picture')} {words}"


def tag(user: User, keys: Sequence[int], name: str) -> Done:
    """Give all a tag, which is made where there is none; those that have it are not
    counted, and keep it when this is taken back."""
    new: list[int] = []
    made: Tag | None = None
    with transaction.atomic():
        for part in parts(keys):
            had = part.filter(
                tags__workspace=user.workspace_id, tags__folded=_fold(name)
            )
            without = set(part.values_list("pk", flat=True))
            without -= set(had.values_list("pk", flat=True))
            made = organising.images_tag(user, part, name)
            new += without
    name = made.name if made else name
    undo = {"do": "untag", "name": name, "keys": new}
    return Done(said(len(new), f"tagged “{name}”"), undo)


def _fold(name: str) -> str:
    return fold_name(organising.plain_name(name))


def untag(user: User, keys: Sequence[int], name: str) -> Done:
    """Take a tag from those that have it; the tag itself stays."""
    tag = Tag.objects.visible_to(user).filter(folded=_fold(name)).first()
    if tag is None:
        raise Impossible(f"No picture has the tag “{name}”.")
    gone: list[int] = []
    with transaction.atomic():
        for part in parts(keys):
            gone += part.filter(tags=tag).values_list("pk", flat=True)
        for part in parts(gone):
            organising.images_untag(tag, part)
    undo = {"do": "tag", "name": tag.name, "keys": gone}
    return Done(said(len(gone), f"without “{tag.name}”"), undo)


def collect(user: User, keys: Sequence[int], name: str) -> Done:
    """Put all into a collection, oldest first, which is made where there is none."""
    mine = Collection.objects.visible_to(user)
    is_made = not mine.filter(folded=_fold(name)).exists()
    collection = organising.collection_create(user, name)
    new: list[int] = []
    with transaction.atomic():
        for part in parts(keys):
            part = part.order_by("created_at", "pk")
            new += part.exclude(collections=collection).values_list("pk", flat=True)
            organising.collection_add(collection, part)
    made = {"code": collection.code, "made": is_made}
    undo = {"do": "uncollect", **made, "keys": new}
    return Done(said(len(new), f"put into “{collection.name}”"), undo)


def uncollect_named(user: User, keys: Sequence[int], name: str) -> Done:
    """Take those that are in it out of the collection of this name."""
    mine = Collection.objects.visible_to(user)
    collection = mine.filter(folded=_fold(name)).first()
    if collection is None:
        raise Impossible(f"There is no collection “{name}”.")
    inside = [
        key
        for part in parts(keys)
        for key in part.filter(collections=collection).values_list("pk", flat=True)
    ]
    return uncollect(user, inside, collection.code)


def uncollect(user: User, keys: Sequence[int], code: str) -> Done:
    """Take pictures out of a collection; undo knows their places and the cover."""
    collection = Collection.objects.visible_to(user).filter(code=code).first()
    if collection is None:
        raise Impossible("That collection has been deleted meanwhile.")
    with transaction.atomic():
        gone = [organising.collection_remove(collection, it) for it in parts(keys)]
    places = [place for part in gone for place in part.places]
    cover = next((part.cover for part in gone if part.cover), None)
    undo = {"do": "put back", "code": code, "places": places, "cover": cover}
    return Done(said(len(places), f"taken out of “{collection.name}”"), undo)


def collection_delete(user: User, collection: Collection) -> Done:
    """Delete a collection; undo makes it anew, at its address and in its order."""
    was = organising.collection_contents(collection)
    organising.collection_delete(collection)
    words = f"“{collection.name}” is deleted; its pictures stay"
    if len(was.places) > MOST:
        return Done(words)
    named = {"name": collection.name, "code": collection.code}
    undo = {"do": "bring back", **named, "places": was.places, "cover": was.cover}
    return Done(words, undo)


def decide(user: User, keys: Sequence[int], **values: Any) -> Done:
    """Give a ``flag`` or ``stars`` to all."""
    changes: list[deciding.Decided] = []
    with transaction.atomic():
        for part in parts(keys):
            changes += deciding.images_decide(part, **values)
    words = (
        Image.Flag(values["flag"]).label.lower()
        if "flag" in values
        else f"with {count_text(values['stars'], 'star')}"
    )
    (name, wrote), *_ = values.items()
    was = [[it.key, it.was[name]] for it in changes]
    undo = {"do": "decide", "what": name, "wrote": wrote, "was": was}
    return Done(said(len(changes), words), undo)


def own(user: User, keys: Sequence[int]) -> list[int]:
    """Those that somebody may throw away: their own, all of them for an admin."""
    if may(user, ADMIN):
        return list(keys)
    found: list[int] = []
    for part in parts(keys):
        found += part.filter(author=user).values_list("pk", flat=True)
    return found


def _shared_out(user: User, keys: Sequence[int]) -> tuple[list[int], str]:
    """Return those that this person may throw away, and words for the others."""
    mine = own(user, keys)
    if keys and not mine:
        raise Impossible("Only who made a picture, or an admin, can throw it away.")
    left = len(keys) - len(mine)
    return mine, f"; {left:,} of other people stay" if left else ""


def trash(user: User, keys: Sequence[int]) -> Done:
    """Throw away those that this person may; the others stay and are told of."""
    mine, others = _shared_out(user, keys)
    moment = timezone.now()
    with transaction.atomic():
        count = sum(images_trash(part, at=moment) for part in parts(mine))
    words = said(count, "moved to the trash") + others
    return Done(words, {"do": "restore", "at": moment.isoformat()}, mine)


def restore(user: User, keys: Sequence[int]) -> Done:
    """Bring back what lies in the trash, whoever threw it there."""
    back: list[int] = []
    with transaction.atomic():
        for part in parts(keys):
            back += part.trashed().values_list("pk", flat=True)
            images_restore(part)
    return Done(said(len(back), "put back"), {"do": "trash", "keys": back})


def purge(user: User, keys: Sequence[int]) -> Done:
    """Have a worker delete for good what of these lies in the trash."""
    mine, others = _shared_out(user, keys)
    with transaction.atomic():
        count = sum(images_purge_later(part) for part in parts(mine))
        if not count:
            raise Impossible("Only what lies in the trash can be deleted for good.")
        audit.note("deleted for good", by=user, what=said(count, "of the trash"))
    return Done(said(count, "will be deleted for good") + others)
