"""What is under way says how long it will probably take."""

import pytest

from playground.library.models import Generation
from playground.runs.expecting import expected_s
from tests.factories import generation, image
from tests.pages import soup

pytestmark = pytest.mark.django_db


def test_a_run_takes_as_long_as_the_middle_of_those_like_it(client, owner):
    for duration_ms in (4000, 9000, 90_000):
        image(quality="high", duration_ms=duration_ms)
    image(quality="low", duration_ms=1000)
    run = generation(state="sending", quality="high", cost_usd=None)
    card = soup(client.get("/")).select_one(f"#run-{run.code}")
    assert "of about 9 s" in card.get_text()


def test_without_a_picture_like_it_nothing_is_promised(client, owner):
    image(quality="low", duration_ms=1000)
    image(quality="high", duration_ms=None)
    run = generation(state="sending", quality="high", cost_usd=None)
    assert "of about" not in soup(client.get("/")).select_one(f"#run-{run.code}").text


def test_nothing_under_way_costs_no_query(owner, django_assert_num_queries):
    image()
    runs = list(Generation.objects.all())
    with django_assert_num_queries(0):
        assert expected_s(runs) == {}
