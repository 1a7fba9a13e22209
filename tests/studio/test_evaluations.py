"""A change in the composer is judged and priced once, whatever it offers."""

import pytest

from benchmarks.composer import CHANGE, FIELDS, checks_of_one, counted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("output_format", ["png", "gif"])
def test_one_change_needs_few_evaluations_of_the_rules(client, owner, output_format):
    changed = {**CHANGE, "output_format": output_format}
    with counted() as counts:
        assert client.post("/compose/", changed, headers=FIELDS).status_code == 200
    assert 0 < counts["checks"] <= 3 * checks_of_one()
    assert 0 < counts["estimates"] <= 45
    assert 0 < counts["routings"] <= 16
