"""Declaring a parameter that exists only in a test."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from playground.imaging.parameters import PARAMETERS, Parameter
from playground.imaging.request import DEFAULTS, FIELDS, ImageRequest

_GENERATED = (
    "__init__",
    "__repr__",
    "__eq__",
    "__hash__",
    "__setattr__",
    "__delattr__",
    "__match_args__",
)


@contextmanager
def declared(parameter: Parameter) -> Iterator[None]:
    """Do what a developer does: a field of ``ImageRequest``, and a declaration.

    The field is left out by default. Both are gone after the test.
    """
    name = parameter.name
    fields, defaults = cast(list[str], FIELDS), cast(dict[str, Any], DEFAULTS)
    known = cast(dict[str, Parameter], PARAMETERS._all)
    ImageRequest.__annotations__[name] = str | None
    setattr(ImageRequest, name, None)
    _remake()
    fields.append(name)
    defaults[name] = None
    known[name] = parameter
    try:
        yield
    finally:
        del known[name], defaults[name], ImageRequest.__annotations__[name]
        fields.remove(name)
        delattr(ImageRequest, name)
        _remake()


def _remake() -> None:
    for name in _GENERATED:
        delattr(ImageRequest, name)
    dataclasses.dataclass(frozen=True, kw_only=True)(ImageRequest)
