"""Holds the ledger against what the provider says, by day and model."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from playground.catalog import catalog
from playground.imaging.money import share
from playground.library.keeping import costs_share
from playground.library.models import Generation, Image
from playground.people import audit
from playground.people.models import User
from playground.spending import ledger
from playground.spending.amounts import to_nano, to_usd
from playground.spending.models import LedgerEntry
from playground.spending.our_side import OurSide, our_side
from playground.spending.provider_export import Export, ExportLine

# Less than a hundredth of a cent is how the provider rounds.
ROUNDING_NANO = 100_000
SALT = "playground.spending.settle"
KEPT_S = 24 * 3600


@dataclass(frozen=True)
class Comparison:
    """A day and a model on both sides. ``theirs`` is None where no money is told."""

    day: date
    model: str
    ours: int
    theirs: int | None
    our_runs: int
    their_requests: int | None
    doubts: int
    explanation: str
    # What a click would do, signed: "" where there is nothing to settle.
    settlement: str = ""
    settlement_words: str = ""

    @property
    def difference(self) -> int | None:
        """Theirs less ours, in nano-dollars; None where they tell no money."""
        return None if self.theirs is None else self.theirs - self.ours

    @property
    def agrees(self) -> bool:
        """By money but for rounding, with none in doubt; else by numbers of calls."""
        if self.difference is not None:
            return abs(self.difference) <= ROUNDING_NANO and not self.doubts
        return self.our_runs == self.their_requests


def compare(export: Export) -> list[Comparison]:
    """Return every day and model that either side knows, newest first.

    The provider's bill is that of the installation, so all workspaces are added up:
    only for who runs it.
    """
    ours = our_side(export)
    foreign = bool(another_organisation(export))
    money: dict[tuple[date, str], int] = defaultdict(int)
    requests: dict[tuple[date, str], int] = defaultdict(int)
    for line in export.lines:
        if not foreign and _is_others(line):
            continue
        key = (line.day, line.model)
        if line.usd is not None:
            money[key] += to_nano(line.usd)
        if line.requests is not None:
            requests[key] += line.requests
    return [
        _comparison(
            key,
            ours.get(key, OurSide()),
            money.get(key, 0) if export.tells_money else None,
            requests.get(key),
            may_settle=not foreign,
        )
        for key in sorted({*ours, *money, *requests}, reverse=True)
    ]


def _is_others(line: ExportLine) -> bool:
    """Whether a line of a file that is about ours too is about somebody else's."""
    return any(
        configured and told and told != configured
        for configured, told in (
            (settings.OPENAI_ORG_ID, line.organization),
            (settings.OPENAI_PROJECT_ID, line.project),
        )
    )


def another_organisation(export: Export) -> str:
    """Say that the file is not about what is billed here; "" when it may be."""
    for what, configured, found in (
        ("organisation", settings.OPENAI_ORG_ID, export.organizations),
        ("project", settings.OPENAI_PROJECT_ID, export.projects),
    ):
        if configured and found and configured not in found:
            return (
                f"This file is about another {what} ({', '.join(sorted(found)[:3])}); "
                f"this installation uses {configured}. Nothing can be settled from it."
            )
    return ""


def _comparison(
    key: tuple[date, str],
    ours: OurSide,
    theirs: int | None,
    requests: int | None,
    *,
    may_settle: bool,
) -> Comparison:
    doubts = [run for run, nano in ours.doubts.items() if nano]
    difference = None if theirs is None else theirs - ours.spent
    settlement, words = "", ""
    if doubts and difference is not None and may_settle:
        settlement, words = _settlement(key, doubts, ours, difference)
    return Comparison(
        day=key[0],
        model=key[1],
        ours=ours.spent,
        theirs=theirs,
        our_runs=len(ours.runs),
        their_requests=requests,
        doubts=len(doubts),
        explanation=_explain(key[1], ours, difference, len(doubts), requests),
        settlement=settlement,
        settlement_words=words,
    )


