"""Text models of the Responses route: which there are on a day, and which comes first."""

from datetime import date, timedelta

import pytest

from playground.catalog import CatalogError, catalog
from playground.catalog.load import read_toml
from playground.catalog.text_models import load_text_models
from tests.imaging.judging import ask, judge


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


# Shutdowns that OpenAI has announced.
LAST_DAYS = {
    date(2026, 10, 23): "gpt-4.1-nano o4-mini o3-mini gpt-4 gpt-4-turbo",
    date(2026, 12, 11): "gpt-5 gpt-5-mini gpt-5-nano gpt-5-pro o3 o3-pro",
    date(2027, 1, 14): "gpt-4o gpt-4o-mini gpt-4.1 gpt-4.1-mini",
    date(2027, 4, 1): "gpt-5.1 gpt-5.4-nano gpt-5.3-codex",
}


def test_whatever_has_a_last_day_is_refused_from_then_on():
    texts = catalog().texts
    dated = {it.id: it.shutdown for it in texts.models.values() if it.shutdown}
    assert dated == {name: day for day, it in LAST_DAYS.items() for name in it.split()}
    asked = ask(route="responses", responses_model="o3-2025-04-16")
    assert judge(asked, day=date(2026, 12, 10)) == {}
    refused = judge(asked, day=date(2026, 12, 11))["responses_model"]
    assert "shut down on 11 December 2026. Take gpt-6.1-sol" in refused
    assert texts.models["o3"].rates(date(2026, 12, 1)) is None


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
