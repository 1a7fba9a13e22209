"""Typed reading of a request's fields, with the API's own complaints.

``Fields`` reads JSON values and, with ``form=True``, the texts of a multipart
form. A field that is absent reads as ``None``, and so does JSON's ``null``.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from playground.simulator import errors

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


def kind(value: Any) -> str:
    """Name a JSON value's type as the API names it."""
    names = {
        type(None): "null",
        bool: "a boolean",
        int: "an integer",
        float: "a decimal number",
        str: "a string",
        list: "an array",
    }
    return names.get(type(value), "an object")


class Fields:
    """The fields of one request, or of one object inside it."""

    def __init__(
        self, values: Mapping[str, Any], *, prefix: str = "", form: bool = False
    ) -> None:
        self.values = values
        self.prefix = prefix
        self.form = form

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def param(self, name: str) -> str:
        """Return the field's name as errors give it."""
        return f"{self.prefix}{name}"

    def raw(self, name: str) -> Any:
        """As it came, of whatever type; None where it is missing or null."""
        return self.values.get(name)

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Raise ``ApiError`` at the first field that is not known."""
        for name in self.values:
            if name not in known:
                raise errors.unknown(self.param(name))

    def text(self, name: str, *, maximum: int | None = None) -> str | None:
        """None where it is missing or null; raises ``ApiError`` for what is no text."""
        value = self.raw(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise errors.wrong_type(self.param(name), "a string", kind(value))
        if maximum is not None and len(value) > maximum:
            raise errors.too_long(self.param(name), maximum, len(value))
        return value

    def required_text(self, name: str) -> str:
        """Read a field that may be neither absent nor ``null``."""
        if name not in self.values:
            raise errors.missing(self.param(name))
        value = self.text(name)
        if value is None:
            raise errors.wrong_type(self.param(name), "a string", "null")
        return value

    def integer(self, name: str, *, low: int, high: int) -> int | None:
        """None where it is missing; raises ``ApiError``. A form's digits count."""
        value = self.raw(name)
        if value is None:
            return None
        if self.form and isinstance(value, str):
            if not _INTEGER.fullmatch(value):
                raise errors.not_an_integer(self.param(name))
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise errors.wrong_type(self.param(name), "an integer", kind(value))
        if value < low:
            raise errors.below(self.param(name), low, value)
        if value > high:
            raise errors.above(self.param(name), high, value)
        return value

    def flag(self, name: str) -> bool | None:
        """None where it is missing; raises ``ApiError``. A form's "true" is True."""
        value = self.raw(name)
        if self.form and value in ("true", "false"):
            return bool(value == "true")
        if value is not None and not isinstance(value, bool):
            raise errors.wrong_type(self.param(name), "a boolean", kind(value))
        return value

    def one_of(self, name: str, options: Sequence[str]) -> str | None:
        """None where it is missing; raises ``ApiError`` that names the options."""
        value = self.raw(name)
        if value is None:
            return None
        if not isinstance(value, str):
            expected = f"one of {errors.quoted(options, 'or')}"
            raise errors.wrong_type(self.param(name), expected, kind(value))
        if value not in options:
            raise errors.not_among(self.param(name), value, options)
        return value

    def inner(self, name: str) -> "Fields | None":
        """Read a field that holds an object."""
        value = self.raw(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise errors.wrong_type(self.param(name), "an object", kind(value))
        return Fields(value, prefix=f"{self.param(name)}.", form=self.form)

    def items(self, name: str) -> list[Any] | None:
        """Read a field that holds an array."""
        value = self.raw(name)
        if value is not None and not isinstance(value, list):
            raise errors.wrong_type(self.param(name), "an array", kind(value))
        return value
