"""What differs between two requests, as chips: a name and two short values."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import Change

LONGEST = 32


@dataclass(frozen=True)
class Chip:
    """One variable that differs: its name, and both values as short text.

    Of a content it is only said that it differs.
    """

    name: str
    label: str
    before: str
    after: str
    is_content: bool


def chips(changes: Mapping[str, Change]) -> list[Chip]:
    """Put changes into words short enough for a chip each."""
    return [
        Chip(
            name=name,
            label=PARAMETERS.said(name),
            before=_short(PARAMETERS.words(name, change.before)),
            after=_short(PARAMETERS.words(name, change.after)),
            is_content=PARAMETERS[name].is_content,
        )
        for name, change in changes.items()
    ]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:30].rstrip()}…"
