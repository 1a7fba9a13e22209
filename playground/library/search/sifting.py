"""What is asked for, sifted by what can find it."""

from dataclasses import dataclass, field

from django.db.models import Q

from playground.library.models import ImageQuerySet
from playground.library.search.conditions import (
    Columns,
    Condition,
    Span,
    Trashed,
    Words,
)

# One of its conditions has to hold. True marks a "not".
Group = tuple[tuple[Condition, bool], ...]


@dataclass(frozen=True)
class Sifted:
    """All of these have to hold.

    ``narrow`` are conditions on columns, once more, that an index can find.
    """

    words: list[list[Words]] = field(default_factory=list)
    without: list[Words] = field(default_factory=list)
    columns: list[Q] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    narrow: list[tuple[Q, ...]] = field(default_factory=list)

    @classmethod
    def of(cls, groups: tuple[Group, ...]) -> "Sifted":
        """Every group has to hold; one condition of a group is enough."""
        found = cls()
        for group in groups:
            if len(group) == 1:
                found._take(*group[0])
            elif all(isinstance(it, Words) and not no for it, no in group):
                found.words.append([it for it, _ in group if isinstance(it, Words)])
            else:
                found.columns.append(_any(group))
        return found

    def _take(self, condition: Condition, is_not: bool) -> None:
        match condition:
            case Trashed():
                pass
            case Words():
                if is_not:
                    self.without.append(condition)
                else:
                    self.words.append([condition])
            case Span() if not is_not:
                self.spans.append(condition)
            case _:
                self.columns.append(~condition.q if is_not else condition.q)
                if isinstance(condition, Columns) and condition.narrow and not is_not:
                    self.narrow.append(condition.narrow)

    def looking(self, images: ImageQuerySet) -> ImageQuerySet:
        """Ask for the words by a look into the document of each picture."""
        for group in self.words:
            either = Q()
            for words in group:
                either |= words.q
            images = images.filter(either)
        for words in self.without:
            images = images.exclude(words.q)
        return images


def _any(group: Group) -> Q:
    found = Q()
    for condition, is_not in group:
        found |= ~condition.q if is_not else condition.q
    return found
