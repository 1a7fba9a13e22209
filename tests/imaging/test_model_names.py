"""Names of models: how long they may be, and what a compatible server may call them."""

from datetime import date

import pytest

from playground.catalog import catalog
from playground.imaging.ending import ended
from tests.imaging.judging import ask, judge

# All that has a last day is gone by then.
LATER = date(2030, 1, 1)


@pytest.mark.parametrize("name", catalog().models)
def test_a_compatible_server_may_have_whatever_openai_has_ended(name):
    asked = ask(model=name)
    assert judge(asked, day=LATER, provider="compatible") == {}
    assert ended(asked, day=LATER, provider="compatible") is None


def test_what_openai_has_ended_stays_refused_there():
    assert "switched off" in judge(ask(model="dall-e-3"), day=LATER)["model"]


def test_a_name_is_no_longer_than_what_is_kept_of_it():
    assert judge(ask(model="a" * 100), provider="compatible") == {}
    found = judge(ask(model="a" * 101), provider="compatible")
    assert found == {"model": "The name of a model has at most 100 characters."}
