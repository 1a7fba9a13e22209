"""Collections as an export carries them: their order and their cover.

The manifest tells of each picture in which collections it is, by name; beside the
pictures it has a list of these collections, each with the codes of its pictures in the
archive, in order. Exports of before have no such list, and are read as they were.
"""

from collections import defaultdict
from collections.abc import Collection as Some
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.core.folding import fold_name
from playground.library import organising
from playground.library.embedded_metadata import text_of
from playground.library.models import Collection, Image
from playground.people.models import User

# Of one manifest.
MOST = 1000
# What stands before the first one; no code is empty.
START = ""


class Carried:
    """The places of the pictures of an archive, collected while it is written."""

    def __init__(self) -> None:
        self._items: dict[int, list[tuple[int, int, str]]] = defaultdict(list)

    def add(self, collection: int, place: tuple[int, int], code: str) -> None:
        """Note a picture; ``place`` is what a collection orders its pictures by."""
        self._items[collection].append((*place, code))

    def told(self) -> list[dict[str, Any]]:
        """What the manifest says of them, by name. A cover that stays behind is none."""
        rows = Collection.objects.filter(pk__in=list(self._items))
        told = []
        for it in rows.select_related("cover"):
            codes = [code for *_, code in sorted(self._items[it.pk])]
            cover = it.cover.code if it.cover else None
            told.append(
                {
                    "code": it.code,
                    "name": it.name,
                    "cover": cover if cover in codes else None,
                    "images": codes,
                }
            )
        return told


@dataclass(frozen=True)
class Told:
    """What a manifest says of a collection, by the codes that pictures had there."""

    name: str
    cover: str
    images: tuple[str, ...]


def collections_told(manifest: Mapping[str, Any]) -> list[Told]:
    """Read the list of a manifest, as far as it is one."""
    entries = manifest.get("collections")
    return [
        Told(
            text_of(it.get("name")),
            text_of(it.get("cover")),
            tuple(
                dict.fromkeys(code for code in it["images"] if isinstance(code, str))
            ),
        )
        for it in (entries[:MOST] if isinstance(entries, list) else ())
        if isinstance(it, dict) and isinstance(it.get("images"), list)
    ]


def names_of(user: User) -> frozenset[str]:
    """The folded names of the collections that there are."""
    mine = Collection.objects.visible_to(user)
    return frozenset(mine.values_list("folded", flat=True))


def collections_bring(
    user: User,
    told: Sequence[Told],
    images: Mapping[str, Image],
    *,
    new: Some[int],
    before: Some[str],
) -> int:
    """Give collections their order and cover, and return how many were made.

    ``images`` are those that came, by their codes there; ``new`` has the keys of those
    that were not here. A collection that was here ``before`` takes only these, each
    beside its neighbours; one that was not gets all of its pictures.
    """
    made = set()
    for it in told:
        found = {code: images[code] for code in it.images if code in images}
        if not found:
            continue
        folded = fold_name(organising.plain_name(it.name))
        try:
            collection = organising.collection_create(user, it.name)
            if folded not in before:
                made.add(folded)
                some = Image.objects.visible_to(user)
                some = some.filter(pk__in=[image.pk for image in found.values()])
                organising.collection_add(collection, some)
            arrived = {
                image.code
                for image in found.values()
                if folded not in before or image.pk in new
            }
            _arrange(collection, [image.code for image in found.values()], arrived)
            cover = found.get(it.cover)
            if cover is not None and collection.cover_id is None:
                inside = Image.objects.filter(pk=cover.pk, collections=collection)
                organising.collection_cover(collection, inside.first())
        except organising.Unnameable:
            # No name, or deleted by somebody at this moment.
            continue
    return len(made)


def _arrange(collection: Collection, told: Sequence[str], arrived: Some[str]) -> None:
    was = list(collection.items.values_list("image__code", flat=True))
    order = _merged(was, told, arrived)
    if order != was:
        organising.collection_arrange(collection, order)


def _merged(was: Sequence[str], told: Sequence[str], arrived: Some[str]) -> list[str]:
    """Put what arrived behind what it follows as it is told; all else stays in order.

    What follows nothing that is here stands before what follows it, or at the end.
    """
    there, moved = set(was), set(arrived)
    stay = [code for code in was if code not in moved or code not in set(told)]
    behind: dict[str, list[str]] = defaultdict(list)
    follows = START
    for code in told:
        if code in there and code in moved:
            behind[follows].append(code)
        elif code in there:
            follows = code
    first = next((code for code in told if code in there and code not in moved), None)
    order = [] if first else [*stay, *behind.pop(START, [])]
    for code in stay if first else ():
        if code == first:
            order += behind[START]
        order += [code, *behind[code]]
    return order
