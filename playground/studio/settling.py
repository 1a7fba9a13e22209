"""Changing the model or the route without losing what is still legal."""

from collections.abc import Collection

from playground.imaging.context import RequestContext
from playground.imaging.parameters import PARAMETERS


def settle(
    context: RequestContext, *, keep: Collection[str] = ()
) -> tuple[RequestContext, tuple[str, ...]]:
    """Put back what the request's model and route do not take.

    Returns the context and a note for each change. What ``keep`` names stays, even
    when it is not legal.
    """
    settled, solved = context.adapted(keep)
    notes = []
    for problem in solved:
        parameter = PARAMETERS[problem.field]
        before = parameter.words(getattr(context.request, problem.field))
        after = parameter.words(parameter.default)
        notes.append(f"{parameter.label} {before} → {after}: {problem.message}")
    return settled, tuple(notes)
