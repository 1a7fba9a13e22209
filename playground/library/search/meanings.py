"""What a field of a search reads out of a value."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.library.search.conditions import Condition
from playground.people.models import User


class Missing(Exception):
    """Something that was named does not exist: nothing is found, and that is said."""


@dataclass(frozen=True)
class Meaning:
    """What a clause asks for, and in words, to follow "is" or "is not".

    ``value`` is in the form in which facets have it; "" if that is how it was typed.
    """

    condition: Condition
    words: str
    value: str = ""


@dataclass(frozen=True)
class Field:
    """``values`` are those to suggest; ``hint`` is an example with a few words."""

    name: str
    hint: str
    read: Callable[[User, str], Meaning]
    values: tuple[str, ...] = ()
