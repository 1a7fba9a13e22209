"""Changing the model or the route without losing what is still legal."""

from collections.abc import Collection
from datetime import date

from playground.catalog import ProviderKind
from playground.imaging import rules
from playground.imaging.request import DEFAULTS, ImageRequest
from playground.studio.labels import label_of


def settle(
    request: ImageRequest,
    *,
    day: date,
    provider: ProviderKind,
    keep: Collection[str] = (),
) -> tuple[ImageRequest, tuple[str, ...]]:
    """Put back what the request's model and route do not take.

    Returns the request and a note for each change. What ``keep`` names stays, even
    when it is not legal.
    """
    settled, solved = rules.adapted(request, day=day, provider=provider, keep=keep)
    notes = []
    for problem in solved:
        label = label_of(problem.field)
        default = DEFAULTS[problem.field]
        notes.append(
            f"{label} {getattr(request, problem.field)} → "
            f"{'left out' if default is None else default}: {problem.message}"
        )
    return settled, tuple(notes)
