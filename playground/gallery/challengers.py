"""The base stays, the challenger moves: from the last picture to its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from playground.gallery.compare_page import address, first_source
from playground.library.models import Image
from playground.library.relatives import NEWEST, Relation, Walk, step
from playground.people.models import User


@dataclass(frozen=True)
class ListChoice:
    """A list on offer, and the address that moves through it."""

    relation: Relation
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Move:
    """The comparison one step on. ``source`` is the picture's first file, so that
    a browser can have it ready."""

    address: str
    source: str


@dataclass(frozen=True)
class Challenger:
    number: int
    relation: Relation
    lists: tuple[ListChoice, ...]
    previous: Move | None
    next: Move | None


def challenger(user: User, images: Sequence[Image], walk: Walk) -> Challenger | None:
    """Tell where the last picture can move to; None for fewer than two pictures.

    Costs two queries.
    """
    if len(images) < 2:
        return None
    codes = [image.code for image in images]
    chosen = replace(walk, name=walk.name or NEWEST)
    step_from_here = step(user, chosen, images)

    def move(image: Image | None) -> Move | None:
        if image is None:
            return None
        to = address([*codes[:-1], image.code], chosen, given=True)
        return Move(to, first_source(image, len(images))[0])

    return Challenger(
        number=len(images),
        relation=chosen.relation,
        lists=tuple(
            ListChoice(
                relation,
                address(codes, replace(walk, name=relation.name), given=True),
                relation.name == chosen.name,
            )
            for relation in walk.relations.values()
        ),
        previous=move(step_from_here.previous),
        next=move(step_from_here.next),
    )
