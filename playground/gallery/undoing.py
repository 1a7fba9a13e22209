"""Taking back what was done with many pictures.

Pictures are looked up again: what has left the workspace since is left alone, and what
somebody has decided of them meanwhile stays.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.dateparse import parse_datetime

from playground.gallery import bulk
from playground.gallery.bulk import Done, Impossible, parts, said
from playground.library import deciding, organising
from playground.library.models import Collection, Image
from playground.library.saved_searches import search_put_back
from playground.library.trash import images_restore
from playground.people.models import User

Undo = dict[str, Any]


def take_back(user: User, undo: Undo) -> Done:
    """Do what an earlier ``Done`` told."""
    return _WAYS[undo["do"]](user, undo)


def _restore(user: User, undo: Undo) -> Done:
    thrown = Image.objects.visible_to(user).filter(
        trashed_at=parse_datetime(undo["at"])
    )
    return Done(said(images_restore(thrown), "put back"))


def _save(user: User, undo: Undo) -> Done:
    return Done(f"“{search_put_back(user, undo).name}” is as it was")


def _put_back(user: User, undo: Undo) -> Done:
    """Put pictures into a collection again, at their places."""
    collection = Collection.objects.visible_to(user).filter(code=undo["code"]).first()
    if collection is None:
        raise Impossible("That collection has been deleted meanwhile.")
    mine = Image.objects.visible_to(user)
    count = organising.collection_put_back(collection, mine, _contents(undo))
    return Done(said(count, f"back in “{collection.name}”"))


def _bring_back(user: User, undo: Undo) -> Done:
    """Make a collection anew that was deleted, with its pictures at their places."""
    made = organising.collection_bring_back(
        user,
        code=undo["code"],
        name=undo["name"],
        images=Image.objects.visible_to(user),
        was=_contents(undo),
    )
    return Done(f"“{made.name}” is back")


def _contents(undo: Undo) -> organising.Contents:
    places = [(key, place) for key, place in undo["places"]]
    return organising.Contents(places, undo["cover"])


def _decide_again(user: User, undo: Undo) -> Done:
    """What somebody has decided since stays."""
    was, name = dict(undo["was"]), undo["what"]
    stay = 0
    for part in parts(list(was)):
        mine = part.filter(workspace=user.workspace_id)
        changes = [
            deciding.Decided(key, {name: was[key]}, {name: undo["wrote"]})
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


def _uncollect_again(user: User, keys: list[int], undo: Undo) -> Done:
    """A collection that was made for these pictures goes with them."""
    done = bulk.uncollect(user, keys, undo["code"])
    mine = Collection.objects.visible_to(user).filter(code=undo["code"])
    if undo.get("made") and not mine.filter(items__isnull=False).exists():
        mine.delete()
    return done


def _with_keys(
    again: Callable[[User, list[int], Undo], Done],
) -> Callable[[User, Undo], Done]:
    """Do something with those of the pictures that are still there."""

    def way(user: User, undo: Undo) -> Done:
        keys = [
            key
            for part in parts(undo["keys"])
            for key in part.filter(workspace=user.workspace_id).values_list(
                "pk", flat=True
            )
        ]
        return (
            again(user, keys, undo) if keys else Done("There was nothing to take back.")
        )

    return way


# By ``do`` of what is taken back.
_WAYS: Mapping[str, Callable[[User, Undo], Done]] = {
    "restore": _restore,
    "save": _save,
    "put back": _put_back,
    "bring back": _bring_back,
    "decide": _decide_again,
    "tag": _with_keys(lambda user, keys, undo: bulk.tag(user, keys, undo["name"])),
    "untag": _with_keys(lambda user, keys, undo: bulk.untag(user, keys, undo["name"])),
    "collect": _with_keys(
        lambda user, keys, undo: bulk.collect(user, keys, undo["name"])
    ),
    "uncollect": _with_keys(_uncollect_again),
    "trash": _with_keys(lambda user, keys, undo: bulk.trash(user, keys)),
}
