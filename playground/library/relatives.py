"""Pictures that belong together: what a picture can be held against.

Each list runs from the newest to the oldest, leaves out the trash and the picture
itself, and is a query of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import Truncator

from playground.core.keyset import neighbours
from playground.library.edits import edits_of
from playground.library.models import Image, ImageQuerySet
from playground.library.search import Search
from playground.people.models import User

NEWEST = "newest"
SEARCH = "search"
# Of a search, as its name among the lists.
MAX_LABEL = 80


@dataclass(frozen=True)
class Listed:
    """A list to move through, with its names for a page."""

    name: str
    label: str
    hint: str


@dataclass(frozen=True)
class Relation(Listed):
    """A list of pictures around a base."""

    images: Callable[[User, Image], ImageQuerySet]


def _kept(user: User, base: Image) -> ImageQuerySet:
    pictures = Image.objects.visible_to(user).kept().exclude(pk=base.pk)
    return pictures.select_related("generation").newest()


def children(user: User, base: Image) -> ImageQuerySet:
    """Pictures that were varied from this one."""
    return _kept(user, base).filter(parent=base)


def edited(user: User, base: Image) -> ImageQuerySet:
    """Pictures that were made with this one as a source."""
    return _kept(user, base).filter(edits_of(user, base))


def siblings(user: User, base: Image) -> ImageQuerySet:
    """The other draws of the same run, and of runs with the same parent."""
    related = Q(generation=base.generation_id)
    if base.generation.parent_id is not None:
        related |= Q(parent=base.generation.parent_id)
    return _kept(user, base).filter(related)


def same_prompt(user: User, base: Image) -> ImageQuerySet:
    """Pictures whose prompt is the same to the letter."""
    return _kept(user, base).filter(prompt_hash=base.prompt_hash)


def newest(user: User, base: Image) -> ImageQuerySet:
    """All other pictures of the workspace that are not in the trash."""
    return _kept(user, base)


RELATIONS: Mapping[str, Relation] = {
    relation.name: relation
    for relation in (
        Relation("children", "Varied from it", "made from this picture", children),
        Relation("siblings", "Its siblings", "same run, or same parent", siblings),
        Relation("prompt", "Same prompt", "other settings, same words", same_prompt),
        Relation(NEWEST, "All pictures", "newest first", newest),
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
class SuggestedSet:
    """Some pictures worth holding a picture against, and why."""

    label: str
    hint: str
    images: tuple[Image, ...]


def suggestions(user: User, base: Image, *, limit: int = 6) -> list[SuggestedSet]:
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
            found.append(SuggestedSet(label, hint, fresh))
    return found


@dataclass(frozen=True)
class ChallengerWalk:
    """The list that a challenger moves through: a relation's name, or "search".

    An empty name is nobody's choice yet: all pictures, newest first. ``search`` is what
    was searched for, in its order; None where nothing was.
    """

    name: str = ""
    search: Search | None = None

    @property
    def query(self) -> list[tuple[str, str]]:
        """What an address keeps of it."""
        kept = [("list", self.name)] if self.name else []
        return [*kept, *self.search.query.items()] if self.search else kept

    @property
    def relations(self) -> Mapping[str, Listed]:
        """All lists on offer; the search is one when something was searched for."""
        if self.search is None:
            return RELATIONS
        words = Truncator(self.search.text).chars(MAX_LABEL)
        label = f"“{words}”" if words else self.search.sorts[self.search.sort][0]
        return {SEARCH: Listed(SEARCH, label, "your search"), **RELATIONS}

    @property
    def relation(self) -> Listed:
        """All pictures, newest first, where none was chosen."""
        return self.relations[self.name or NEWEST]


def walk_from(user: User, query: Mapping[str, str]) -> ChallengerWalk:
    """Read a walk from an address; a list that is not there is no choice."""
    search = Search.from_query(user, query)
    found = search if search.query else None
    walk = ChallengerWalk(query.get("list", ""), found)
    return walk if walk.name in walk.relations else ChallengerWalk("", found)


@dataclass(frozen=True)
class Neighbours:
    """Where the challenger can move to."""

    previous: Image | None
    next: Image | None


def step(user: User, walk: ChallengerWalk, images: Sequence[Image]) -> Neighbours:
    """Find the neighbours of the last picture, past what is shown. Two queries, and of
    a search some more where its neighbours are shown already."""
    base, challenger = images[0], images[-1]
    shown = {image.pk for image in images}
    if isinstance(walk.relation, Relation):
        others = walk.relation.images(user, base).exclude(pk__in=shown)
        return Neighbours(*neighbours(others, challenger))
    search = walk.search or Search(user)
    before, after = search.neighbours(challenger)
    while before is not None and before.pk in shown:
        before, _ = search.neighbours(before)
    while after is not None and after.pk in shown:
        _, after = search.neighbours(after)
    return Neighbours(before, after)
