"""Deciding of pictures, taking it back, and review."""

import json

import pytest

from playground.library import deciding
from playground.library.models import Image
from tests.factories import image, images_many, person
from tests.pages import page_of

pytestmark = pytest.mark.django_db

URL = "/judge/"
SCRIPT = {"accept": "application/json"}


def _found(client, query):
    return {
        it["code"] for it in client.get("/gallery.json", {"q": query}).json()["images"]
    }


def test_what_was_decided_is_shown_found_and_taken_back(client):
    kept = image()
    answer = client.post(
        URL, {"code": kept.code, "flag": "pick"}, headers=SCRIPT
    ).json()
    client.post(URL, {"code": kept.code, "stars": "4"}, headers=SCRIPT)
    client.post(URL, {"code": kept.code, "note": "warmer light"}, headers=SCRIPT)
    assert answer["images"][0]["flag"] == "pick"
    assert _found(client, "is:picked stars:>=4 warmer") == {kept.code}
    marks = page_of(client.get("/gallery/")).select_one(".marks")
    assert marks["aria-label"] == "Picked, 4 stars, with a note"

    undo = {"before": json.dumps(answer["before"])}
    assert client.post(URL, undo, headers=SCRIPT).json()["images"][0]["flag"] == ""
    kept.refresh_from_db()
    assert (kept.flag, kept.stars, kept.note) == ("", 4, "warmer light")
    assert _found(client, "is:picked") == set()


@pytest.mark.parametrize(
    "values",
    [
        {"flag": "best"},
        {"stars": "6"},
        {"stars": "²"},
        {"note": "x" * 5001},
        {"before": "nonsense"},
        {"before": "[1]"},
        {"before": "[" * 10_000},
        {"before": '[{"code": "CODE", "was": {"flag": "x"}, "wrote": {"flag": ""}}]'},
        {
            "before": '[{"code": "CODE", "was": {"stars": 1e999}, "wrote": {"stars": 0}}]'
        },
        {"before": '[{"code": "CODE", "was": {"stars": 1}, "wrote": {}}]'},
        {"before": '[{"code": "CODE", "was": {"pk": 1}, "wrote": {"pk": 1}}]'},
        {"before": '[{"code": "CODE", "was": [], "wrote": []}]'},
        {"flag": "pick", "stars": "6"},
    ],
)
def test_what_makes_no_sense_is_explained_and_changes_nothing(client, values):
    kept = image()
    values = {key: it.replace("CODE", kept.code) for key, it in values.items()}
    answer = client.post(URL, {"code": kept.code, **values}, headers=SCRIPT)
    assert answer.status_code == 422
    assert answer.json()["message"]
    kept.refresh_from_db()
    assert (kept.flag, kept.stars, kept.note) == ("", 0, "")


def test_taking_a_decision_back_leaves_all_else_of_the_picture(client):
    kept = image()
    mine = Image.objects.filter(pk=kept.pk)
    picked = client.post(
        URL, {"code": kept.code, "flag": "pick"}, headers=SCRIPT
    ).json()
    deciding.images_note(mine, "A long note.")
    undo = {"before": json.dumps(picked["before"])}
    answer = client.post(URL, undo, headers=SCRIPT).json()
    assert answer["stayed"] == 0
    assert answer["images"] == [
        {"code": kept.code, "flag": "", "stars": 0, "note": "A long note."}
    ]
    # Somebody else has said something else of the same since.
    picked = client.post(
        URL, {"code": kept.code, "flag": "pick"}, headers=SCRIPT
    ).json()
    deciding.images_flag(mine, "reject")
    undo = {"before": json.dumps(picked["before"])}
    answer = client.post(URL, undo, headers=SCRIPT).json()
    assert (answer["stayed"], answer["images"][0]["flag"]) == (1, "reject")


