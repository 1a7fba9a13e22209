"""Checks that are run once for all requests which are the same in what was read.

Every check is remembered together with the fields of the request and of the model that
it has read, and is run again only where one of them is another one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from types import FunctionType, MethodType
from typing import Any, cast

from playground.catalog import Model
from playground.imaging.request import ImageRequest
from playground.imaging.rule_types import Case, Problem

Found = tuple[Problem, ...]
# Fields that were read, with their values.
Reads = dict[str, Any]
Check = Callable[[Case], Iterator[Problem]]


class _Watched:
    """A request or a model that notes which of its fields are read.

    Methods and properties are run on this one, so that it is their fields that count.
    """

    def __init__(self, watched: object, reads: Reads) -> None:
        self._watched = watched
        self._reads = reads

    def __getattr__(self, name: str) -> Any:
        defined = getattr(type(self._watched), name, None)
        if isinstance(defined, property) and defined.fget:
            return defined.fget(self)
        if isinstance(defined, FunctionType):
            return MethodType(defined, self)
        value = getattr(self._watched, name)
        self._reads[name] = value
        return value


@dataclass(frozen=True)
class Finding:
    """What a check has found, and what it has read for that."""

    of_request: Reads
    of_model: Reads
    found: Found

    def holds_for(self, case: Case) -> bool:
        """Whether nothing that was read is another one here."""
        request, model = case.request, case.model
        return all(
            getattr(request, name) == value for name, value in self.of_request.items()
        ) and all(
            getattr(model, name) == value for name, value in self.of_model.items()
        )


@dataclass
class Memory:
    """What checks have found, with the values that they had read.

    ``runs`` counts the checks that had to be run: the rules of one request are about
    thirty of them.
    """

    known: dict[Any, list[Finding]] = field(default_factory=dict)
    runs: int = 0

    def find(self, key: Any, case: Case, check: Check) -> Finding:
        """Return what a check finds. ``key`` tells whether a model is known."""
        remembered = self.known.setdefault(key, [])
        for entry in remembered:
            if entry.holds_for(case):
                return entry
        self.runs += 1
        of_request, of_model = Reads(), Reads()
        watched = replace(
            case,
            request=cast(ImageRequest, _Watched(case.request, of_request)),
            model=cast(Model, _Watched(case.model, of_model)) if case.model else None,
        )
        entry = Finding(of_request, of_model, tuple(check(watched)))
        remembered.append(entry)
        return entry
