"""Runs of which nobody knows what they cost, settled by somebody's word."""

from decimal import Decimal

import pytest

from playground.imaging.pricing import Receipt
from playground.people.models import AuditEntry
from playground.spending import ledger
from playground.spending.budgets import budget_set, budget_states
from playground.spending.models import LedgerEntry
from tests import factories
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def unpriced(owner):
    run = factories.generation(
        provider="openai", estimate_usd=None, state="unknown", cost_usd=None
    )
    ledger.reserve(run)
    ledger.doubt(run)
    return run


def settle(client, run, usd):
    return client.post(
        "/spending/doubts/", {"doubt": run.code, "usd": usd}, follow=True
    )


def line(client):
    return soup(client.get("/spending/")).select_one("#doubts tbody tr")


def test_one_whose_price_was_never_known_is_settled_by_an_amount(client, unpriced):
    assert "not known" in line(client).get_text()
    budget_set(scope="everyone", period="total", usd=Decimal(1))
    answer = settle(client, unpriced, "$0.04213125")
    assert "The run is settled" in answer.text
    entry = LedgerEntry.objects.latest("pk")
    assert (entry.kind, entry.spent_nano, entry.complete) == (
        "corrected",
        42_131_250,
        True,
    )
    assert entry.note.startswith("Stated by ")
    unpriced.refresh_from_db()
    assert unpriced.cost_usd == Decimal("0.04213125")
    assert budget_states()[0].used == 42_131_250
    assert line(client) is None
    assert AuditEntry.objects.filter(action="runs in doubt settled").count() == 1
    again = settle(client, unpriced, "7")
    assert "not in doubt any more" in again.text
    assert LedgerEntry.objects.latest("pk") == entry


def test_an_answer_without_a_price_is_settled_too_and_nothing_may_be_it(client, owner):
    run = factories.generation(provider="openai", estimate_usd=None, cost_usd=None)
    ledger.reserve(run)
    ledger.settle(run, Receipt(None, "", (), "", False))
    assert "The answer came" in line(client).get_text()
    settle(client, run, "0")
    entry = LedgerEntry.objects.latest("pk")
    assert (entry.kind, entry.spent_nano) == ("corrected", 0)
    assert line(client) is None
    told = client.get("/spending.json").json()["total"]
    assert told["spent_usd"] == told["possibly_charged_usd"] == "0"


def test_a_receipt_that_comes_later_books_what_is_missing(client, unpriced):
    settle(client, unpriced, "0.04")
    ledger.settle(unpriced, Receipt(Decimal("0.05"), "", (), "", True))
    assert client.get("/spending.json").json()["total"]["spent_usd"] == "0.05"


@pytest.mark.parametrize(
    ("usd", "spent"),
    [("0.01", 190_000_000), ("0.19", 190_000_000), ("0.2", 200_000_000)],
)
def test_half_a_receipt_does_not_take_money_from_a_word(client, unpriced, usd, spent):
    settle(client, unpriced, "0.19")
    taken = ledger.settle(unpriced, Receipt(Decimal(usd), "", (), "", False))
    entries = LedgerEntry.objects.filter(run=unpriced.code)
    assert sum(entries.values_list("spent_nano", flat=True)) == spent
    assert taken == (spent == 200_000_000)
    assert not entries.in_doubt().exists()


def test_an_answer_read_again_brings_the_first_price(owner):
    run = factories.generation(provider="openai", estimate_usd=Decimal("0.05"))
    ledger.reserve(run)
    assert not ledger.settle(run, Receipt(None, "", (), "", False))
    known = Receipt(Decimal("0.04"), "", (), "", True)
    assert ledger.settle(run, known)
    assert not ledger.settle(run, known)
    last = LedgerEntry.objects.latest("pk")
    assert (last.kind, last.spent_nano, last.doubtful_nano) == (
        "corrected",
        40_000_000,
        -50_000_000,
    )


@pytest.mark.parametrize("typed", ["-1", "1e30", "NaN", "", "0.0000000001", "a lot"])
def test_what_is_no_amount_is_said_at_its_field(client, unpriced, typed):
    answer = settle(client, unpriced, typed)
    assert answer.status_code == 422
    field = soup(answer).select_one("#doubts [aria-invalid=true]")
    assert field["value"] == typed
    assert LedgerEntry.objects.latest("pk").kind == "doubted"


def test_what_is_settled_or_of_others_is_left_alone(client, unpriced):
    theirs = factories.generation(
        provider="openai", estimate_usd=None, author=factories.person()
    )
    ledger.reserve(theirs)
    ledger.doubt(theirs)
    last = LedgerEntry.objects.latest("pk")
    for run in (theirs, factories.generation()):
        assert "not in doubt any more" in settle(client, run, "5").text
    assert LedgerEntry.objects.latest("pk") == last


def test_the_word_is_the_price_of_the_pictures_too(client, owner):
    run = factories.generation(provider="openai", estimate_usd=None, cost_usd=None)
    for position in range(3):
        factories.image(generation=run, position=position, cost_usd=None)
    ledger.reserve(run)
    ledger.settle(run, Receipt(None, "", (), "", False))
    settle(client, run, "0.40")
    costs = [image.cost_usd for image in run.images.all()]
    assert (sum(costs), len(costs)) == (Decimal("0.40"), 3)
    assert all(image.cost_is_share for image in run.images.all())
