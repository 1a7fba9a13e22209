"""What a picture that was picked costs in truth: with all that led to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Sum

from playground.library.models import Generation
from playground.people.models import User
from playground.spending.figures import PICKED, entries
from playground.spending.models import LedgerEntry
from playground.spending.period import Question

# As many names as one query takes.
_AT_ONCE = 500


@dataclass(frozen=True)
class Picked:
    """How many pictures were picked, and what all runs of their families cost."""

    pictures: int
    runs: int
    spent: int

    @property
    def each(self) -> int:
        """Nano-dollars, rounded down."""
        return self.spent // self.pictures


def picked(user: User, question: Question) -> Picked | None:
    """Add up the families of what was picked in these days; None without any.

    A family is everything that one run led to and came from, by variation.
    """
    simulated = question.money == "simulated"
    heads = entries(user, question).heads().filter(PICKED, simulated=simulated)
    chosen = list(heads.values_list("generation_id", flat=True))
    if not chosen:
        return None
    family = _family(user, set(chosen))
    spent = sum(
        LedgerEntry.objects.visible_to(user)
        .filter(generation_id__in=some, simulated=simulated)
        .aggregate(sum=Sum("spent_nano"))["sum"]
        or 0
        for some in _portions(family)
    )
    return Picked(len(chosen), len(family), spent)


def _family(user: User, known: set[int]) -> set[int]:
    """Walk up to the parents and down to the children until nobody is new."""
    runs = Generation.objects.visible_to(user).order_by()
    fresh = set(known)
    while fresh:
        found: set[int] = set()
        for some in _portions(fresh):
            above = runs.filter(pk__in=some).exclude(parent=None)
            found.update(above.values_list("parent__generation_id", flat=True))
            below = runs.filter(parent__generation_id__in=some)
            found.update(below.values_list("pk", flat=True))
        fresh = found - known
        known |= fresh
    return known


def _portions(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]
