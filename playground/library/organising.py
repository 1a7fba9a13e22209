"""Tags and collections: making, filling, arranging, removing.

Each function writes in one transaction and keeps the search in step. The pictures
given have been seen by ``visible_to``. Who changes the same tag or collection at the
same time waits, and what has been deleted meanwhile raises ``Unnameable``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, QuerySet

from playground.core.folding import JOINERS, fold, fold_name, plain
from playground.library.models import (
    Collection,
    CollectionItem,
    Image,
    ImageQuerySet,
    Tag,
    is_kept,
)
from playground.library.search.documents import documents_write
from playground.library.search.language import QUOTES
from playground.people.models import User

MAX_NAME = 80
# Between places: a picture can be put between two others many times.
GAP = 2**20
# A search for a name writes it between quotes, and takes all of these for the same.
_QUOTES = dict.fromkeys(map(ord, f'"{QUOTES}'))


class Unnameable(Exception):
    """A name that cannot be taken. The message is fit to show to a person."""


def plain_name(name: str) -> str:
    """One line without quotes, whatever was typed."""
    name = plain(name, keep=JOINERS)
    return " ".join(name.translate(_QUOTES).split())


def checked_name(name: str) -> str:
    """One line without quotes, as it is kept; raises ``Unnameable``."""
    name = plain_name(name)
    if not fold(name).strip():
        raise Unnameable("Give it a name.")
    if len(name) > MAX_NAME:
        raise Unnameable(f"A name has at most {MAX_NAME} characters.")
    return name


def images_tag(user: User, images: ImageQuerySet, name: str) -> Tag:
    """Put a tag on pictures; the tag is made when it is new."""
    name = checked_name(name)
    with transaction.atomic():
        tag, _ = Tag.objects.select_for_update().get_or_create(
            workspace=user.workspace,
            folded=fold_name(name),
            defaults={"name": name, "author": user},
        )
        rows = list(images.order_by("pk"))
        tag.images.add(*rows)
        documents_write(rows)
    return tag


def images_untag(tag: Tag, images: ImageQuerySet) -> None:
    """Take a tag from pictures; a tag that none has any more goes."""
    with transaction.atomic():
        held = Tag.objects.select_for_update().filter(pk=tag.pk).first()
        if held is None:
            return
        rows = list(images.filter(tags=held))
        held.images.remove(*rows)
        documents_write(rows)
        if not held.images.exists():
            held.delete()


def collection_create(user: User, name: str) -> Collection:
    """Make an empty collection, or return the one that has this name."""
    name = checked_name(name)
    collection, _ = Collection.objects.get_or_create(
        workspace=user.workspace,
        folded=fold_name(name),
        defaults={"name": name, "author": user},
    )
    return collection


def _hold(collection: Collection) -> None:
    """Let who changes it at the same time wait until the end of this transaction."""
    mine = Collection.objects.select_for_update().filter(pk=collection.pk)
    if not mine.values_list("pk"):
        raise Unnameable(f"“{collection.name}” has been deleted meanwhile.")


def collection_add(collection: Collection, images: ImageQuerySet) -> int:
    """Put pictures at the end, in their order; return how many were new."""
    with transaction.atomic():
        _hold(collection)
        rows = list(images.exclude(collections=collection))
        last = collection.items.aggregate(last=Max("place"))["last"] or 0
        CollectionItem.objects.bulk_create(
            CollectionItem(
                collection=collection, image=image, place=last + GAP * number
            )
            for number, image in enumerate(rows, start=1)
        )
        documents_write(rows)
    return len(rows)


@dataclass(frozen=True)
class Contents:
    """Pictures of a collection: (key, place) of each, and its cover if that is one."""

    places: list[tuple[int, int]]
    cover: int | None


def collection_contents(
    collection: Collection, images: ImageQuerySet | None = None
) -> Contents:
    """What it holds of these pictures, or all of it, for ``collection_put_back``."""
    items = collection.items.order_by("place", "pk")
    if images is not None:
        items = items.filter(image__in=images.order_by().values("pk"))
    places = list(items.values_list("image", "place"))
    is_cover = any(key == collection.cover_id for key, _ in places)
    return Contents(places, collection.cover_id if is_cover else None)


def collection_remove(collection: Collection, images: ImageQuerySet) -> Contents:
    """Take pictures out; returns what puts them back."""
    with transaction.atomic():
        _hold(collection)
        gone = collection_contents(collection, images)
        rows = list(Image.objects.filter(pk__in=[key for key, _ in gone.places]))
        collection.items.filter(image__in=rows).delete()
        Collection.objects.filter(pk=collection.pk, cover__in=rows).update(cover=None)
        documents_write(rows)
    return gone


def collection_put_back(
    collection: Collection, images: ImageQuerySet, was: Contents
) -> int:
    """Put pictures where they stood, and return how many were not in it.

    ``images`` are those that may come back. What has changed meanwhile counts: who is
    in it again stays at the new place, and a new cover stays the cover.
    """
    places = dict(was.places)
    with transaction.atomic():
        _hold(collection)
        mine = images.filter(pk__in=places).exclude(collections=collection)
        rows = list(mine.order_by("pk"))
        CollectionItem.objects.bulk_create(
            CollectionItem(collection=collection, image=row, place=places[row.pk])
            for row in rows
        )
        if any(row.pk == was.cover for row in rows):
            bare = Collection.objects.filter(pk=collection.pk, cover=None)
            bare.update(cover=was.cover)
        documents_write(rows)
    return len(rows)


def collection_arrange(collection: Collection, codes: Sequence[str]) -> None:
    """Put these pictures first, in this order; all others follow as they were."""
    wanted = {code: number for number, code in enumerate(codes)}
    with transaction.atomic():
        _hold(collection)
        items = list(collection.items.select_related("image"))
        items.sort(key=lambda it: wanted.get(it.image.code, len(wanted)))
        for number, item in enumerate(items, start=1):
            item.place = GAP * number
        CollectionItem.objects.bulk_update(items, ["place"], batch_size=200)


def collection_move(
    collection: Collection, codes: Sequence[str], beside: str, *, after: bool
) -> bool:
    """Put pictures of it before or after another one, in this order.

    Writes their places only, where there is room between. False where one of them or
    the other one is not in it.
    """
    with transaction.atomic():
        _hold(collection)
        items = collection.items.select_related("image")
        found = {it.image.code: it for it in items.filter(image__code__in=codes)}
        moved = [found[code] for code in dict.fromkeys(codes) if code in found]
        others = items.exclude(pk__in=[it.pk for it in moved])
        anchor = others.filter(image__code=beside).first()
        if anchor is None or not moved or len(moved) < len(set(codes)):
            return False
        way, order = ("gt", "") if after else ("lt", "-")
        beyond = Q(**{f"place__{way}": anchor.place}) | Q(
            **{"place": anchor.place, f"pk__{way}": anchor.pk}
        )
        next_one = others.filter(beyond).order_by(f"{order}place", f"{order}pk").first()
        room = GAP * (len(moved) + 1)
        far = next_one.place if next_one else anchor.place + (room if after else -room)
        low, high = sorted((anchor.place, far))
        step = (high - low) // (len(moved) + 1)
        if step:
            for number, item in enumerate(moved, start=1):
                item.place = low + step * number
            CollectionItem.objects.bulk_update(moved, ["place"])
            return True
        rest = [code for code in _codes(collection) if code not in found]
        at = rest.index(beside) + (1 if after else 0)
        collection_arrange(collection, [*rest[:at], *dict.fromkeys(codes), *rest[at:]])
    return True


def _codes(collection: Collection) -> list[str]:
    return list(collection.items.values_list("image__code", flat=True))


def collection_cover(collection: Collection, image: Image | None) -> None:
    """Choose the picture that stands for it; None leaves it to the first one."""
    Collection.objects.filter(pk=collection.pk).update(cover=image)
    collection.cover = image


def collection_rename(collection: Collection, name: str) -> None:
    """Raises ``Unnameable`` when another one has the name."""
    name = checked_name(name)
    folded = fold_name(name)
    try:
        with transaction.atomic():
            mine = Collection.objects.filter(pk=collection.pk)
            mine.update(name=name, folded=folded)
    except IntegrityError:
        message = f"There is a collection “{name}” already."
        raise Unnameable(message) from None
    collection.name, collection.folded = name, folded


def collection_delete(collection: Collection) -> None:
    """Remove a collection; its pictures stay."""
    with transaction.atomic():
        rows = list(collection.images.all())
        collection.delete()
        documents_write(rows)


def collection_bring_back(
    user: User, *, code: str, name: str, images: ImageQuerySet, was: Contents
) -> Collection:
    """Make one anew that was deleted, at the address that it had.

    Raises ``Unnameable`` where another one has taken its name.
    """
    with transaction.atomic():
        taken = Collection.objects.filter(code=code).exists()
        collection, is_new = Collection.objects.get_or_create(
            workspace=user.workspace,
            folded=fold_name(name),
            defaults={
                "author": user,
                "name": name,
                **({} if taken else {"code": code}),
            },
        )
        if not is_new:
            raise Unnameable(f"There is a collection “{name}” again.")
        collection_put_back(collection, images, was)
    return collection


def collection_images(collection: Collection) -> QuerySet[CollectionItem]:
    """Its places with their pictures, in order, without the trash."""
    items = collection.items.filter(is_kept("image")).select_related("image")
    return items.order_by(F("place"), "pk")
