"""The order in which values of a parameter belong side by side."""

from collections.abc import Sequence
from typing import Any

from playground.catalog import catalog, parse_size
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import ImageRequest

Key = tuple[float, str]


def value_key(name: str, value: Any, model: str) -> Key:
    """Return a key that puts ``low`` before ``high``, 256 before 1024, ``auto`` first.

    Values of which nothing is known come last, by their letters.
    """
    text = "" if value is None else str(value)
    if value in (None, "", "auto"):
        return (-1.0, text)
    if isinstance(value, bool | int):
        return (float(value), "")
    if name == "size" and (pixels := parse_size(text)):
        return (float(pixels[0] * pixels[1]), text)
    known = _known(name, model)
    return (float(known.index(value)), "") if value in known else (float("inf"), text)


def in_order(requests: Sequence[ImageRequest], names: Sequence[str]) -> list[int]:
    """Return the positions of requests by the values in which they differ."""

    def key(position: int) -> list[Key]:
        request = requests[position]
        return [
            value_key(name, getattr(request, name), request.model) for name in names
        ]

    return sorted(range(len(requests)), key=key)


def _known(name: str, model: str) -> list[Any]:
    if name == "model":
        return list(catalog().models)
    found, legal = catalog().get(model), PARAMETERS[name].legal
    return list(legal(found)) if found and legal else []
