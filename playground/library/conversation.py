"""A conversation: runs that continue each other, with their pictures."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from playground.library.models import Image
from playground.people.models import User

if TYPE_CHECKING:
    from playground.library.models import Generation

# A conversation this long is unusual, and each step costs two queries.
MAX_STEPS = 20


@dataclass(frozen=True)
class Step:
    """One turn: what was asked, what was said, what was drawn."""

    run: "Generation"
    images: tuple[Image, ...]
    is_here: bool = False


def conversation(user: User, run: "Generation") -> list[Step]:
    """Return the steps up to this run, and those that continue it directly.

    Oldest first; [] when there is nothing before or after it.
    """
    runs = (
        type(run)
        .objects.visible_to(user)
        .prefetch_related(Prefetch("images", Image.objects.kept().order_by("position")))
    )
    before: list[Generation] = []
    previous_id = run.previous_id
    while previous_id and len(before) < MAX_STEPS:
        step = runs.filter(pk=previous_id).first()
        if step is None:
            break
        before.append(step)
        previous_id = step.previous_id
    after = list(runs.filter(previous=run).oldest()[:MAX_STEPS])
    if not before and not after:
        return []
    here = runs.get(pk=run.pk)
    return [
        *(_step(step) for step in reversed(before)),
        Step(here, tuple(here.images.all()), is_here=True),
        *(_step(step) for step in after),
    ]


def _step(run: "Generation") -> Step:
    return Step(run, tuple(run.images.all()))
