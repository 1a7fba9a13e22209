"""The bar says what was spent today, and never more surely than is known."""

from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from playground.studio.models import Generation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(client):
    def read() -> str:
        bar = BeautifulSoup(client.get("/gallery/").content, "html.parser")
        return bar.select_one("#today").get_text(" ", strip=True)

    return read


def test_it_adds_up_what_is_known(today):
    assert today() == "Today $0.00"
    factories.generation(cost_usd=Decimal("0.2"))
    factories.generation(cost_usd=Decimal("0.3"))
    assert today() == "Today $0.50"


def test_yesterday_and_others_do_not_count(today):
    factories.generation(owner=factories.person())
    old = factories.generation()
    Generation.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - timedelta(days=1)
    )
    assert today() == "Today $0.00"


def test_a_run_without_a_price_is_not_taken_for_a_free_one(today):
    factories.generation(cost_usd=None)
    assert today() == "Today price unknown"
    factories.generation(cost_usd=Decimal("0.2"))
    assert today() == "Today ≥ $0.20"


def test_a_refused_run_costs_nothing(today):
    factories.generation(cost_usd=None, state=Generation.State.FAILED)
    assert today() == "Today $0.00"
