"""What stands beside a search: counts, bars, sums and suggestions."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from playground.library import organising
from playground.library.models import Image
from playground.library.search import facets_of, suggestions
from playground.library.search.documents import documents_write
from tests import factories
from tests.library.searching import search

pytestmark = pytest.mark.django_db


def test_chips_and_the_rail_lead_to_other_searches(owner):
    it = search(owner, "fox quality:high -size:1024x1024", "-stars")
    fox, high, _ = it.clauses
    assert it.without(high).text == "fox -size:1024x1024"
    assert it.with_filter("quality", "low").text == "fox -size:1024x1024 quality:low"
    assert it.toggled("quality", "high").text == "fox -size:1024x1024"
    assert it.toggled("tag", "Spring launch").text == (
        'fox quality:high -size:1024x1024 tag:"Spring launch"'
    )
    assert it.without(fox).address_query(after="9") == (
        "?q=quality%3Ahigh+-size%3A1024x1024&sort=-stars&after=9"
    )
    assert search(owner).address_query() == ""
    assert search(owner, sort="nonsense").sort == "-date"
    assert it.sorted("cost").query["sort"] == "cost"
    either = search(owner, "a OR b c")
    assert either.without(either.clauses[0]).text == "b c"
    assert (
        search(owner, "is:picked").with_filter("is", "rejected").text == "is:rejected"
    )
    assert search(owner, "is:picked").with_filter("is", "square").text == (
        "is:picked is:square"
    )


def test_facets_count_what_is_there_as_if_nothing_were_chosen_in_them(owner, gallery):
    organising.images_tag(owner, Image.objects.filter(prompt="a red fox"), "logo")
    facets = {it.field: it for it in facets_of(search(owner, "fox quality:high"))}
    quality = {it.value: (it.count, it.is_chosen) for it in facets["quality"].values}
    assert quality == {"high": (1, True), "low": (1, False), "medium": (1, False)}
    assert [(it.value, it.count) for it in facets["tag"].values] == [("logo", 1)]
    assert [it.value for it in facets["shape"].values] == ["landscape"]
    # A picture has several tags: a click asks for one more, and that is counted.
    organising.images_tag(owner, Image.objects.filter(prompt="an owl"), "bird")
    tags = {it.field: it for it in facets_of(search(owner, "tag:logo"))}["tag"].values
    assert {it.value for it in tags} == {"logo"}
    low = next(it for it in facets["quality"].values if it.value == "low")
    assert low.search.text == "fox quality:low"
    assert not low.about


def test_years_and_prices_are_bars_that_narrow(owner, monkeypatch):
    for year, cost in ((2024, "0.004"), (2026, "0.03"), (2026, "0.05")):
        made = factories.image(cost_usd=Decimal(cost))
        at = datetime.datetime(year, 3, 5, tzinfo=datetime.UTC)
        Image.objects.filter(pk=made.pk).update(created_at=at)
    documents_write(Image.objects.all())

    def bars(text, field):
        facets = {it.field: it for it in facets_of(search(owner, text))}
        return {it.value: it.count for it in facets[field].values}

    assert bars("", "date") == {"2024": 1, "2025": 0, "2026": 2}
    months = bars("date:2026", "date")
    assert (len(months), months["2026-03"]) == (12, 2)
    costs = bars("date:2026", "cost")
    assert costs == {"0.02..<0.05": 1, "0.05..<0.1": 1}
    for value, count in costs.items():
        assert search(owner, f"date:2026 cost:{value}").count().number == count
    monkeypatch.setattr("playground.library.search.bars.MOST", 2)
    older = {"..2025": 1, "2026": 2}
    assert bars("", "date") == older
    assert bars("date:..2025", "date") == older
    assert search(owner, "date:..2025").count().number == 1
    # As with more than can be counted at once.
    monkeypatch.setattr("playground.library.search.facets.LIMIT", 1)
    monkeypatch.setattr("playground.library.search.bars.EACH", 1)
    assert bars("", "date") == older
    monkeypatch.setattr("playground.library.search.bars.EACH", 0)
    assert bars("", "date").keys() == older.keys()
    monkeypatch.setattr("playground.library.search.bars.EACH", 1)
    monkeypatch.setattr("playground.library.search.bars.MOST", 12)
    assert bars("", "date") == {"2024": 1, "2025": 0, "2026": 2}
    assert bars("date:2026", "date")["2026-04"] == 0
    # A span of months is still seen among the months of its year.
    assert "2026-04" in bars("date:2026-02..2026-05", "date")
    assert "2026" in bars("date:2024..2026", "date")
    # Neither a year that cannot end, nor one that finds nothing, has bars.
    assert "9999-05" not in bars("date:9999-05", "date")
    monkeypatch.setattr("playground.library.search.facets.LIMIT", -1)
    nothing = {it.field: it for it in facets_of(search(owner, "nowhere"))}
    assert "date" not in nothing or not nothing["date"].values


def test_a_bar_of_dates_takes_the_place_of_whatever_was_asked_of_dates(owner):
    factories.image(prompt='a "red fox" cub')
    asked = search(owner, '"red fox" made:today')
    bars = {it.field: it for it in facets_of(asked)}["date"].values
    year = str(timezone.localdate().year)
    assert {it.search.text.split(":")[0] for it in bars} == {'"red fox" date'}
    assert asked.with_filter("date", year).text == f'"red fox" date:{year}'
    assert search(owner, f"date:{year}").with_filter("made", "week").text == "made:week"


def test_what_was_found_is_added_up(owner):
    for cost in ("0.25", "0.5", None):
        factories.image(cost_usd=Decimal(cost) if cost else None)
    factories.image(author=factories.person(), cost_usd=Decimal(9))
    everything = search(owner).cost()
    assert (everything.usd, everything.unpriced) == (Decimal("0.75"), 1)
    assert everything.at_least
    assert not search(owner, "cost:>0").cost().at_least
    assert search(owner, "cost:>0").cost(limit=1).usd == Decimal("0.5")
    assert search(owner, "cost:>0").cost(limit=1).at_least
    assert search(owner, "cost:unknown").cost().usd is None


def test_counting_stops_at_a_limit(owner, gallery, monkeypatch):
    assert (
        search(owner).count(limit=3).number,
        search(owner).count(limit=3).at_least,
    ) == (
        3,
        True,
    )
    assert not search(owner).count(limit=5).at_least


@pytest.mark.parametrize(
    ("text", "insert"),
    [
        ("fox qual", "fox quality:"),
        ("fox quality:hi", "fox quality:high "),
        ("-form", "-format:"),
        ("model:2.5-sun", "model:gpt-image-2.5-sunburst "),
        ("tag:ete", 'tag:"Logo Été" '),
        ('in:"spr', 'in:"Spring launch" '),
        ("size:", "size:64x48 "),
        ("author:", "author:me "),
        ("cost:", "cost:<0.05 "),
        ('"red fox" qual', '"red fox" quality:'),
        ('"red" in:"spr', '"red" in:"Spring launch" '),
        ("model:=2.5-sun", "model:=gpt-image-2.5-sunburst "),
    ],
)
def test_names_and_values_are_suggested(owner, gallery, text, insert):
    organising.images_tag(owner, Image.objects.filter(prompt="a cat"), "Logo Été")
    organising.collection_create(owner, "Spring launch")
    assert insert in [it.insert for it in suggestions(owner, text)]
    assert not suggestions(owner, f'{text} tag:"red"')
