"""The books: one movement at a time, never changed, and right to the last digit."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum

from playground.core import append_only
from playground.imaging.pricing import Receipt
from playground.library.models import Generation
from playground.providers.errors import OutageError, RequestError
from playground.runs import running
from playground.spending import ledger
from playground.spending.models import Count, LedgerEntry
from tests import factories
from tests.worker import generation_run

pytestmark = pytest.mark.django_db

AMOUNTS = ("reserved_nano", "spent_nano", "doubtful_nano")


def told(run: Generation) -> list[tuple[Any, ...]]:
    """Return what the ledger says of a run: kind, set aside, spent, doubtful."""
    entries = LedgerEntry.objects.filter(run=run.code).order_by("pk")
    return list(entries.values_list("kind", *AMOUNTS))


def bill(usd: str | None, *, complete: bool = True) -> Receipt:
    amount = None if usd is None else Decimal(usd)
    return Receipt(amount, "by its usage", (), "2.5 from 2026-09-08", complete)


def counts_agree() -> bool:
    """Tell whether everybody's count is the sum of the ledger."""
    for simulated in (True, False):
        entries = LedgerEntry.objects.filter(simulated=simulated)
        sums = entries.aggregate(**{name: Sum(name) for name in AMOUNTS})
        count = Count.objects.filter(
            scope="everyone", period="total", simulated=simulated
        ).first()
        for name in AMOUNTS:
            if (sums[name] or 0) != (getattr(count, name) if count else 0):
                return False
    return True


@pytest.fixture
def reserved() -> Generation:
    run = factories.generation(estimate_usd=Decimal("0.02"), state="queued")
    ledger.reserve(run)
    return run


def test_a_run_sets_aside_its_estimate_and_settles_its_receipt(run):
    made = run(n=2)
    head, settled = told(made)
    assert head == ("reserved", int(made.estimate_usd * 10**9), 0, 0)
    paid = int(Decimal(made.receipt["usd"]) * 10**9)
    assert settled == ("settled", -head[1], paid, 0)
    assert counts_agree()


def test_what_auto_leaves_open_sets_aside_the_higher_end(post, drain):
    post(quality="auto", size="auto")
    made = Generation.objects.get()
    assert made.estimate_high_usd > made.estimate_low_usd
    assert told(made) == [("reserved", int(made.estimate_high_usd * 10**9), 0, 0)]


def test_what_is_cancelled_gives_back(post, client):
    post()
    made = Generation.objects.get()
    client.post(f"/generations/{made.code}/cancel/")
    amount = told(made)[0][1]
    assert told(made)[1:] == [("released", -amount, 0, 0)]
    client.post(f"/generations/{made.code}/cancel/")
    assert len(told(made)) == 2
    assert counts_agree()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RequestError("Too wide.", remedy="Narrower."), "released"),
        (OutageError("Gone.", remedy="Wait.", may_be_billed=True), "doubted"),
    ],
)
def test_an_error_gives_back_or_leaves_a_doubt(post, monkeypatch, error, kind):
    def fail(generation: Generation) -> None:
        raise error

    post()
    made = Generation.objects.get()
    monkeypatch.setattr(running, "generation_call", fail)
    generation_run(made.pk)
    amount = told(made)[0][1]
    doubtful = amount if kind == "doubted" else 0
    assert told(made)[1:] == [(kind, -amount, 0, doubtful)]
    assert counts_agree()


def test_a_late_answer_settles_what_was_in_doubt(reserved):
    ledger.doubt(reserved)
    ledger.doubt(reserved)
    ledger.settle(reserved, bill("0.0123456789"))
    assert told(reserved)[1:] == [
        ("doubted", -20_000_000, 0, 20_000_000),
        ("settled", 0, 12_345_679, -20_000_000),
    ]
    assert counts_agree()


def test_nothing_is_settled_twice_or_doubted_after_its_receipt(reserved):
    ledger.settle(reserved, bill("0.01"))
    ledger.settle(reserved, bill("0.01"))
    ledger.doubt(reserved)
    ledger.release(reserved)
    assert [kind for kind, *_ in told(reserved)] == ["reserved", "settled"]


def test_a_late_refusal_gives_back_what_was_in_doubt(reserved):
    ledger.doubt(reserved)
    ledger.release(reserved)
    assert told(reserved)[-1] == ("released", 0, 0, -20_000_000)


def test_an_answer_without_a_price_is_possibly_charged(reserved):
    ledger.settle(reserved, bill(None, complete=False))
    assert told(reserved)[-1] == ("settled", -20_000_000, 0, 20_000_000)
    assert not LedgerEntry.objects.latest("pk").complete


def test_a_run_from_before_the_books_gets_its_first_entry():
    old = factories.generation()
    ledger.settle(old, bill("0.01"))
    assert told(old) == [("reserved", 0, 0, 0), ("settled", 0, 10_000_000, 0)]


def test_a_correction_is_an_entry_of_its_own(reserved):
    ledger.doubt(reserved)
    ledger.correct(reserved.code, Decimal("0.0053"), note="by the provider's costs")
    assert told(reserved)[-1] == ("corrected", 0, 5_300_000, -20_000_000)
    assert counts_agree()


def test_all_entries_of_a_run_lie_on_the_day_it_was_asked_for(reserved, settings):
    settings.PLAYGROUND_TODAY = settings.PLAYGROUND_TODAY.replace(day=22)
    ledger.settle(reserved, bill("0.01"))
    assert LedgerEntry.objects.values("day").distinct().count() == 1
    assert counts_agree()


def test_the_books_outlive_the_run_and_the_person():
    run = factories.generation(author=factories.person("ada"))
    ledger.settle(run, bill("0.01"))
    run.author.delete()
    assert LedgerEntry.objects.latest("pk").person == "ada"
    assert LedgerEntry.objects.filter(run=run.code).count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE spending_ledgerentry SET spent_nano = 0",
        "DELETE FROM spending_ledgerentry",
    ],
)
def test_the_database_refuses_to_change_the_ledger(reserved, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert len(told(reserved)) == 1


def test_so_does_the_model():
    with pytest.raises(TypeError):
        LedgerEntry.objects.update(spent_nano=0)
    with pytest.raises(TypeError):
        LedgerEntry.objects.all().delete()


def test_the_check_tells_when_the_guard_is_gone():
    from playground.checks import check_ledger

    assert list(check_ledger(None, databases=["default"])) == []
    with connection.cursor() as cursor:
        for statement in append_only.drop_sql(connection.vendor, ledger.TABLE):
            cursor.execute(statement)
    assert [one.id for one in check_ledger(None, databases=["default"])] == [
        "playground.E041"
    ]


def test_a_receipt_after_a_correction_adds_only_what_is_missing(reserved):
    ledger.doubt(reserved)
    ledger.correct(reserved.code, Decimal("0.02"), note="by the provider's costs")
    ledger.settle(reserved, bill("0.015"))
    assert told(reserved)[-1] == ("settled", 0, -5_000_000, 0)
    assert counts_agree()


def test_a_receipt_without_a_price_leaves_a_correction_as_it_is(reserved):
    ledger.doubt(reserved)
    ledger.correct(reserved.code, Decimal("0.02"), note="by the provider's costs")
    ledger.settle(reserved, bill(None, complete=False))
    assert told(reserved)[-1] == ("settled", 0, 0, 0)
    assert LedgerEntry.objects.latest("pk").complete
    assert counts_agree()
