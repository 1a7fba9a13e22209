"""The ledger's days and models, as the provider counts them."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from playground.imaging.pricing import Receipt, receipt
from playground.library.models import Generation
from playground.spending import ledger
from playground.spending.our_side import our_side
from playground.spending.provider_export import Export, ExportLine, read_export
from playground.spending.reconciling import compare, settle
from tests import factories
from tests.spending.test_page import paid

pytestmark = pytest.mark.django_db

MODEL, TEXT_MODEL = "gpt-image-2.5-sunburst", "gpt-6.1-sol"
# The books are dated by the database, so the calls are long before today's entries.
SENT = timezone.now() - datetime.timedelta(days=40)
DAY = SENT.astimezone(datetime.UTC).date()


def export(**usd_by_model: str) -> Export:
    lines = [
        ExportLine(DAY, name, usd=Decimal(usd)) for name, usd in usd_by_model.items()
    ]
    return Export(lines=lines)


def test_what_is_written_weeks_after_a_call_lies_on_its_day(owner):
    run = factories.generation(
        provider="openai", state="unknown", estimate_usd=Decimal("0.05"), sent_at=SENT
    )
    ledger.reserve(run)
    ledger.doubt(run)
    ledger.correct(run.code, Decimal("0.04"), note="by the provider's costs")
    (line,) = compare(export(**{MODEL: "0.04"}))
    assert (line.ours, line.doubts, line.settlement) == (40_000_000, 0, "")


def test_a_text_model_has_a_line_of_its_own(owner):
    usage = {
        "input_tokens": 10,
        "output_tokens": 1000,
        "input_tokens_details": {"text_tokens": 10, "image_tokens": 0},
    }
    bill = receipt(
        MODEL,
        usage,
        day=datetime.date(2026, 11, 20),
        text_model=f"{TEXT_MODEL}-2026-09-29",
        text_usage={"input_tokens": 1000, "output_tokens": 100},
    )
    words = 3_000_000
    run = paid(str(bill.usd), route="responses", sent_at=SENT, receipt=bill.to_json())
    entries = our_side(export(**{MODEL: "1"}))
    assert entries[DAY, TEXT_MODEL].spent == words
    whole = run.ledger_entries.get(kind="settled").spent_nano
    assert entries[DAY, MODEL].spent == whole - words > 0
    together = our_side(Export(lines=[ExportLine(DAY, "", usd=Decimal(1))]))
    assert together[DAY, ""].spent == whole


def test_a_text_model_takes_no_more_than_was_booked(owner):
    """The receipt on the run may be a later one than the books have."""
    text = {"label": f"{TEXT_MODEL}: output", "usd": "0.003"}
    run = factories.generation(
        provider="openai",
        sent_at=SENT,
        route="responses",
        receipt={"usd": "0.003", "lines": [text]},
    )
    ledger.settle(run, Receipt(None, "", (), "", False))
    entries = our_side(export(**{MODEL: "1"}))
    assert entries[DAY, MODEL].spent == entries[DAY, TEXT_MODEL].spent == 0


def test_a_run_whose_row_is_gone_lies_on_the_day_of_its_end(owner):
    run = factories.generation(provider="openai", sent_at=SENT)
    ledger.settle(run, Receipt(Decimal("0.04"), "", (), "", True))
    Generation.objects.filter(pk=run.pk).delete()
    assert not our_side(export(**{MODEL: "0.04"}))
    today = run.ledger_entries.get(kind="settled").at.astimezone(datetime.UTC).date()
    now = Export(lines=[ExportLine(today, MODEL, usd=Decimal("0.04"))])
    assert our_side(now)[today, MODEL].spent == 40_000_000


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_is_about_something_else(day):
    table = f"start_time,amount,line_item\n{day},1,{MODEL}\n2026-11-20,2,{MODEL}\n"
    read = read_export(table.encode())
    assert [line.usd for line in read.lines] == [Decimal(2)]
    assert read.notes


def test_a_snapshot_that_the_catalogue_does_not_know_is_the_same_model():
    table = f"start_time,amount,line_item\n2026-11-20,1,{MODEL}-2031-01-01\n"
    assert read_export(table.encode()).lines[0].model == MODEL


def test_a_settlement_takes_runs_before_the_books(owner):
    """As an answer does that comes meanwhile: else both would wait for ever."""
    run = factories.generation(
        provider="openai", state="unknown", estimate_usd=Decimal("0.05"), sent_at=SENT
    )
    ledger.reserve(run)
    ledger.doubt(run)
    (line,) = compare(export(**{MODEL: "0.04"}))
    with CaptureQueriesContext(connection) as asked:
        assert settle(line.settlement, by=owner) == 1
    tables = [query["sql"] for query in asked]
    first_run = next(n for n, sql in enumerate(tables) if "library_generation" in sql)
    first_count = next(n for n, sql in enumerate(tables) if "spending_count" in sql)
    assert first_run < first_count
