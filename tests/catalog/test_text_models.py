"""Text models of the Responses route: which there are on a day, and which comes first."""

from datetime import date, timedelta

import pytest

from playground.catalog import CatalogError, catalog
from playground.catalog.load import read_toml
from playground.catalog.text_models import load_text_models


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 9, 1), "gpt-5"),
        (date(2026, 4, 23), "gpt-5.6-sol"),
        (date(2026, 9, 28), "gpt-6-sol"),
        (date(2026, 9, 29), "gpt-6.1-sol"),
        (date(2026, 11, 26), "gpt-6.1-sol"),
        (date(2026, 12, 12), "gpt-6.1-sol"),
        (date(2027, 3, 1), "gpt-6.1-sol"),
    ],
)
def test_the_default_is_there_and_not_about_to_stop(day, name):
    texts = catalog().texts
    assert texts.default(day) in (name, "gpt-5.6-sol")
    assert texts.models[texts.default(day)].state(day) == "current"


def test_no_day_has_a_default_that_is_about_to_stop():
    texts = catalog().texts
    day = date(2026, 11, 1)
    while day < date(2027, 6, 1):
        assert texts.models[texts.default(day)].state(day) == "current"
        assert all(
            texts.models[name].state(day) in ("current", "stopping")
            for name in texts.offered(day)
        )
        day += timedelta(days=1)


def test_an_ended_model_names_what_is_there_instead():
    texts = catalog().texts
    assert texts.successor("gpt-5", date(2026, 12, 11)) == "gpt-6.1-sol"
    assert texts.successor("gpt-5-2025-08-07", date(2026, 12, 11)) == "gpt-6.1-sol"
    assert texts.successor("gpt-6.1-sol", date(2026, 12, 11)) is None
    assert texts.offered(date(2026, 12, 11))[0] == "gpt-6.1-sol"
    assert "gpt-5" not in texts.offered(date(2026, 12, 11))


@pytest.mark.parametrize(
    "change",
    [
        {"shutdown": date(2027, 1, 1)},
        {"released": "soon"},
        {"price": []},
        {"colour": "red"},
    ],
)
def test_a_mistake_in_the_file_stops_the_start(change):
    table = read_toml("text_models.toml")
    table["text_model"][0] |= change
    with pytest.raises(CatalogError):
        load_text_models(table)