def test_half_a_character_is_none_in_a_note_that_comes_back(client):
    kept = image()
    deciding.images_note(Image.objects.filter(pk=kept.pk), "x")
    told = f'[{{"code": "{kept.code}", "was": {{"note": "\\ud800"}}, "wrote": {{"note": "x"}}}}]'
    assert client.post(URL, {"before": told}, headers=SCRIPT).status_code == 200
    kept.refresh_from_db()
    assert kept.note == "\ufffd"


def test_other_peoples_pictures_are_left_alone(client):
    theirs = image(author=person())
    asked = {"code": theirs.code, "flag": "reject"}
    answer = client.post(URL, asked, headers=SCRIPT)
    assert answer.status_code == 422
    assert "no such picture here" in answer.json()["message"]
    theirs.refresh_from_db()
    assert theirs.flag == ""


def test_without_script_one_goes_on(client):
    kept = image()
    following = {"next": "/gallery/?review=1"}
    answer = client.post(URL, {"code": kept.code, "stars": "2", **following})
    assert answer.headers["Location"] == "/gallery/?review=1"
    away = {"next": "https://elsewhere.example/"}
    answer = client.post(URL, {"code": kept.code, "stars": "2", **away})
    assert answer.headers["Location"] == "/gallery/"


def test_review_shows_one_after_the_other_of_the_search(client):
    older, middle, newest = (image(quality="high") for _ in range(3))
    image(quality="low")
    asked = {"q": "quality:high", "review": 1}
    soup = page_of(client.get("/gallery/", asked))
    assert soup.select_one(".now")["data-code"] == newest.code
    assert soup.select_one(".place").text == "1 of 3"
    following = soup.select_one("a[rel=next]")["href"]
    soup = page_of(client.get(following))
    assert soup.select_one(".now")["data-code"] == middle.code
    assert soup.select_one(".place").text == "2 of 3"
    assert soup.select_one("a[rel=prev]")["href"].endswith(newest.code)
    # Both ways are on every page: who goes back from the last one finds the way on.
    last = page_of(client.get(soup.select_one("a[rel=next]")["href"]))
    assert last.select_one("a[rel=next]")["hidden"] == ""
    # A decision leads on, also where it takes the picture out of the search.
    assert soup.select_one(".judge [name=next]")["value"].endswith(older.code)


def test_review_of_nothing_and_of_nonsense(client):
    assert "nothing to review" in client.get("/gallery/", {"review": 1}).text
    image()
    images_many(3)
    for at in ("", "nonsense", "zzzzzzzzzzzz"):
        assert client.get("/gallery/", {"review": 1, "at": at}).status_code == 200


def test_review_in_an_order_in_which_some_have_no_value(client):
    image(cost_usd=None)
    asked = {"review": 1, "sort": "-cost"}
    assert page_of(client.get("/gallery/", asked)).select_one(".now")


def test_a_note_has_a_form_of_its_own_and_a_mark_on_the_tile(client):
    made = image()
    form = client.get(f"/images/{made.code}/note/")
    assert f'data-judges="{made.code}"' in form.text
    client.post("/judge/", {"code": made.code, "note": "too <dark>"})
    page = client.get("/gallery/").text
    assert 'title="too &lt;dark&gt;"' in page
    assert "too &lt;dark&gt;" in client.get(f"/gallery/?review=1&at={made.code}").text


def test_a_walk_has_both_sides_of_a_picture_in_its_search(client):
    made = [image(prompt="fox") for _ in range(3)]
    image(prompt="owl")
    walk = client.get("/gallery/walk.json", {"at": made[1].code, "q": "fox"}).json()
    assert [it["code"] for it in walk["images"]] == [it.code for it in made[::-1]]
    assert (walk["at"], walk["before"], walk["after"]) == (1, None, None)
    assert client.get("/gallery/walk.json", {"at": "nonsense"}).status_code == 404
    assert client.get("/gallery/walk.json").status_code == 200
    for query in ({"before": "x"}, {"after": "9" * 40}, {"before": "-_5"}):
        refused = client.get("/gallery/walk.json", query)
        assert refused.status_code == 400
        assert refused.json()["message"]
