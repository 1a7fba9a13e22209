"""Where a picture comes from and what came of it, for its page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.gallery.compare_table import TableRow, table
from playground.library.conversation import Step, conversation
from playground.library.differences import Differences, comparable, compare
from playground.library.models import Image
from playground.library.relatives import children, edited
from playground.library.search import Search
from playground.people.models import User

if TYPE_CHECKING:
    from playground.library.models import GenerationSource

CHILDREN_SHOWN = 12


@dataclass(frozen=True)
class Child:
    """A picture made from this one. ``change`` names what was varied, or is ""."""

    image: Image
    change: str


@dataclass(frozen=True)
class Lineage:
    """``parent`` may lie in the trash; ``since_parent`` compares with it, and
    ``changes`` holds the variables that differ, a cell for each of the two.

    ``siblings`` came back from the same call, ``edited`` were made with this picture
    as a source, ``conversation`` is that of the run, oldest turn first. ``older`` and ``newer`` are the
    neighbours in the search it was found with: what comes after and before.
    """

    parent: Image | None
    since_parent: Differences | None
    changes: tuple[TableRow, ...]
    sources: "list[GenerationSource]"
    siblings: list[Image]
    children: list[Child]
    more_children: bool
    edited: list[Image]
    conversation: list[Step]
    older: Image | None
    newer: Image | None

    @property
    def is_empty(self) -> bool:
        return not (
            self.parent
            or self.sources
            or self.siblings
            or self.children
            or self.edited
            or self.conversation
        )


def lineage(user: User, image: Image, search: Search) -> Lineage:
    """Collect it in a fixed number of queries, and two for each turn before it.

    The neighbours are those in the search.

    ``image`` has been fetched by ``comparable``.
    """
    run = image.generation
    mine = Image.objects.visible_to(user)
    origin = (
        comparable(mine).filter(pk=run.parent_id).first() if run.parent_id else None
    )
    made = children(user, image).select_related("generation")[: CHILDREN_SHOWN + 1]
    offspring = [Child(child, _change(child)) for child in made]
    pair = [origin, image] if origin else []
    since = compare(pair) if pair else None
    rows = table(pair, since).rows if since else ()
    newer, older = search.neighbours(image)
    return Lineage(
        parent=origin,
        since_parent=since,
        changes=tuple(row for row in rows if row.varies),
        sources=list(run.generation_sources.all()),
        siblings=list(
            mine.kept().filter(generation=run).exclude(pk=image.pk).order_by("position")
        ),
        children=offspring[:CHILDREN_SHOWN],
        more_children=len(offspring) > CHILDREN_SHOWN,
        edited=list(edited(user, image)[:CHILDREN_SHOWN]),
        conversation=conversation(user, run),
        older=older,
        newer=newer,
    )


def _change(image: Image) -> str:
    """Say such as "quality high"; only the name where the value is long."""
    name = image.generation.variable
    value = image.generation.requested.get(name)
    if name and isinstance(value, str | int) and len(str(value)) <= 32:
        return f"{name} {value}"
    return name