def _settlement(
    key: tuple[date, str], doubts: list[str], ours: OurSide, difference: int
) -> tuple[str, str]:
    """Prepare the click that settles the runs in doubt with what is left over.

    Never with more than was set aside for them: what is above that is not theirs.
    """
    at_most = sum(ours.doubts[run] for run in doubts)
    amount = 0 if difference <= ROUNDING_NANO else min(difference, at_most)
    usd = to_usd(amount)
    told = {
        "runs": doubts,
        "usd": str(usd),
        "note": f"By the provider's costs of {key[0]}.",
    }
    some = "the run" if len(doubts) == 1 else f"the {len(doubts)} runs"
    words = (
        f"Settle {some} with ${usd.normalize():f}"
        if amount
        else (f"Settle {some} as not charged")
    )
    return signing.dumps(told, salt=SALT, compress=True), words


def _explain(
    model: str,
    ours: OurSide,
    difference: int | None,
    doubts: int,
    requests: int | None,
) -> str:
    if difference is None:
        if requests == len(ours.runs):
            return "As many calls on both sides."
        return (
            f"They count {requests or 0} calls, the ledger {len(ours.runs)} with an "
            "answer. Failed calls and those of others on the same key count too."
        )
    if abs(difference) <= ROUNDING_NANO:
        if doubts:
            return "They charged what has a receipt: the runs in doubt cost nothing."
        return "Both agree."
    if difference < 0:
        return (
            "They charged less than the receipts say: costs of the last hours may be "
            "missing, some of it may lie on the day beside this one (their days are "
            "those of UTC), or a discount applies."
        )
    reasons = []
    if doubts:
        reasons.append(f"{doubts} run{'s' if doubts > 1 else ''} in doubt")
    if ours.open_bills:
        reasons.append(f"{len(ours.open_bills)} receipts without all prices")
    if not ours.spent and not doubts:
        nothing = "The ledger has nothing like it: used elsewhere with the same key"
        # What is set aside for a run is what its pictures may cost.
        of_doubts = ", or for runs in doubt" if catalog().text_model(model) else ""
        return f"{nothing}{of_doubts}."
    reasons.append("calls made elsewhere with the same key")
    return f"They charged more. It may be from {', or '.join(reasons)}."


@transaction.atomic
def settle_one(run: str, usd: Decimal, *, by: User) -> bool:
    """Settle a run in doubt with what somebody has read in the provider's figures.

    Tells whether it still was in doubt; else nothing is written.
    """
    if not LedgerEntry.objects.visible_to(by).heads().filter(run=run).exists():
        return False
    # The run before the books, as an answer that comes meanwhile takes them.
    list(Generation.objects.select_for_update().filter(code=run))
    note = f"Stated by {by.get_username()}."
    if not _settle_with(run, usd, note=note):
        return False
    audit.note("runs in doubt settled", by=by, what=f"{run}: ${usd.normalize():f}")
    return True


def _settle_with(run: str, usd: Decimal, *, note: str) -> bool:
    settled = ledger.correct(run, usd, note=note)
    if settled:
        # On top of what has a receipt: see ``ledger.correct``. Then the pictures that
        # are there have their prices.
        images = Image.objects.filter(
            generation__code=run, generation__cost_usd=None
        ).order_by("position")
        unpriced = list(images)
        before = Coalesce(F("cost_usd"), Decimal(0))
        Generation.objects.filter(code=run).update(cost_usd=before + usd)
        if unpriced:
            costs_share(unpriced, usd)
    return settled


class Outdated(ValueError):
    """The click comes too late, or from nowhere; the message says so."""


@transaction.atomic
def settle(signed: str, *, by: User) -> int:
    """Do what a comparison has offered; return how many runs were settled.

    Runs whose receipt has come meanwhile are left alone.
    """
    try:
        told: dict[str, Any] = signing.loads(signed, salt=SALT, max_age=KEPT_S)
    except signing.BadSignature:
        raise Outdated(
            "This comparison is too old to settle anything. Compare again."
        ) from None
    usd, runs = Decimal(told["usd"]), told["runs"]
    # The runs before the books, as an answer that comes meanwhile takes them.
    list(Generation.objects.select_for_update().filter(code__in=runs).order_by("pk"))
    settled = 0
    for run, part in zip(runs, share(usd, len(runs)), strict=True):
        settled += _settle_with(run, part or Decimal(0), note=told["note"])
    if not settled:
        raise Outdated("These runs are settled already.")
    audit.note("runs in doubt settled", by=by, what=f"{settled}, {told['note']}")
    return settled
