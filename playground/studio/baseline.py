"""The pinned picture that the composer is held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from playground.imaging.pricing import estimate, usd_text
from playground.imaging.request import Change, ImageRequest
from playground.imaging.rules import FileFacts
from playground.library.differences import changes, effective_request, routed
from playground.library.models import Image
from playground.library.sources import source_facts
from playground.people.models import User
from playground.studio.cards import shown
from playground.studio.labels import LABELS

KEY = "baseline"


@dataclass(frozen=True)
class Chip:
    """One variable that differs: its name, both values as short text."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Baseline:
    """The pinned picture and what differs from it now."""

    image: Image
    changes: Mapping[str, Change]
    one_by_one_usd: Decimal | None

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(name, label_of(name), shown(change.before), shown(change.after))
            for name, change in self.changes.items()
        ]

    @property
    def count(self) -> int:
        return len(self.changes)

    @property
    def total(self) -> str:
        """The price of running every change by itself, "" when unknown."""
        return "" if self.one_by_one_usd is None else usd_text(self.one_by_one_usd)


def label_of(name: str) -> str:
    """Return a parameter's name in running text: its own name, lower case."""
    return LABELS[name][0].lower() if name in LABELS else name


def baseline_pin(session: SessionBase, image: Image) -> None:
    session[KEY] = image.code


def baseline_clear(session: SessionBase) -> None:
    session.pop(KEY, None)


def baseline_image(session: SessionBase, user: User) -> Image | None:
    """Return the pinned picture; forget it when it is gone. One query."""
    code: Any = session.get(KEY)
    if not code:
        return None
    image = (
        Image.objects.visible_to(user)
        .kept()
        .select_related("generation")
        .filter(code=code)
        .first()
    )
    if image is None:
        baseline_clear(session)
    return image


def baseline_against(
    image: Image, request: ImageRequest, *, day: date, sources: list[FileFacts]
) -> Baseline:
    """Compare the composer's request, and its ``sources``, with the pinned picture's.

    Each of its runs sends the pinned picture's sources, but the one that changes them.
    """
    base = image.generation.request
    changed = differing(image, request)
    own = source_facts(image.generation) if base.sources else []
    prices = [
        estimate(
            base.changed(**{name: change.after}),
            day=day,
            sources=sources if name == "sources" else own,
        ).usd
        for name, change in changed.items()
    ]
    known = [price for price in prices if price is not None]
    total = sum(known, Decimal(0)) if prices and len(known) == len(prices) else None
    return Baseline(image=image, changes=changed, one_by_one_usd=total)


def differing(image: Image, request: ImageRequest) -> dict[str, Change]:
    """Return the variables in which a request to be sent differs from a picture's."""
    return changes(effective_request(image), routed(request))


def put_back(image: Image, request: ImageRequest, name: str) -> ImageRequest:
    """Return the request with one variable as the baseline has it."""
    return request.changed(**{name: getattr(effective_request(image), name)})


def button_text(baseline: Baseline | None) -> str:
    """Name the one variable on the button when exactly one differs."""
    if baseline is None or baseline.count != 1:
        return "Generate"
    chip = baseline.chips[0]
    if chip.name in ("prompt", "sources", "mask", "markup"):
        return f"Generate: {label_of(chip.name)} changed"
    return f"Generate: {label_of(chip.name)} {chip.before} → {chip.after}"
