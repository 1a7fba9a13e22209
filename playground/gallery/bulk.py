"""One action on many pictures: those that were picked, or all that a search finds.

What was done is told with what takes it back (``Done``), which fits into a session.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from playground.core.folding import fold
from playground.library import deciding, organising
from playground.library.models import Collection, Image, ImageQuerySet, Tag
from playground.library.saved_searches import search_put_back
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


class Undoable(Exception):
    """It cannot be done. The message is fit to show to a person."""


@dataclass(frozen=True)
class Done:
    """``words`` say it; ``undo`` takes it back, None where nothing can. ``gone`` are the
    pictures that have left where they were."""

    words: str
    undo: dict[str, Any] | None = None
    gone: Sequence[int] = ()


def _parts(keys: Sequence[int]) -> Iterator[ImageQuerySet]:
    for start in range(0, len(keys), AT_ONCE):
        yield Image.objects.filter(pk__in=keys[start : start + AT_ONCE])


def keys_of(images: ImageQuerySet) -> list[int]:
    """The keys of all, in an order; too many raise ``Undoable``."""
    # Two who do something with the same pictures take them in the same order: else
    # each could wait for the other.
    keys = sorted(images.order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        raise Undoable(
            f"That are more than {MOST:,} pictures. Narrow the search, by a month for "
            "example, and do it in parts."
        )
    if not keys:
        raise Undoable("There is no picture to do that with.")
    return keys


def _said(count: int, words: str) -> str:
    return f"{count:,} picture{'' if count == 1 else 's'} {words}"


def tag(user: User, keys: Sequence[int], name: str) -> Done:
    new: list[int] = []
    made: Tag | None = None
    with transaction.atomic():
        for part in _parts(keys):
            had = part.filter(
                tags__workspace=user.workspace_id, tags__folded=_fold(name)
            )
            without = set(part.values_list("pk", flat=True))
            without -= set(had.values_list("pk", flat=True))
            made = organising.images_tag(user, part, name)
            new += without
    name = made.name if made else name
    undo = {"do": "untag", "name": name, "keys": new}
    return Done(_said(len(new), f"tagged “{name}”"), undo)


def _fold(name: str) -> str:
    return fold(organising.plain_name(name))[:160]


def untag(user: User, keys: Sequence[int], name: str) -> Done:
    tag = Tag.objects.visible_to(user).filter(folded=_fold(name)).first()
    if tag is None:
        raise Undoable(f"No picture has the tag “{name}”.")
    gone: list[int] = []
    with transaction.atomic():
        for part in _parts(keys):
            gone += part.filter(tags=tag).values_list("pk", flat=True)
        for part in _parts(gone):
            organising.images_untag(tag, part)
    undo = {"do": "tag", "name": tag.name, "keys": gone}
    return Done(_said(len(gone), f"without “{tag.name}”"), undo)


def collect(user: User, keys: Sequence[int], name: str) -> Done:
    mine = Collection.objects.visible_to(user)
    is_made = not mine.filter(folded=_fold(name)).exists()
    collection = organising.collection_create(user, name)
    new: list[int] = []
    with transaction.atomic():
        for part in _parts(keys):
            part = part.order_by("created_at", "pk")
            new += part.exclude(collections=collection).values_list("pk", flat=True)
            organising.collection_add(collection, part)
    made = {"code": collection.code, "made": is_made}
    undo = {"do": "uncollect", **made, "keys": new}
    return Done(_said(len(new), f"put into “{collection.name}”"), undo)


def uncollect_named(user: User, keys: Sequence[int], name: str) -> Done:
    mine = Collection.objects.visible_to(user)
    collection = mine.filter(folded=_fold(name)).first()
    if collection is None:
        raise Undoable(f"There is no collection “{name}”.")
    inside = [
        key
        for part in _parts(keys)
        for key in part.filter(collections=collection).values_list("pk", flat=True)
    ]
    return uncollect(user, inside, collection.code)


def uncollect(user: User, keys: Sequence[int], code: str) -> Done:
    collection = Collection.objects.visible_to(user).filter(code=code).first()
    if collection is None:
        raise Undoable("That collection has been deleted meanwhile.")
    with transaction.atomic():
        gone = [organising.collection_remove(collection, it) for it in _parts(keys)]
    places = [place for part in gone for place in part.places]
    cover = next((part.cover for part in gone if part.cover), None)
    undo = {"do": "put back", "code": code, "places": places, "cover": cover}
    return Done(_said(len(places), f"taken out of “{collection.name}”"), undo)


def _uncollect_again(user: User, keys: Sequence[int], undo: dict[str, Any]) -> Done:
    """A collection that was made for these pictures goes with them."""
    done = uncollect(user, keys, undo["code"])
    mine = Collection.objects.visible_to(user).filter(code=undo["code"])
    if undo.get("made") and not mine.filter(items__isnull=False).exists():
        mine.delete()
    return done


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


def _put_back(user: User, undo: dict[str, Any]) -> Done:
    """Put pictures into a collection again, at their places; make it where it is gone."""
    was = organising.Contents(
        [(key, place) for key, place in undo["places"]], undo["cover"]
    )
    mine = Image.objects.visible_to(user)
    if undo["do"] == "bring back":
        code, name = undo["code"], undo["name"]
        made = organising.collection_bring_back(
            user, code=code, name=name, images=mine, was=was
        )
        return Done(f"“{made.name}” is back")
    collection = Collection.objects.visible_to(user).filter(code=undo["code"]).first()
    if collection is None:
        raise Undoable("That collection has been deleted meanwhile.")
    count = organising.collection_put_back(collection, mine, was)
    return Done(_said(count, f"back in “{collection.name}”"))


def decide(user: User, keys: Sequence[int], **values: Any) -> Done:
    """Give a ``flag`` or ``stars`` to all."""
    changes: list[deciding.Change] = []
    with transaction.atomic():
        for part in _parts(keys):
            changes += deciding.images_decide(part, **values)
    words = (
        Image.Flag(values["flag"]).label.lower()
        if "flag" in values
        else f"with {values['stars']} star{'' if values['stars'] == 1 else 's'}"
    )
    (name, wrote), *_ = values.items()
    was = [[it.key, it.was[name]] for it in changes]
    undo = {"do": "decide", "what": name, "wrote": wrote, "was": was}
    return Done(_said(len(changes), words), undo)


def _decide_again(user: User, undo: dict[str, Any]) -> Done:
    """What somebody has decided since stays."""
    was, name = dict(undo["was"]), undo["what"]
    stay = 0
    for part in _parts(list(was)):
        mine = part.filter(workspace=user.workspace_id)
        changes = [
            deciding.Change(key, {name: was[key]}, {name: undo["wrote"]})
            for key in mine.values_list("pk", flat=True)
        ]
        stay += deciding.decisions_restore(mine, changes)
    if not stay:
        return Done("Taken back.")
    since = (
        "was decided since and stays" if stay == 1 else "were decided since and stay"
    )
    return Done(
        f"Taken back; {stay:,} {since} as {'it is' if stay == 1 else 'they are'}"
    )


def own(user: User, keys: Sequence[int]) -> list[int]:
    """Those that somebody may throw away: their own, all of them for an admin."""
    if may(user, ADMIN):
        return list(keys)
    found: list[int] = []
    for part in _parts(keys):
        found += part.filter(author=user).values_list("pk", flat=True)
    return found


def trash(user: User, keys: Sequence[int]) -> Done:
    mine = own(user, keys)
    if not mine:
        raise Undoable("Only who made a picture, or an admin, can throw it away.")
    moment = timezone.now()
    with transaction.atomic():
        count = sum(images_trash(part, at=moment) for part in _parts(mine))
    left = len(keys) - len(mine)
    words = _said(count, "moved to the trash")
    if left:
        words += f"; {left:,} of other people stay"
    return Done(words, {"do": "restore", "at": moment.isoformat()}, mine)


def restore(user: User, keys: Sequence[int]) -> Done:
    with transaction.atomic():
        count = sum(images_restore(part) for part in _parts(keys))
    undo = {"do": "trash", "keys": list(keys)}
    return Done(_said(count, "put back"), undo)


def purge(user: User, keys: Sequence[int]) -> Done:
    """Have a worker delete for good what of these lies in the trash."""
    mine = own(user, keys)
    with transaction.atomic():
        count = sum(images_purge_later(part) for part in _parts(mine))
        if not count:
            raise Undoable("Only what lies in the trash can be deleted for good.")
        audit.note("deleted for good", by=user, what=_said(count, "of the trash"))
    return Done(_said(count, "will be deleted for good"))


def take_back(user: User, undo: dict[str, Any]) -> Done:
    """Do what an earlier ``Done`` told; its pictures are looked up again."""
    mine = Image.objects.visible_to(user)
    if undo["do"] == "restore":
        at = parse_datetime(undo["at"])
        return Done(_said(images_restore(mine.filter(trashed_at=at)), "put back"))
    if undo["do"] in ("put back", "bring back"):
        return _put_back(user, undo)
    if undo["do"] == "save":
        saved = search_put_back(user, undo)
        return Done(f"“{saved.name}” is as it was")
    if undo["do"] == "decide":
        return _decide_again(user, undo)
    keys = [
        key
        for part in _parts(undo["keys"])
        for key in part.filter(workspace=user.workspace_id).values_list("pk", flat=True)
    ]
    again: dict[str, Callable[[], Done]] = {
        "tag": lambda: tag(user, keys, undo["name"]),
        "untag": lambda: untag(user, keys, undo["name"]),
        "collect": lambda: collect(user, keys, undo["name"]),
        "uncollect": lambda: _uncollect_again(user, keys, undo),
        "trash": lambda: trash(user, keys),
    }
    return again[undo["do"]]() if keys else Done("There was nothing to take back.")
