"""What a page says before a budget stops what it is about to send."""

from decimal import Decimal

import pytest

from playground.spending.budgets import budget_set
from tests.experiments.planning import NEW, PLAN
from tests.pages import soup, text_of

pytestmark = pytest.mark.django_db


def limit(usd: str) -> None:
    budget_set(scope="everyone", period="month", usd=Decimal(usd))


def test_a_plan_that_is_too_dear_says_where_it_stops(client, owner):
    plan = soup(client.post(NEW, PLAN))
    assert "not-yet" not in plan.select_one("#go").classes
    limit("0.03")
    plan = soup(client.post(NEW, PLAN))
    note = text_of(plan.select_one("#preview .note.warn"))
    assert "Stops after about 4 of 8: $0.03" in note
    assert "not-yet" in plan.select_one("#go").classes
    assert "about 4 of 8" in text_of(plan.select_one("#go"))


def test_the_composer_says_that_a_picture_costs_more_than_is_left(client, owner):
    limit("0.001")
    page = soup(client.get("/"))
    assert "This costs more than is left" in text_of(page.select_one("#composer-foot"))
    assert "not-yet" in page.select_one("#generate").classes
