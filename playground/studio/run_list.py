"""All runs of a person, whatever became of them: for the page of runs and its twin."""

from dataclasses import dataclass

from playground.core.keyset import Page, page_after, read_cursor
from playground.library.models import Generation, GenerationQuerySet
from playground.people.models import User
from playground.studio.cards import with_card_parts

PAGE_SIZE = 50
STATE = Generation.State


@dataclass(frozen=True)
class Filter:
    """Some states under one name of the page's tabs."""

    key: str
    label: str
    states: tuple[str, ...] = ()

    def applied(self, runs: GenerationQuerySet) -> GenerationQuerySet:
        """A filter without states leaves all."""
        return runs.filter(state__in=self.states) if self.states else runs


FILTERS = {
    kind.key: kind
    for kind in (
        Filter("", "All"),
        Filter("waiting", "Waiting", (STATE.QUEUED, STATE.SENDING)),
        Filter("succeeded", "Done", (STATE.SUCCEEDED,)),
        Filter("failed", "Failed", (STATE.FAILED,)),
        Filter("unknown", "Outcome unknown", (STATE.UNKNOWN,)),
        Filter("cancelled", "Cancelled", (STATE.CANCELLED,)),
    )
}


def filter_named(key: str) -> Filter:
    """Return the filter of this name; all runs where there is none."""
    return FILTERS.get(key, FILTERS[""])


def problem_in(state: str, after: str) -> str:
    """Say what of an address cannot be followed; "" where all can."""
    if state not in FILTERS:
        known = ", ".join(filter(None, FILTERS))
        return f"There is no state “{state[:40]}”. There are: {known}."
    column = Generation._meta.get_field("created_at")
    if after and read_cursor(after, column) is None:
        return "The address leads to no place of this list."
    return ""


def run_page(user: User, kind: Filter, *, after: str) -> Page[Generation]:
    """Return one page of runs, newest first, with what their cards need."""
    runs = kind.applied(Generation.objects.visible_to(user).made_here())
    return page_after(with_card_parts(runs), after=after, size=PAGE_SIZE)
