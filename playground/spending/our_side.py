"""What the ledger says of each day and model, counted as the provider counts."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from playground.imaging.pricing import text_models_paid
from playground.library.models import Generation
from playground.spending.amounts import to_nano
from playground.spending.models import LedgerEntry, LedgerQuerySet
from playground.spending.provider_export import Export, model_name

Kind = LedgerEntry.Kind
# A call at the edge of a day is one of the days beside it for the other side.
EDGE = timedelta(days=2)


@dataclass
class OurSide:
    """What the ledger says of a day and a model. Amounts in nano-dollars."""

    spent: int = 0
    runs: set[str] = field(default_factory=set)
    doubts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    open_bills: set[str] = field(default_factory=set)


def our_side(export: Export) -> dict[tuple[date, str], OurSide]:
    """Return what there is in the days of the export.

    The provider's days are those of UTC, and of the call: all that the ledger says of a
    run lies on that day, whenever it was written. A text model of the Responses route
    has a line of its own there, so it has one here.
    """
    days = [line.day for line in export.lines]
    first, last = min(days), max(days)
    entries = _entries(first, last)
    calls = Generation.objects.filter(
        pk__in=entries.order_by().values("generation_id")
    ).order_by()
    sent = dict(calls.exclude(sent_at=None).values_list("pk", "sent_at"))
    receipts = {}
    if export.by_model and export.tells_money:
        receipts = dict(calls.filter(route="responses").values_list("pk", "receipt"))
    ends: dict[str, datetime] = {}
    booked: dict[str, int] = defaultdict(int)
    for entry in entries:
        booked[entry.run] += entry.spent_nano
        if entry.kind != Kind.RESERVED:
            ends.setdefault(entry.run, entry.at)
    found: dict[tuple[date, str], OurSide] = defaultdict(OurSide)
    for entry in entries:
        # Of a run whose row is gone only the books know when it was.
        moment = sent.get(entry.generation_id) or ends.get(entry.run, entry.at)
        day = moment.astimezone(UTC).date()
        if not first <= day <= last:
            continue
        mine = found[day, model_name(entry.model) if export.by_model else ""]
        _add(mine, entry)
        if entry.kind == Kind.SETTLED:
            paid = text_models_paid(receipts.get(entry.generation_id))
            # A receipt may say more than the books: only what lies there is moved.
            left = booked[entry.run]
            for name, usd in paid.items():
                nano = min(to_nano(usd), max(left, 0))
                left -= nano
                mine.spent -= nano
                found[day, model_name(name)].spent += nano
    return found


def _add(mine: OurSide, entry: LedgerEntry) -> None:
    mine.spent += entry.spent_nano
    mine.doubts[entry.run] += entry.doubtful_nano
    if entry.kind == Kind.SETTLED:
        mine.runs.add(entry.run)
        if not entry.complete:
            mine.open_bills.add(entry.run)
    elif entry.kind == Kind.CORRECTED:
        mine.open_bills.discard(entry.run)


def _entries(first: date, last: date) -> LedgerQuerySet:
    """Return all entries of the runs that may have been sent in these days.

    By the run and not by each entry's own time: a correction or a late receipt may
    come weeks after the call.
    """
    around = (
        datetime.combine(first, time.min, UTC) - EDGE,
        datetime.combine(last, time.max, UTC) + EDGE,
    )
    sent = Generation.objects.filter(sent_at__range=around).order_by()
    near = LedgerEntry.objects.filter(simulated=False, provider="openai").filter(
        Q(at__range=around) | Q(generation_id__in=sent.values("pk"))
    )
    return LedgerEntry.objects.filter(run__in=near.values("run")).order_by("pk")
