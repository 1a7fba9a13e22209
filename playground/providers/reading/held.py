"""Pictures of which nobody has said that they are finished.

A server may call its previews what it likes, or nothing. What came last in a complete
answer is the picture, unless something else of the answer says that it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.providers.reading.values import as_text

Row = Mapping[str, Any]
# What tells one picture from another. A bare "index" may count steps.
_IDENTITIES = ("item_id", "id", "image_id", "image_index", "output_index")


@dataclass(frozen=True)
class One:
    """``event`` is the number of the event it came in; ``is_news``: it is said to be a
    preview."""

    event: int
    identity: str
    is_news: bool
    row: Row
    beside: Row

    def is_another(self, finished: Sequence[tuple[int, str]]) -> bool:
        """Whether this can be no preview of those that were said to be finished.

        They are given as event and identity. Without identities only the order tells: a
        preview comes before its picture, and never in its event.
        """
        if any(event == self.event for event, _ in finished):
            return True
        kind = self.identity.partition(" ")[0]
        told = [name for _, name in finished if name]
        kinds = {name.partition(" ")[0] for name in told}
        if len(told) == len(finished) and kinds == {kind}:
            return self.identity not in told
        return not self.is_news or self.event > finished[-1][0]


@dataclass
class Held:
    """Keeps the latest of each picture, ``most`` in all."""

    most: int
    kept: list[One] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.kept)

    @property
    def nameless(self) -> int:
        """How many are not said to be previews."""
        return sum(not one.is_news for one in self.kept)

    def add(self, event: int, row: Row, beside: Row, *, is_news: bool) -> None:
        """Replace what this is a later word on; beyond ``most`` the oldest give way."""
        identity = identity_of(row, beside)
        new = One(event, identity, is_news, row, beside)
        self.kept = [one for one in self.kept if not _replaces(new, one)] + [new]
        del self.kept[: -self.most]

    def last(self, count: int | None, *, is_whole: bool) -> list[One]:
        """Return those that count as finished: the last ``count``, or of each the last.

        What came in one event stays together. Of an answer that breaks off, what is
        said to be a preview is none of them.
        """
        found = [one for one in self.kept if is_whole or not one.is_news]
        if count is None or len(found) <= count:
            return found
        first = found[-count].event
        return [one for one in found if one.event >= first]

    def others(self, finished: Sequence[tuple[int, str]], count: int) -> list[One]:
        """Return the last ``count`` beside those that were said to be finished."""
        found = [one for one in self.kept if one.is_another(finished)]
        return found[-count:] if count > 0 else []


def _replaces(new: One, old: One) -> bool:
    if new.event == old.event or new.identity != old.identity:
        return False
    # Without any name, each may be a picture by itself, unless it is called a preview.
    return bool(new.identity) or old.is_news


def identity_of(*places: Row) -> str:
    """What tells a picture from others of its answer; "" where nothing does."""
    for place in places:
        for name in _IDENTITIES:
            told = place.get(name)
            if isinstance(told, int) or as_text(told):
                return f"{name} {told}"[:200]
    return ""
