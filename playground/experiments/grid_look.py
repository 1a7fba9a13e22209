"""How somebody looks at the grid of an experiment, as its address says it."""

from dataclasses import dataclass, field

from django.http import QueryDict

ZOOMS = ("small", "medium", "large")


@dataclass
class Look:
    """How the grid is looked at: everything of it stands in the address."""

    transpose: bool = False
    zoom: str = "medium"
    # All draws of a cell beside each other, not as a stack.
    spread: bool = False
    hidden: frozenset[int] = frozenset()
    prompt: int | None = None
    query: QueryDict = field(default_factory=QueryDict)


def look_from(query: QueryDict) -> Look:
    """Read an address; what cannot be read in it is left at its default."""
    hidden = {int(it) for it in query.getlist("hide")[:100] if _is_place(it)}
    prompt = query.get("prompt", "")
    zoom = query.get("zoom", "")
    return Look(
        transpose=query.get("transpose") == "1",
        zoom=zoom if zoom in ZOOMS else "medium",
        spread=query.get("draws") == "all",
        hidden=frozenset(hidden),
        prompt=int(prompt) if _is_place(prompt) else None,
        query=query,
    )


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
