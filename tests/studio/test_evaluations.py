"""A page or a change is judged and priced once, whatever it offers."""

import pytest

from benchmarks.composer import CHANGE, FIELDS, checks_of_one, counted
from tests.factories import image
from tests.pages import HTMX, soup

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("output_format", ["png", "gif"])
def test_one_change_needs_few_evaluations_of_the_rules(client, owner, output_format):
    changed = {**CHANGE, "output_format": output_format}
    with counted() as counts:
        assert client.post("/compose/", changed, headers=FIELDS).status_code == 200
    assert 0 < counts["checks"] <= 2.5 * checks_of_one()
    assert 0 < counts["estimates"] <= 18
    assert 0 < counts["routings"] <= 14


def test_all_that_vary_offers_needs_few_evaluations_of_the_rules(client, owner):
    made = image(quality="low")
    with counted() as counts:
        assert client.get(f"/images/{made.code}/vary/").status_code == 200
    assert 0 < counts["checks"] <= 2.6 * checks_of_one()
    assert 0 < counts["estimates"] <= 26
    assert 0 < counts["routings"] <= 5


def test_models_are_priced_when_their_menu_opens(client, owner):
    def prices(page):
        return [it.text for it in page.select("option") if "$" in it.text]

    closed = soup(client.post("/compose/", CHANGE, headers=FIELDS))
    assert prices(closed.select_one("#model")) == []
    with counted() as counts:
        opened = soup(client.post("/compose/models/", CHANGE, headers=HTMX))
    assert len(prices(opened)) > 5
    assert opened.select_one("[selected]")["value"] == CHANGE["model"]
    assert 0 < counts["checks"] <= checks_of_one()
    assert 0 < counts["estimates"] <= 14
