"""Whether a request can be sent, what may be chosen, and what is not offered.

Each is one question to a ``RequestContext``; whoever has several asks that itself.
The same rules stand behind the form, the buttons of Vary, and the simulator's
tests. Advice that does not stop a request is in ``advice``.
"""

import datetime
from collections.abc import Sequence

from playground.catalog import ProviderKind
from playground.imaging.context import RequestContext
from playground.imaging.request import ImageRequest
from playground.imaging.rule_types import Choice, FileFacts, Problem

__all__ = ["Choice", "FileFacts", "Problem", "adapted", "choices", "problems"]


def problems(
    request: ImageRequest,
    *,
    day: datetime.date,
    provider: ProviderKind,
    sources: Sequence[FileFacts] = (),
    mask: FileFacts | None = None,
    markup: FileFacts | None = None,
) -> tuple[Problem, ...]:
    """Return why a request cannot be sent; empty when it can.

    Files are judged by their facts where these are given. For a model that cannot
    be called, nothing else about the model is said.
    """
    context = RequestContext(
        request,
        day=day,
        provider=provider,
        sources=sources,
        mask=mask,
        markup=markup,
    )
    return context.problems


def unavailable(
    parameter: str,
    request: ImageRequest,
    *,
    day: datetime.date,
    provider: ProviderKind,
) -> str:
    """Say in a few words why a parameter is not offered; "" when it is."""
    context = RequestContext(request, day=day, provider=provider)
    return context.unavailable(parameter)


def choices(
    parameter: str,
    request: ImageRequest,
    *,
    day: datetime.date,
    provider: ProviderKind,
) -> tuple[Choice, ...]:
    """Return the values of one parameter, given the rest of the request."""
    return RequestContext(request, day=day, provider=provider).choices(parameter)


def adapted(
    request: ImageRequest, *, day: datetime.date, provider: ProviderKind
) -> tuple[ImageRequest, tuple[Problem, ...]]:
    """Put back to its default every setting that is not legal."""
    context, solved = RequestContext(request, day=day, provider=provider).adapted()
    return context.request, solved
