"""The base stays, the challenger moves: from the last picture to its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from playground.gallery.compare_page import address, first_src
from playground.library.models import Image
from playground.library.relatives import NEWEST, ChallengerWalk, Listed, step
from playground.people.models import User


@dataclass(frozen=True)
class ListChoice:
    """A list on offer, and the address that moves through it."""

    relation: Listed
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
    """Where the last pane can move to. ``previous`` and ``next`` are None at an end.

    ``number`` counts panes from 1.
    """

    number: int
    relation: Listed
    lists: tuple[ListChoice, ...]
    previous: Move | None
    next: Move | None


def challenger(
    user: User, codes: Sequence[str], images: Sequence[Image], walk: ChallengerWalk
) -> Challenger | None:
    """Tell where the last picture can move to; None where nothing stands beside it.

    ``codes`` are all of the comparison, in the order of the panes: uploaded sources
    and runs that are still drawn stay where they are. Costs two queries.
    """
    if not images or len(codes) < 2:
        return None
    at = codes.index(images[-1].code)
    chosen = replace(walk, name=walk.name or NEWEST)
    step_from_here = step(user, chosen, images)

    def move(image: Image | None) -> Move | None:
        if image is None:
            return None
        to = [*codes[:at], image.code, *codes[at + 1 :]]
        return Move(address(to, chosen, given=True), first_src(image, len(codes))[0])

    return Challenger(
        number=at + 1,
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
