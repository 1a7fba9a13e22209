"""A conversation: runs that continue each other, with their pictures."""

from dataclasses import dataclass, replace
from itertools import takewhile

from django.db.models import Prefetch

from playground.library.ancestry import ancestors
from playground.library.models import Generation, Image
from playground.people.models import User

# A conversation this long is unusual.
MAX_STEPS = 20


@dataclass(frozen=True)
class Turn:
    """One turn: what was asked, what was said, what was drawn."""

    run: Generation
    images: tuple[Image, ...]
    is_here: bool = False


def conversation(user: User, run: Generation) -> list[Turn]:
    """Return the turns up to this run, and those that continue it directly.

    Oldest first; [] when there is nothing before or after it. Five queries at most,
    however many turns there are.
    """
    runs = Generation.objects.visible_to(user).prefetch_related(
        Prefetch("images", Image.objects.kept().order_by("position"))
    )
    before = ancestors(run, "previous", MAX_STEPS)
    after = list(runs.filter(previous=run).oldest()[:MAX_STEPS])
    if not before and not after:
        return []
    found = runs.in_bulk([run.pk, *before])
    # Who may not see a turn sees none of those before it.
    seen = list(takewhile(found.__contains__, before))
    if not seen and not after:
        return []
    return [
        *(_turn(found[key]) for key in reversed(seen)),
        replace(_turn(found[run.pk]), is_here=True),
        *(_turn(turn) for turn in after),
    ]


def _turn(run: Generation) -> Turn:
    return Turn(run, tuple(run.images.all()))
