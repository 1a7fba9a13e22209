"""What an address of the gallery asks for and nobody can follow, in words."""

from collections.abc import Mapping
from typing import Any

from playground.library.search import QueryProblem, Search
from playground.library.search.placing import PLACE

_SHOWN = 40


def address_problems(search: Search, asked: Mapping[str, Any]) -> list[QueryProblem]:
    """Say what stands in its place. The order of a collection falls away with it."""
    found = []
    sort = str(asked.get("sort", ""))
    if sort not in ("", PLACE, search.sort):
        words = search.sorts[search.sort][0].lower()
        there = f"There is no order “{sort[:_SHOWN]}”: these are {words}."
        found.append(QueryProblem(sort[:_SHOWN], there))
    cursors = (str(asked.get(name, "")) for name in ("after", "before"))
    for cursor in cursors:
        if cursor and not search.reads(cursor):
            begins = "The address leads to no place of this list: it begins anew here."
            found.append(QueryProblem(cursor[:_SHOWN], begins))
    return found


def leads_nowhere(search: Search, asked: Mapping[str, Any]) -> str:
    """The same for a script, which would begin anew without an end; "" if it leads."""
    cursors = [str(asked.get(name, "")) for name in ("after", "before")]
    if all(not it or search.reads(it) for it in cursors):
        return ""
    return "The place in this address cannot be read. Follow `next` as it was given."
