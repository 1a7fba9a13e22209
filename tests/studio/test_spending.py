"""The bar says what was spent today, and never more surely than is known."""

from datetime import timedelta
from decimal import Decimal

import pytest

from playground.imaging.pricing import Receipt
from playground.library.models import Generation
from playground.spending import ledger
from tests import factories
from tests.pages import soup

pytestmark = pytest.mark.django_db


KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.fixture
def today(client, settings):
    settings.OPENAI_API_KEY = KEY

    def read() -> str:
        bar = soup(client.get("/gallery/"))
        return bar.select_one("#today").get_text(" ", strip=True)

    return read


def booked(**values):
    return factories.in_the_books(factories.generation(**values))


def paid(**values):
    return booked(**{"provider": "openai", **values})


def test_it_adds_up_what_is_known(today):
    assert today() == "Today $0.00"
    paid(cost_usd=Decimal("0.2"))
    paid(cost_usd=Decimal("0.3"))
    assert today() == "Today $0.50"


def test_yesterday_and_others_do_not_count(today, settings):
    paid(author=factories.person())
    settings.PLAYGROUND_TODAY -= timedelta(days=1)
    paid()
    settings.PLAYGROUND_TODAY += timedelta(days=1)
    assert today() == "Today $0.00"


def test_what_the_simulator_would_have_cost_is_kept_apart(today, settings):
    booked(cost_usd=Decimal("7"))
    paid(cost_usd=Decimal("0.2"))
    assert today() == "Today $0.20"
    settings.OPENAI_API_KEY = ""
    assert today() == "Simulated today $7.00"


@pytest.mark.parametrize(
    "values",
    [
        {"cost_usd": None},
        {"cost_usd": None, "state": Generation.State.UNKNOWN},
    ],
)
def test_a_run_without_a_price_is_not_taken_for_a_free_one(today, values):
    paid(**values)
    assert today() == "Today price unknown"
    paid(cost_usd=Decimal("0.2"))
    assert today() == "Today ≥ $0.20"


def test_a_bill_with_an_open_line_is_a_lower_bound(today):
    paid(cost_usd=Decimal("0.6"), receipt={"complete": False, "lines": []})
    paid(cost_usd=Decimal("0.2"), receipt={"complete": True, "lines": []})
    assert today() == "Today ≥ $0.80"


def test_a_doubt_that_was_answered_is_none_any_more(today, client):
    """Neither in the bar nor on the page, which names what is possible beside it."""
    late, told = (
        paid(cost_usd=None, estimate_usd=usd, state=Generation.State.UNKNOWN)
        for usd in (None, Decimal("0.05"))
    )
    assert today() == "Today price unknown"
    assert "≥ $0.00" in on_the_page(client)
    ledger.settle(late, Receipt(Decimal("0.2"), "", (), "", True))
    assert today() == "Today ≥ $0.20"
    assert "This month $0.20 Possibly charged $0.05" in on_the_page(client)
    ledger.correct(told.code, Decimal("0.05"), note="by the provider's costs")
    assert today() == "Today $0.25"
    assert "≥" not in on_the_page(client)


def on_the_page(client) -> str:
    page = soup(client.get("/spending/?by=day"))
    return page.select_one("main").get_text(" ", strip=True)


def test_a_refused_run_costs_nothing(today):
    paid(cost_usd=None, state=Generation.State.FAILED)
    assert today() == "Today $0.00"


def test_what_today_cost_is_added_up_only_where_it_is_shown(
    client, owner, django_assert_max_num_queries
):
    def sums(address: str) -> list[str]:
        with django_assert_max_num_queries(100) as asked:
            assert client.get(address).status_code == 200
        return [one for one in asked if "SUM(" in one["sql"]]

    assert sums("/models/")
    assert not sums("/gallery/filters/")
