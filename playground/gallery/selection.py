"""The pictures a person has selected, kept in the session, in the order of selecting.

The session holds public codes only. What has been deleted since, or belongs to
somebody else, falls out when the pictures are read.
"""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from playground.core.codes import is_code
from playground.library.costs import Cost
from playground.library.models import Image
from playground.library.search import Search
from playground.people.models import User

KEY = "selection"
MAX_PICTURES = 240
MAX_COMPARED = 6


@dataclass(frozen=True)
class Selection:
    """What is selected. Reading ``images`` costs one query, ``codes`` none.

    ``in_trash`` shows what lies there instead of the rest.
    """

    codes: tuple[str, ...]
    user: User
    in_trash: bool = False
    limit: ClassVar[int] = MAX_PICTURES

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The selected pictures that still are there, in the order of selecting."""
        if not self.codes:
            return ()
        mine = Image.objects.visible_to(self.user)
        mine = mine.trashed() if self.in_trash else mine.kept()
        found = mine.in_bulk(self.codes, field_name="code")
        return tuple(found[code] for code in self.codes if code in found)

    @property
    def cost(self) -> Cost:
        return Cost.of(image.cost_usd for image in self.images)

    @property
    def compared(self) -> tuple[Image, ...]:
        """The pictures that Compare would open: the first ones selected."""
        return self.images[:MAX_COMPARED]

    def __contains__(self, code: str) -> bool:
        return code in self.codes

    def __len__(self) -> int:
        return len(self.codes)


def search_in(user: User, query: Mapping[str, Any]) -> Search:
    """Return the search of an address; ``?trash`` is one for what lies there."""
    search = Search.from_query(user, query)
    return search.with_filter("is", "trashed") if "trash" in query else search


def read(session: MutableMapping[str, Any]) -> tuple[str, ...]:
    """Return the codes, those of pictures that are gone included."""
    return tuple(session.get(KEY, ()))


def write(session: MutableMapping[str, Any], codes: Sequence[str]) -> None:
    """Keep the codes; nothing is left in the session when there are none."""
    if codes:
        session[KEY] = list(codes)
    else:
        session.pop(KEY, None)


def selection_add(
    codes: Sequence[str], wanted: Iterable[str]
) -> tuple[tuple[str, ...], bool]:
    """Add codes at the end, each once. The flag tells whether all found room."""
    together = tuple(dict.fromkeys([*codes, *filter(is_code, wanted)]))
    return together[:MAX_PICTURES], len(together) <= MAX_PICTURES


def selection_remove(codes: Sequence[str], unwanted: Iterable[str]) -> tuple[str, ...]:
    """Take codes out; the others keep their order."""
    gone = set(unwanted)
    return tuple(code for code in codes if code not in gone)


def selection_toggle(codes: Sequence[str], code: str) -> tuple[tuple[str, ...], bool]:
    """Select a code, or deselect it when it was selected."""
    if code in codes:
        return selection_remove(codes, [code]), True
    return selection_add(codes, [code])
