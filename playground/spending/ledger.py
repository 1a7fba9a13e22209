"""What becomes of the money of a run: the hooks that its life calls.

Each is called inside the transaction that changes the run, so that the books and
the run never tell different stories. All of them look at what the ledger says of
the run, and none does anything twice.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from playground.core.clock import day_of
from playground.imaging.pricing import Receipt
from playground.library.models import Generation
from playground.spending import counts
from playground.spending.amounts import to_nano
from playground.spending.counts import Amounts
from playground.spending.limits import hold
from playground.spending.models import Count, LedgerEntry

Kind = LedgerEntry.Kind

# The database itself refuses to change what stands there.
TABLE = "spending_ledgerentry"
WORDS = "The ledger is append-only: write a correction instead."


@dataclass(frozen=True)
class _Balance:
    """What the ledger says of one run now."""

    head: LedgerEntry
    counts: list[Count]
    reserved: int
    # Somebody's word for what it cost: a receipt adds what is missing from that.
    spent: int
    doubtful: int
    is_settled: bool
    is_answered: bool
    # Its price was never known, so that nothing could be set aside or held in doubt.
    is_unpriced: bool


@transaction.atomic
def reserve(generation: Generation, *, experiment: str | None = None) -> None:
    """Set aside what the run may cost; raises ``OverBudget`` when that is too much.

    The higher end of the estimate, so that what "auto" leaves open is covered.
    """
    entry = _head(generation, experiment=experiment)
    usd = generation.estimate_high_usd or generation.estimate_usd
    entry.reserved_nano = to_nano(usd) if usd else 0
    entry.complete = usd is not None
    rows = counts.lock(
        counts.scopes(entry.author_id, experiment), entry.day, simulated=entry.simulated
    )
    hold(rows, entry)
    entry.save(force_insert=True)
    counts.add(rows, Amounts(reserved=entry.reserved_nano))


@transaction.atomic
def settle(generation: Generation, bill: Receipt) -> bool:
    """Write down the receipt of an answer; tell whether its sum is the run's cost now.

    A whole receipt goes before somebody's word, which was given without it; of one with
    lines that have no price only a higher sum does. Where no price is known, what was
    set aside stays as possibly charged, and a word stands; so does the rest of it where
    pictures did not arrive that may have been charged. An answer that is read again
    may bring the first price of a run that was settled without one.
    """
    now = _balance(generation)
    if now.is_settled:
        return now.is_unpriced and _first_price(now, bill)
    complete = bill.complete
    if taken := _goes_before_word(bill, now):
        more = _missing(now, bill)
        rest = max(0, now.reserved + now.doubtful - more) if bill.lost else 0
        moved = Amounts(-now.reserved, more, rest - now.doubtful)
        note = f"{bill.lost} of the pictures did not arrive." if bill.lost else ""
    elif bill.usd is not None:
        moved = Amounts(-now.reserved, 0, -now.doubtful)
        note = "The answer came; its receipt is not whole, and what was stated stands."
        complete = True
    else:
        moved = Amounts(reserved=-now.reserved, doubtful=now.reserved)
        note = "The answer came; its price is not known."
        complete = now.is_answered
    _write(
        now,
        Kind.SETTLED,
        moved,
        note=note,
        complete=complete,
        price_version=bill.price_version[:100],
    )
    return taken


def _first_price(now: _Balance, bill: Receipt) -> bool:
    if not bill.usd and not (bill.usd is not None and bill.complete):
        return False
    moved = Amounts(-now.reserved, _missing(now, bill), -now.doubtful)
    _write(
        now,
        Kind.CORRECTED,
        moved,
        note="The answer was read again; now its price is known.",
        complete=bill.complete,
        price_version=bill.price_version[:100],
    )
    return True


def _goes_before_word(bill: Receipt, now: _Balance) -> bool:
    if bill.usd is None:
        return False
    return bill.complete or not now.is_answered or _missing(now, bill) > 0


def _missing(now: _Balance, bill: Receipt) -> int:
    return to_nano(bill.usd or Decimal(0)) - now.spent


@transaction.atomic
def release(generation: Generation, *, note: str = "") -> None:
    """Give back what was set aside: certainly nothing was charged."""
    now = _balance(generation)
    moved = Amounts(reserved=-now.reserved, doubtful=-now.doubtful)
    if moved and not now.is_settled:
        _write(now, Kind.RELEASED, moved, note=note)


@transaction.atomic
def doubt(generation: Generation, *, note: str = "") -> None:
    """Turn what was set aside into possibly charged: nobody knows."""
    now = _balance(generation)
    if now.is_settled:
        return
    moved = Amounts(reserved=-now.reserved, doubtful=now.reserved)
    complete = bool(now.reserved)
    if moved or not _is_doubted(generation):
        _write(now, Kind.DOUBTED, moved, note=note, complete=complete)


@transaction.atomic
def correct(run: str, usd: Decimal, *, note: str, complete: bool = True) -> bool:
    """Take somebody's word for what a run in doubt has cost, nothing included.

    Tells whether it was in doubt; else nothing is written. The run's row may be gone.
    One whose price was never known is in doubt as well, though with no amount. What has
    a receipt stays: then the word is about the pictures that did not arrive.
    """
    head = LedgerEntry.objects.heads().filter(run=run).first()
    if head is None:
        return False
    now = _balance_of(head)
    if not now.doubtful and not now.is_unpriced:
        return False
    before = 0 if now.is_settled else now.spent
    moved = Amounts(-now.reserved, to_nano(usd) - before, -now.doubtful)
    _write(now, Kind.CORRECTED, moved, note=note, complete=complete)
    return True


def _is_doubted(generation: Generation) -> bool:
    entries = LedgerEntry.objects.filter(run=generation.code, kind=Kind.DOUBTED)
    return entries.exists()


def _head(generation: Generation, *, experiment: str | None) -> LedgerEntry:
    request = generation.request
    return LedgerEntry(
        day=day_of(generation.created_at),
        kind=Kind.RESERVED,
        simulated=generation.provider == "simulator",
        run=generation.code,
        generation=generation,
        workspace_id=generation.workspace_id,
        # Nobody any more, where a run is older than the books and its author gone.
        author_id=generation.author_id,
        person=generation.author.get_username() if generation.author else "",
        provider=generation.provider,
        model=generation.model,
        quality=request.quality or "auto",
        size=request.size or "auto",
        route=generation.route,
        experiment=experiment,
    )


def _balance(generation: Generation) -> _Balance:
    """Read the ledger of a run behind the lock of its counts.

    A run that is older than the books gets its first entry here, with nothing set
    aside.
    """
    head = LedgerEntry.objects.heads().filter(run=generation.code).first()
    if head is None:
        head = _head(generation, experiment=None)
        head.save(force_insert=True)
    return _balance_of(head)


def _balance_of(head: LedgerEntry) -> _Balance:
    rows = counts.lock(
        counts.scopes(head.author_id, head.experiment),
        head.day,
        simulated=head.simulated,
    )
    entries = LedgerEntry.objects.filter(run=head.run).order_by("pk")
    kinds, reserved, spent, doubtful, complete = zip(
        *entries.values_list(
            "kind", "reserved_nano", "spent_nano", "doubtful_nano", "complete"
        ),
        strict=True,
    )
    is_open = kinds[-1] in (Kind.DOUBTED, Kind.SETTLED) and not complete[-1]
    return _Balance(
        head=head,
        counts=rows,
        reserved=sum(reserved),
        spent=sum(spent),
        doubtful=sum(doubtful),
        is_settled=Kind.SETTLED in kinds,
        is_answered=Kind.CORRECTED in kinds,
        is_unpriced=is_open and not any(spent),
    )


# What an entry says of itself; all else it repeats of its run.
_OWN = (
    "id",
    "at",
    "kind",
    "reserved_nano",
    "spent_nano",
    "doubtful_nano",
    "complete",
    "price_version",
    "note",
)
_REPEATED = tuple(
    field.attname
    for field in LedgerEntry._meta.concrete_fields
    if field.attname not in _OWN
)


def _write(
    now: _Balance,
    kind: Kind,
    moved: Amounts,
    *,
    note: str,
    complete: bool = True,
    price_version: str = "",
) -> None:
    head = now.head
    LedgerEntry.objects.create(
        **{name: getattr(head, name) for name in _REPEATED},
        kind=kind,
        reserved_nano=moved.reserved,
        spent_nano=moved.spent,
        doubtful_nano=moved.doubtful,
        complete=complete,
        price_version=price_version,
        note=note[:300],
    )
    counts.add(now.counts, moved)
