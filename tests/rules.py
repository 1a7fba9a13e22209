"""One question to a ``RequestContext`` in one call, for tests of the rules."""

from typing import Any

from playground.imaging.advice import context_advice
from playground.imaging.context import RequestContext
from playground.imaging.request import ImageRequest
from playground.imaging.rule_types import Advice, Choice, Problem


def problems(request: ImageRequest, **case: Any) -> tuple[Problem, ...]:
    return RequestContext(request, **case).problems


def advice(request: ImageRequest, **case: Any) -> tuple[Advice, ...]:
    return context_advice(RequestContext(request, **case))


def unavailable(parameter: str, request: ImageRequest, **case: Any) -> str:
    return RequestContext(request, **case).unavailable(parameter)


def choices(parameter: str, request: ImageRequest, **case: Any) -> tuple[Choice, ...]:
    return RequestContext(request, **case).choices(parameter)


def adapted(
    request: ImageRequest, **case: Any
) -> tuple[ImageRequest, tuple[Problem, ...]]:
    context, solved = RequestContext(request, **case).adapted()
    return context.request, solved
