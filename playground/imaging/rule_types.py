"""What the rules take and return."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from playground.catalog import Model, ProviderKind, catalog
from playground.imaging.request import ImageRequest
from playground.imaging.routing import Routing, choose


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """What is known of a source, mask or markup without opening it again.

    ``fully_opaque`` is True when no pixel is transparent: such a mask would
    change nothing.
    """

    sha256: str
    format: str
    width_px: int
    height_px: int
    bytes: int
    has_alpha: bool
    fully_opaque: bool = False
    name: str = ""


@dataclass(frozen=True)
class Problem:
    """Why a request cannot be sent, at the field that has to change."""

    field: str
    message: str


@dataclass(frozen=True)
class Advice:
    """Something worth knowing that does not stop a request."""

    field: str
    message: str


@dataclass(frozen=True)
class Choice:
    """One value of a parameter, and whether it may be chosen now.

    ``changes`` names the other fields whose values would stop being legal (for
    the parameter ``model``): choosing it changes more than one thing.
    """

    value: Any
    label: str
    legal: bool
    why_not: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Case:
    """A request with everything it is judged by.

    ``model`` is ``None`` when nobody knows it. Files that are not given are not
    judged: the composer may ask before it has looked at them.
    """

    request: ImageRequest
    day: datetime.date
    provider: ProviderKind
    model: Model | None
    sources: Sequence[FileFacts] = ()
    mask: FileFacts | None = None
    markup: FileFacts | None = None

    @cached_property
    def routing(self) -> Routing:
        return choose(self.request)

    @property
    def on_responses(self) -> bool:
        return self.routing.route == "responses"


def case_of(
    request: ImageRequest,
    *,
    day: datetime.date,
    provider: ProviderKind,
    sources: Sequence[FileFacts] = (),
    mask: FileFacts | None = None,
    markup: FileFacts | None = None,
) -> Case:
    """Look the model and the route of a request up, once for all checks."""
    return Case(
        request=request,
        day=day,
        provider=provider,
        model=catalog().resolve(request.model, provider),
        sources=sources,
        mask=mask,
        markup=markup,
    )
