"""What one field of the composer offers: its values, prices, and reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from playground import catalog
from playground.imaging.parameters import Parameter
from playground.imaging.parameters.declaration import Group
from playground.imaging.rule_types import Choice
from playground.runs.posted import CUSTOM_SIZE

GROUPS: tuple[Group, ...] = ("main", "more", "route")
# Of the many legal sizes, those that have a segment of their own.
FEW_SIZES = ("1024x1024", "1536x1024", "1024x1536", "1536x864", "auto")


@dataclass(frozen=True)
class Option:
    """One value of a choice. ``price`` is signed, and absolute where checked."""

    value: str
    label: str
    checked: bool
    legal: bool = True
    why_not: str = ""
    price: str = ""
    # For models: the heading it stands under.
    group: str = ""
    # For sizes: the frame drawn in its true ratio, in px.
    frame: tuple[int, int] | None = None


@dataclass(frozen=True)
class ComposerField:
    """One parameter as it is shown.

    ``kind`` is choice, size, number, text, or absent: then ``hint`` says why the
    model or the route does not take it. ``step`` is that of a custom size.
    """

    name: str
    label: str
    hint: str
    kind: str
    value: str = ""
    options: tuple[Option, ...] = ()
    error: str = ""
    advice: str = ""
    placeholder: str = ""
    step: int = 1
    suggestions: tuple[str, ...] = ()

    @property
    def blocked(self) -> Mapping[str, str]:
        """Why values cannot be chosen: the reason, and the values it is about.

        No values are named where the reason is about all that are left.
        """
        reasons: dict[str, list[str]] = {}
        for option in self.options:
            if not option.legal:
                reasons.setdefault(option.why_not, []).append(option.label)
        others = [option for option in self.options if not option.checked]
        return {
            reason: "" if len(labels) == len(others) > 1 else ", ".join(labels)
            for reason, labels in reasons.items()
        }


def drawn_frame(size: Any, longest_px: int = 18) -> tuple[int, int] | None:
    """Return the drawn frame of a size, in px; None for ``auto``."""
    parsed = catalog.parse_size(str(size))
    if parsed is None:
        return None
    scale = longest_px / max(parsed)
    return max(round(parsed[0] * scale), 5), max(round(parsed[1] * scale), 5)


def absent_field(parameter: Parameter, reason: str) -> ComposerField:
    """A field that is only named, with the reason why it is not there."""
    return ComposerField(
        name=parameter.name, label=parameter.label, hint=reason, kind="absent"
    )


def few_sizes(found: tuple[Choice, ...], current: str) -> tuple[Choice, ...]:
    """Keep the sizes that have a segment; all legal ones where none of those fits.

    ``current`` is kept whatever it is; "" where it has a field of its own.
    """
    usual = [choice for choice in found if choice.value in FEW_SIZES]
    if any(choice.legal and choice.value != "auto" for choice in usual):
        return tuple(
            choice for choice in found if choice.value in (*FEW_SIZES, current)
        )
    return tuple(
        choice
        for choice in found
        if choice.value == current or (choice.legal and choice.value != CUSTOM_SIZE)
    )


def group(model: catalog.Model) -> str:
    """The heading under which the menu of models has it; "" for the usual ones."""
    if model.completeness == "unknown":
        return "Only on this server"
    return "Fixed snapshots" if model.snapshot_of else ""


def until(model: catalog.Model, day: date) -> str:
    """Say until when a stopping model can be used, and what takes its place."""
    if model.state(day) != "stopping" or model.shutdown is None:
        return ""
    until = f"stops on {model.shutdown:%-d %B}"
    return f"{until}, then {model.successor}" if model.successor else until
