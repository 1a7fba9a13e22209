"""The books for other programs: as JSON, and entry by entry as CSV."""

import csv
from collections.abc import Iterator
from typing import Any

from playground.people.models import User
from playground.spending.amounts import exact
from playground.spending.figures import PERSON, entries, figures
from playground.spending.period import Question

COLUMNS = (
    "entry",
    "at",
    "day",
    "kind",
    "simulated",
    "run",
    "person",
    "provider",
    "model",
    "quality",
    "size",
    "route",
    "experiment",
    "spent_usd",
    "reserved_usd",
    "possibly_charged_usd",
    "complete",
    "price",
    "note",
)
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def spending_json(user: User, question: Question) -> dict[str, Any]:
    """Return what ``docs/json.md`` promises. Money is text, every digit."""
    found = figures(user, question)
    totals = found.totals
    return {
        "total": {
            "spent_usd": exact(totals.spent),
            "reserved_usd": exact(totals.reserved),
            "possibly_charged_usd": exact(totals.doubtful),
            "simulated_usd": exact(totals.simulated),
        },
        "by": [
            {
                "key": row.key,
                "spent_usd": exact(row.spent),
                "runs": row.runs,
                "images": row.images,
                "picked": row.picked,
                "thrown_away": row.thrown_away,
            }
            for row in found.rows
        ],
    }


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def ledger_csv(user: User, question: Question) -> Iterator[str]:
    """Yield the ledger as CSV, oldest entry first; whatever is added meanwhile is not
    in it.
    """
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    found = entries(user, question).annotate(who=PERSON).order_by("pk")
    if question.money:
        found = found.filter(simulated=question.money == "simulated")
    for entry in found.iterator(chunk_size=500):
        yield writer.writerow(
            [
                entry.pk,
                entry.at.isoformat(),
                entry.day.isoformat(),
                entry.kind,
                "yes" if entry.simulated else "no",
                entry.run,
                _text(entry.who),  # type: ignore[attr-defined]
                _text(entry.provider),
                _text(entry.model),
                _text(entry.quality),
                _text(entry.size),
                _text(entry.route),
                _text(entry.experiment or ""),
                exact(entry.spent_nano),
                exact(entry.reserved_nano),
                exact(entry.doubtful_nano),
                "yes" if entry.complete else "no",
                _text(entry.price_version),
                _text(entry.note),
            ]
        )


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
