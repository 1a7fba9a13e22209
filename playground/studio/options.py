"""What one field of the composer offers: its values, prices, and reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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

    ``kind`` is seg, frames, number, text, or absent: then ``hint`` says why the
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
    width, _, height = str(size).partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) and int(height)):
        return None
    scale = longest_px / max(int(width), int(height))
    return max(round(int(width) * scale), 5), max(round(int(height) * scale), 5)
