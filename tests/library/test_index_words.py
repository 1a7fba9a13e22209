"""What PostgreSQL's index is asked for, and what stands in it; SQLite finds the same."""

import datetime
import json

import pytest
from django.db import connection

from playground.library.models import Document, Image
from playground.library.search import reading
from playground.library.search.documents import documents_write
from playground.library.search.index_words import LONGEST, TIMES, beginning, times
from tests.library.searching import found, make, search

pytestmark = pytest.mark.django_db


def made_at(prompt: str, year: int, **more: int) -> str:
    image = make(prompt=prompt)
    moment = datetime.datetime(year, 3, 1, tzinfo=datetime.UTC)
    Image.objects.filter(pk=image.pk).update(
        created_at=moment + datetime.timedelta(**more)
    )
    return image.code


@pytest.mark.parametrize("seen", [1, 99], ids=["rare", "frequent"])
def test_stretches_of_any_length_find_all_in_order(owner, monkeypatch, seen):
    """Hours, days, years and decades apart, and before the first position."""
    for name, value in {"FIRST": 1, "SEEN": seen, "RARE": 2, "SECOND": 3}.items():
        monkeypatch.setattr(reading, name, value)
    moments = [(1961, {}), (1969, {}), (1987, {}), (2024, {}), (2025, {"days": 2})]
    moments += [(2025, {"days": 3}), (2025, {"days": 3, "hours": 1})]
    foxes = []
    for year, more in moments:
        foxes.append(made_at("a fox", year, **more))
        made_at("an owl", year, **more)
    documents_write(Image.objects.all())
    assert found(owner, "fox", "date") == foxes
    assert found(owner, "fox") == foxes[::-1]
    assert found(owner, "fo date:2025") == foxes[:-4:-1]
    assert found(owner, "date:1961..1988 -owl", "date") == foxes[:3]


@pytest.mark.parametrize("size", [1, LONGEST, LONGEST + 1])
def test_the_beginning_of_a_word_is_found_and_its_middle_is_not(owner, size):
    made = make(prompt="under internationalisation, 赤い狐が雪の中")
    make(prompt="interstellar")
    whole = "internationalisation"
    assert made.code in found(owner, whole[:size])
    assert found(owner, whole) == [made.code]
    assert found(owner, whole[1 : size + 1]) == []


@pytest.mark.postgres
def test_the_index_holds_the_words_that_it_is_asked_for(owner):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's index has beginnings of its own")
    make(prompt="fox")
    made_at("fox", 1961)
    documents_write(Image.objects.all())
    for position in Document.objects.values_list("position", flat=True):
        asked = [
            beginning("fo"),
            *(times(position, position + 2**bits) for bits in TIMES),
        ]
        for words in asked:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT words @@ %s::tsquery FROM library_document"
                    " WHERE position = %s",
                    [words, position],
                )
                assert cursor.fetchone() == (True,)
    assert times(0, 2**63) == ""


@pytest.mark.postgres
def test_the_figures_of_a_day_look_the_words_up_once(owner):
    """Not for each picture of the day: of the newest day the planner expects one."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite looks them up once anyway")
    for hours in range(9):
        made_at("a fox", 2025, hours=hours)
    documents_write(Image.objects.all())
    day = datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC)
    figures = search(owner, "fox").within(day, day + datetime.timedelta(days=1))
    with connection.cursor() as cursor:
        for way in ("hashjoin", "mergejoin", "material"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    assert len(figures) == 9
    (explained,) = json.loads(figures.explain(analyze=True, format="json"))
    looks = [
        node["Actual Loops"]
        for node in nodes(explained["Plan"])
        if node.get("Relation Name") == "library_document"
    ]
    assert looks == [1]


def nodes(plan):
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)
