"""All parameters, in their order, and the selections that surfaces ask for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from playground.imaging.parameters.declaration import Group, Parameter


class Table(Mapping[str, Parameter]):
    """Parameters by name, in the order in which pages show them."""

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        self._all = {parameter.name: parameter for parameter in parameters}

    def __getitem__(self, name: str) -> Parameter:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def of_group(self, group: Group) -> list[Parameter]:
        """In the order of pages."""
        return [each for each in self._all.values() if each.group == group]

    @property
    def settings(self) -> list[Parameter]:
        """How to make pictures: what presets keep and locks hold."""
        return [each for each in self._all.values() if not each.is_content]

    @property
    def defaults(self) -> dict[str, Any]:
        """What stands in for each of ``settings`` that nobody has set."""
        return {each.name: each.default for each in self.settings}

    @property
    def of_one_turn(self) -> dict[str, Any]:
        """What the next turn begins with in place of what it leaves behind."""
        return {
            each.name: "" if each.kind == "prompt" else each.default
            for each in self._all.values()
            if each.of_one_turn
        }

    @property
    def fields(self) -> list[Parameter]:
        """Those that the composer draws from their declarations."""
        return [each for each in self._all.values() if each.group]

    @property
    def leading(self) -> list[Parameter]:
        """What others give way to: model, route, format."""
        return [each for each in self._all.values() if each.leads]

    @property
    def variables(self) -> list[str]:
        """What can change the picture: only these count in a verdict."""
        return [each.name for each in self._all.values() if not each.is_circumstance]

    @property
    def circumstances(self) -> list[str]:
        """What cannot change the picture, and never counts in a verdict."""
        return [each.name for each in self._all.values() if each.is_circumstance]

    @property
    def echoed(self) -> list[str]:
        """Names of what an answer repeats, as the API took it."""
        return [each.name for each in self._all.values() if each.is_echoed]

    def field_of(self, path: Sequence[str]) -> str | None:
        """Return the field that the API means by a path of names, if there is one.

        The longest end of the path that belongs to one field alone decides:
        ``svg.reasoning.effort`` is another one than ``svg``.
        """
        called: dict[tuple[str, ...], str] = {(name,): name for name in self._all}
        for each in self._all.values():
            for name in each.names_of_the_api:
                called.setdefault(name, each.name)
        for end in range(len(path), 0, -1):
            for start in range(end):
                found = called.get(tuple(path[start:end]))
                if found:
                    return found
        return None

    def label(self, name: str) -> str:
        """What a page calls it; a name that is no parameter in its own words."""
        known = self._all.get(name)
        return known.label if known else name.replace("_", " ").capitalize()

    def said(self, name: str) -> str:
        """What a sentence calls it."""
        known = self._all.get(name)
        return known.said if known else name.replace("_", " ")

    def words(self, name: str, value: Any) -> str:
        """A name that is no parameter has its value as it is."""
        known = self._all.get(name)
        return known.words(value) if known else str(value)

    def read_words(self, name: str, posted: Any) -> str:
        """Write a value that is kept as it was posted; as it is where it reads as none."""
        known = self._all.get(name)
        if known is None:
            return str(posted)
        try:
            return known.words(known.read(posted))
        except ValueError:
            return str(posted)
