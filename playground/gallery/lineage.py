"""Where a picture comes from and what came of it, for its page."""

from collections.abc import Sized
from dataclasses import dataclass
from itertools import takewhile

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from playground.gallery.compare_table import TableRow, table
from playground.imaging.parameters import PARAMETERS
from playground.library.ancestry import ancestors
from playground.library.conversation import Turn, conversation
from playground.library.differences import Differences, comparable, compare
from playground.library.models import GenerationSource, Image, ImageQuerySet
from playground.library.relatives import children, edited
from playground.library.search import HitCount, Search
from playground.people.models import User

# Of pictures made from one, edited from it or beside it.
SHOWN = 12
# How far back the line of what it came from is followed.
GENERATIONS_SHOWN = 5


@dataclass(frozen=True)
class Child:
    """A picture made from this one. ``change`` names what was varied, or is ""."""

    image: Image
    change: str


@dataclass(frozen=True)
class Lineage:
    """``parent`` may lie in the trash; ``since_parent`` compares with it, and
    ``changes`` holds the variables that differ, a cell for each of the two.

    ``line`` leads from the oldest known picture to the parent's parent, ``beside`` were
    varied from the same parent, by another run. ``siblings`` came back from the same
    call, ``edited`` were made with this picture as a source, ``conversation`` is that of
    the run, oldest turn first. Where there are many, one of each way comes before others
    of the same, and ``all_`` counts them where not all are here, as a search for them does. ``older`` and ``newer`` are
    the neighbours in the search it was found with: what comes after and before.
    """

    parent: Image | None
    since_parent: Differences | None
    changes: tuple[TableRow, ...]
    line: list[Child]
    beside: list[Child]
    all_beside: HitCount | None
    sources: list[GenerationSource]
    siblings: list[Image]
    children: list[Child]
    all_children: HitCount | None
    edited: list[Image]
    all_edited: HitCount | None
    conversation: list[Turn]
    older: Image | None
    newer: Image | None

    @property
    def is_empty(self) -> bool:
        """Neighbours in a search do not count."""
        return not (
            self.parent
            or self.sources
            or self.siblings
            or self.children
            or self.edited
            or self.conversation
        )


def lineage(user: User, image: Image, search: Search) -> Lineage:
    """Collect it in a fixed number of queries, however long line and conversation are.

    The neighbours are those in the search.

    ``image`` has been fetched by ``comparable``.
    """
    run = image.generation
    mine = Image.objects.visible_to(user)
    origin = (
        comparable(mine).filter(pk=run.parent_id).first() if run.parent_id else None
    )
    offspring = _each_way(children(user, image))
    beside = _beside(user, image)
    edits = list(edited(user, image)[: SHOWN + 1])
    pair = [origin, image] if origin else []
    since = compare(pair) if pair else None
    rows = table(pair, since).rows if since else ()
    newer, older = search.neighbours(image)
    return Lineage(
        parent=origin,
        since_parent=since,
        changes=tuple(row for row in rows if row.varies),
        line=_line(user, origin),
        beside=_by_variable(beside[:SHOWN]),
        all_beside=_all(user, beside, "from", origin or image),
        sources=list(run.generation_sources.all()),
        siblings=list(
            mine.kept().filter(generation=run).exclude(pk=image.pk).order_by("position")
        ),
        children=_by_variable(offspring[:SHOWN]),
        all_children=_all(user, offspring, "from", image),
        edited=edits[:SHOWN],
        all_edited=_all(user, edits, "source", image),
        conversation=conversation(user, run),
        older=older,
        newer=newer,
    )


def _all(user: User, some: Sized, field: str, image: Image) -> HitCount | None:
    """How many a search finds, where there are more than are shown."""
    if len(some) <= SHOWN:
        return None
    return Search(user, f"{field}:{image.code}").count()


def _line(user: User, parent: Image | None) -> list[Child]:
    """What the parent came from, oldest first. Two queries, however far back."""
    if parent is None or parent.parent_id is None:
        return []
    keys = ancestors(parent, "parent", GENERATIONS_SHOWN)
    mine = Image.objects.visible_to(user).select_related("generation")
    found = mine.exclude(pk=parent.pk).in_bulk(keys)
    line = [found[key] for key in takewhile(found.__contains__, keys)]
    return [Child(image, _change(image)) for image in reversed(line)]


def _beside(user: User, image: Image) -> list[Child]:
    """What else was made from its parent."""
    if not image.parent_id:
        return []
    others = Image.objects.visible_to(user).kept().filter(parent=image.parent_id)
    return _each_way(others.exclude(generation=image.generation_id))


def _each_way(images: ImageQuerySet) -> list[Child]:
    """Return the newest of each way in which they were varied, then the next of each.

    One more than is shown, where there are more.
    """
    columns = {column.name for column in Image._meta.concrete_fields}
    seen = [it.name for it in PARAMETERS.values() if it.is_beside]
    way = ("generation__variable", *filter(columns.__contains__, seen))
    rank = Window(RowNumber(), partition_by=list(map(F, way)), order_by="-created_at")
    rows = images.select_related("generation").annotate(rank=rank)
    rows = rows.order_by("rank", "-created_at", "-pk")[: SHOWN + 1]
    return [Child(row, _change(row)) for row in rows]


def _by_variable(made: list[Child]) -> list[Child]:
    return sorted(made, key=lambda it: (it.image.generation.variable, it.change))


def _change(image: Image) -> str:
    """Say such as "quality high"; only the name where the value is long."""
    name = image.generation.variable
    if not name:
        return ""
    value = image.generation.requested.get(name)
    if isinstance(value, str | int) and len(str(value)) <= 32:
        return f"{PARAMETERS.said(name)} {PARAMETERS.words(name, value)}"
    return PARAMETERS.said(name)
