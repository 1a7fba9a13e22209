"""The parts of a search: groups, quotes, room, and the form in which values are kept."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from playground.library import organising
from playground.library.models import Image
from playground.library.saved_searches import search_save
from playground.library.search import SORTS, Search, facets_of
from playground.library.search.documents import documents_write, fact
from tests import factories

pytestmark = pytest.mark.django_db


def search(user, text):
    return Search.from_query(user, {"q": text})


def codes(search):
    return set(search.images().values_list("code", flat=True))


def test_a_mistake_in_one_half_of_an_or_joins_the_other_to_nothing(owner):
    edit = factories.image(quality="high")
    factories.source(generation=edit.generation)
    factories.image(quality="low")
    documents_write(Image.objects.all())
    it = search(owner, "kind:edit quality:hgih OR quality:low")
    assert it.understood == "kind edit, quality low"
    assert codes(it) == set()
    assert search(owner, 'kind:edit "" OR quality:low').understood == it.understood


PARTS = ("fox", "quality:low", "quality:hgih", "OR", "is:picked", "-owl", '""', '"a b"')


@hypothesis_settings(max_examples=60)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=7), st.integers(0, 6))
def test_leaving_a_part_out_joins_nothing_that_stood_apart(parts, number):
    it = search(factories.local(), " ".join(parts))
    if not it.clauses:
        return
    gone = it.clauses[number % len(it.clauses)]
    left = [clause for clause in it.clauses if clause.text != gone.text]
    groups = [clause.group for clause in left]
    joins = [
        group == before for group, before in zip(groups, [None, *groups], strict=False)
    ]
    other = it.without(gone)
    assert [clause.text for clause in other.clauses] == [clause.text for clause in left]
    assert [clause.joins for clause in other.clauses] == joins


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("می‌خواهم", "می‌خواهم"),
        ("Donau\u00addampf", "Donau\u00addampf"),
        ("र्‍क क्‍ष", "क्‍ष"),
        ("fox\u200bowl", "fox\u200bowl"),
    ],
)
def test_what_is_not_seen_parts_no_words(owner, prompt, text):
    made = factories.image(prompt=prompt)
    assert codes(search(owner, text)) == {made.code}
    assert organising.plain_name(f" {text}\t\n") == text.replace("\u00ad", "").replace(
        "\u200b", ""
    )


def test_a_filter_is_added_to_what_is_open_or_full(owner):
    it = search(owner, '"red fox').with_filter("quality", "high")
    assert it.text == '"red fox" quality:high'
    assert search(owner, '"red fox').with_filter("is", "trashed").in_trash
    for full in ("fox " * 30, "x" * 1000, "fox " * 249 + "owl"):
        it = search(owner, full).with_filter("is", "trashed")
        assert it.in_trash
        assert "was left out" in it.problems[0].message
        assert not it.toggled("is", "trashed").in_trash


def test_what_is_too_long_is_told(owner):
    it = search(owner, '"' + "fox " * 260 + '"')
    assert it.problems[0].message.startswith("A search has at most 1,000 characters")
    saved, _ = search_save(owner, name="Long", query=it.text)
    assert len(saved.query) <= 1000


def test_what_a_server_calls_a_quality_can_be_asked_for(owner):
    ultra = factories.image()
    factories.image()
    Image.objects.filter(pk=ultra.pk).update(quality="ultra HD")
    documents_write(Image.objects.all())
    facets = {it.field: it for it in facets_of(search(owner, ""))}
    (value,) = (it for it in facets["quality"].values if it.value == "ultra HD")
    assert codes(value.search) == {ultra.code}
    chosen = {it.field: it for it in facets_of(value.search)}["quality"].values
    assert [it.search.text for it in chosen if it.is_chosen] == [""]
    assert search(owner, "quality:utlra").problems
    # Another workspace's words are nobody else's.
    assert search(factories.person(), 'quality:"ultra HD"').problems


@pytest.mark.parametrize("name", ["“big” idea", "«big» idea", 'b"ig idea'])
def test_names_in_quotes_of_any_kind_are_found(owner, name):
    made = factories.image()
    tag = organising.images_tag(owner, Image.objects.all(), name)
    assert tag.name == "big idea"
    asked = search(owner, "").toggled("tag", tag.name)
    assert (asked.problems, codes(asked)) == ((), {made.code})


def test_values_count_in_whatever_way_they_were_typed(owner):
    organising.images_tag(owner, Image.objects.all(), "Ünit")
    factories.image()
    organising.images_tag(owner, Image.objects.all(), "Ünit")
    kept = organising.collection_create(owner, "Spring")
    for typed, field, value in (
        ("tag:UNIT", "tag", "Ünit"),
        (f"in:{kept.code}", "in", "Spring"),
        ("is:Picked", "is", "picked"),
        ("size:64×48", "size", "64x48"),
        ("stars:=5", "stars", "5"),
        ("model:GPT-image-2", "model", "gpt-image-2"),
    ):
        assert search(owner, typed).toggled(field, value).text == "", typed
    assert search(owner, "is:Picked").toggled("is", "rejected").text == "is:rejected"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_the_first_and_the_last_day_are_no_fault_in_any_zone(client, owner, zone):
    factories.image()
    with timezone.override(zone):
        for text in ("0001", ">=0001", "0001..", "<0001-01-02", "9999-12-30", ">9998"):
            it = search(owner, f"date:{text}")
            assert isinstance(it.count().number, int)
            facets_of(it)


def test_a_model_whose_name_is_a_part_of_another_one_is_found_alone(owner):
    one = factories.image(model="gpt-image-1")
    mini = factories.image(model="gpt-image-1-mini")
    assert codes(search(owner, "model:gpt-image-1")) == {one.code, mini.code}
    facets = {it.field: it for it in facets_of(search(owner, ""))}
    for value in facets["model"].values:
        assert len(codes(value.search)) == value.count == 1
    asked = search(owner, "model:=GPT-image-1")
    assert codes(asked) == {one.code}
    chosen = {it.field: it for it in facets_of(asked)}["model"].values
    assert {it.value: it.is_chosen for it in chosen} == {
        "gpt-image-1": True,
        "gpt-image-1-mini": False,
    }
    assert search(owner, "model:=").problems


MIGRATION = "playground.library.migrations.0003_exact_facts"


def test_documents_that_were_written_before_learn_the_whole_names(owner):
    made = factories.image(model="gpt-image-1")
    document = made.document
    word = fact("model", "=gpt-image-1")
    document.text = document.text.replace(f" {word} ", " ")
    document.save()
    assert codes(search(owner, "model:=gpt-image-1")) == set()
    for _ in range(2):
        import_module(MIGRATION).add(apps, None)
    assert codes(search(owner, "model:=gpt-image-1")) == {made.code}
    document.refresh_from_db()
    assert document.text.count(word) == 1


def test_one_picture_of_a_search_is_looked_for_and_not_all_of_it(client, owner):
    made = [factories.image(quality="high") for _ in range(3)]
    codes_made = [it.code for it in made]
    client.post("/selection/", {"action": "set", "code": codes_made[:2]})
    with CaptureQueriesContext(connection) as asked:
        asked_for = {"q": "quality:high", "near": codes_made[1]}
        page = client.get("/gallery/", asked_for)
        assert page.text.count("data-code=") >= 3
        dialog = client.get("/gallery/organise/?q=quality:high")
        assert dialog.context["others"].number == 1
        for sort in ("", "stars"):
            room = {"q": "quality:high", "review": 1, "at": codes_made[1], "sort": sort}
            assert client.get("/gallery/", room).context["place"] == 2
        for sort in SORTS:
            ordered = search(owner, "quality:high").sorted(sort)
            rows = ordered.page().rows
            places = [ordered.place(row, limit=9) for row in rows]
            assert places == [1, 2, 3]
        walk = {"image": codes_made[:2], "list": "search", "q": "quality:high"}
        assert codes_made[2] in client.get("/compare/", walk).text
    # Of the days on the page, or a stretch of time, and nothing else.
    lists = [it["sql"] for it in asked if "(SELECT library_document.im" in it["sql"]]
    assert all("position >= " in it or "rowid >= " in it for it in lists)


def test_signs_of_other_programs_are_words_and_that_is_said(owner):
    made = factories.image(prompt="fox and owl")
    asked = search(owner, "fox AND owl")
    assert (codes(asked), len(asked.problems)) == ({made.code}, 1)
    assert "-word" in search(owner, "fox NOT owl").problems[0].message
    assert not search(owner, 'fox "AND" owl').problems
