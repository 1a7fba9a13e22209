"""The parts of a search as they were understood, and which of them exclude each other."""

from dataclasses import dataclass, replace

from playground.library.search.conditions import Condition, Trashed
from playground.library.search.fields import JUDGED, SHAPES
from playground.library.search.language import QueryProblem


@dataclass(frozen=True)
class Clause:
    """One thing that was understood.

    ``value`` is written in the form in which it is counted and compared. ``group`` is
    that of its piece; ``joins`` tells that it is said after an OR.
    """

    text: str
    field: str
    value: str
    words: str
    is_not: bool
    group: int
    condition: Condition
    joins: bool = False


def joined(clauses: list[Clause]) -> list[Clause]:
    """Tell which have another one of their group before them.

    What was not understood has left its group: what follows it joins nobody else.
    """
    before = [None, *(it.group for it in clauses)]
    return [
        replace(it, joins=it.group == group)
        for it, group in zip(clauses, before, strict=False)
    ]


def joined_trash(clauses: list[Clause]) -> list[QueryProblem]:
    """The trash is a place, not a thing that some of what is found may have."""
    for number, clause in enumerate(clauses):
        followed = clauses[number + 1 : number + 2]
        joined = clause.joins or any(it.joins for it in followed)
        if isinstance(clause.condition, Trashed) and joined:
            message = (
                "The trash is looked through by itself: OR does not reach out of it."
            )
            return [QueryProblem(clause.text, message)]
    return []


# Of these a picture has several, so that asking for two makes sense.
SEVERAL = {"tag", "in", "has", "is", "kind"}


# Two names for one question.
_DATES = {"date", "made"}


def asks_for(clause: Clause, field: str, value: str) -> bool:
    """Tell whether it names just this value, in whatever case; with "not", too."""
    return clause.field == field and clause.value.lower() == value.lower()


def clashes(clause: Clause, field: str, value: str) -> bool:
    """Whether a part has to go when another value of a field is asked for."""
    if clause.field != field:
        return {clause.field, field} == _DATES
    is_one = field not in SEVERAL
    return is_one or asks_for(clause, field, value) or _same_sort(clause, value)


def _same_sort(clause: Clause, value: str) -> bool:
    return clause.field == "is" and any(
        clause.value in values and value in values for values in (SHAPES, JUDGED)
    )
