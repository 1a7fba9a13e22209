"""Pictures that belong together: what a picture can be held against.

Each list runs from the newest to the oldest, leaves out the trash and the picture
itself, and is a query of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from playground.people.models import User

from .models import Image, ImageQuerySet


@dataclass(frozen=True)
class Relation:
    """A list of pictures around a base, with its names for a page."""

    name: str
    label: str
    hint: str
    images: Callable[[User, Image], ImageQuerySet]


def _kept(user: User, base: Image) -> ImageQuerySet:
    pictures = Image.objects.visible_to(user).kept().exclude(pk=base.pk)
    return pictures.select_related("generation").newest()


def children(user: User, base: Image) -> ImageQuerySet:
    return _kept(user, base).filter(generation__parent=base)


def siblings(user: User, base: Image) -> ImageQuerySet:
    """The other draws of the same run, and of runs with the same parent."""
    related = Q(generation=base.generation_id)
    if base.generation.parent_id is not None:
        related |= Q(generation__parent=base.generation.parent_id)
    return _kept(user, base).filter(related)


def same_prompt(user: User, base: Image) -> ImageQuerySet:
    return _kept(user, base).filter(prompt=base.prompt)


def newest(user: User, base: Image) -> ImageQuerySet:
    return _kept(user, base)


RELATIONS: Mapping[str, Relation] = {
    relation.name: relation
    for relation in (
        Relation("children", "Varied from it", "made from this picture", children),
        Relation("siblings", "Its siblings", "same run, or same parent", siblings),
        Relation("prompt", "Same prompt", "other settings, same words", same_prompt),
        Relation("newest", "All pictures", "newest first", newest),
    )
}


def parent(user: User, base: Image) -> Image | None:
    """The picture that this one was varied from, if it still is there."""
    if base.generation.parent_id is None:
        return None
    return (
        Image.objects.visible_to(user)
        .kept()
        .select_related("generation")
        .filter(pk=base.generation.parent_id)
        .first()
    )


@dataclass(frozen=True)
class Suggestion:
    """Some pictures worth holding a picture against, and why."""

    label: str
    hint: str
    images: tuple[Image, ...]


def suggestions(user: User, base: Image, *, limit: int = 6) -> list[Suggestion]:
    """Collect what to compare a picture with, each picture once. Five queries."""
    seen = {base.pk}
    found = []
    origin = parent(user, base)
    groups = [("Its parent", "this one was varied from it", [origin] if origin else [])]
    for relation in RELATIONS.values():
        nearest = relation.images(user, base).exclude(pk__in=seen)[:limit]
        groups.append((relation.label, relation.hint, list(nearest)))
    for label, hint, images in groups:
        fresh = tuple(image for image in images if image.pk not in seen)
        seen.update(image.pk for image in fresh)
        if fresh:
            found.append(Suggestion(label, hint, fresh))
    return found


@dataclass(frozen=True)
class Step:
    """Where the challenger can move to in a list."""

    relation: Relation
    previous: Image | None
    next: Image | None


def step(
    user: User, name: str, base: Image, challenger: Image, shown: list[int]
) -> Step | None:
    """Find the challenger's neighbours in a list, past what is shown already.

    None when there is no such list. Costs two queries.
    """
    relation = RELATIONS.get(name)
    if relation is None:
        return None
    others = relation.images(user, base).exclude(pk__in=shown)
    return Step(
        relation=relation,
        previous=others.filter(pk__gt=challenger.pk).order_by("pk").first(),
        next=others.filter(pk__lt=challenger.pk).first(),
    )
