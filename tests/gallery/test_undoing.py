"""What was organised is taken back to how it was: places, covers, names."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from playground.gallery import bulk
from playground.gallery.views import organising as views
from playground.library import deciding, organising
from playground.library.models import Collection, Image, SavedSearch
from playground.library.saved_searches import search_save
from playground.library.trash import images_trash
from playground.people.models import Membership, User
from tests.factories import image
from tests.gallery.doing import do, undo
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def spring(owner):
    made = [image(prompt=f"picture {number}") for number in range(4)]
    collection = organising.collection_create(owner, "Spring")
    organising.collection_add(collection, Image.objects.all().oldest())
    organising.collection_cover(collection, made[1])
    return collection, [it.code for it in made]


def _codes(collection):
    items = organising.collection_images(collection)
    return [item.image.code for item in items]


def _change(client, collection, **values):
    return client.post(f"/collections/{collection.code}/change/", values, follow=True)


def test_a_picture_comes_back_to_its_place_and_onto_the_cover(client, spring):
    collection, codes = spring
    page = _change(client, collection, action="remove", code=codes[1])
    assert _codes(collection) == [codes[0], *codes[2:]]
    # Said there, with a button that takes it back: Ctrl+Z presses it.
    toast = soup(page).select_one("toast-note")
    assert "1 picture taken out of “Spring”." in toast.text
    assert toast.select_one("button[form=undo-form][name=id]").text == "Undo"
    page = undo(client)
    assert _codes(collection) == codes
    assert "1 picture back in “Spring”" in page.text
    collection.refresh_from_db()
    assert collection.cover.code == codes[1]
    assert len(client.get("/gallery.json", {"q": "in:Spring"}).json()["images"]) == 4


def test_many_come_back_to_their_places_but_for_what_changed_meanwhile(client, spring):
    collection, codes = spring
    asked = {"action": "uncollect", "in": "spring", "code": codes[:3]}
    client.post("/gallery/organise/", {"target": "selection", **asked})
    assert _codes(collection) == codes[3:]
    # Somebody else has put one in again, at the end, and chosen another cover.
    organising.collection_add(collection, Image.objects.filter(code=codes[0]))
    organising.collection_cover(collection, Image.objects.get(code=codes[3]))
    undo(client)
    assert _codes(collection) == [codes[1], codes[2], codes[3], codes[0]]
    collection.refresh_from_db()
    assert collection.cover.code == codes[3]


def test_a_deleted_collection_comes_back_at_its_address(client, spring):
    collection, codes = spring
    assert (
        "is deleted; its pictures stay."
        in _change(client, collection, action="delete").text
    )
    assert not Collection.objects.exists()
    assert "“Spring” is back." in undo(client).text
    back = Collection.objects.get()
    assert (back.code, _codes(back), back.cover.code) == (
        collection.code,
        codes,
        codes[1],
    )
    found = client.get(f"/collections/{collection.code}.json").json()
    assert found["total"]["count"] == 4
    # Where somebody has taken the name, that is said and nothing is lost.
    _change(client, back, action="delete")
    organising.collection_create(collection.author, "SPRING")
    assert "There is a collection “Spring” again." in undo(client).text


def test_a_collection_that_was_made_for_pictures_goes_with_them(client, spring):
    asked = {"action": "collect", "target": "search"}
    for name in ("Autumn", "spring"):
        client.post("/gallery/organise/", {**asked, "in": name})
        undo(client)
    assert [it.name for it in Collection.objects.all()] == ["Spring"]


def test_a_while_later_nothing_offers_to_take_it_back(client, monkeypatch):
    image()
    page = client.post(
        "/gallery/organise/",
        {"target": "search", "action": "pick"},
        follow=True,
    )
    # Told once, beside the button; on later pages by a line above the pictures.
    assert page.text.count(">Undo<") == 1
    line = soup(client.get("/gallery/"))
    assert line.select_one("form.note button[name=id]")
    monkeypatch.setattr(views, "WHILE_S", -1)
    assert ">Undo<" not in client.get("/gallery/").text


def test_a_saved_search_is_renamed_replaced_forgotten_and_brought_back(client):
    save = {"name": "Best", "q": "fox", "sort": "-stars"}
    client.post("/gallery/searches/", save)
    page = client.post("/gallery/searches/", {"name": "Best", "q": "owl"}, follow=True)
    assert "“Best” is this search now." in page.text
    undo(client)
    saved = SavedSearch.objects.get()
    assert (saved.query, saved.sort) == ("fox", "-stars")

    address = f"/gallery/searches/{saved.code}"
    page = client.post(f"{address}/rename/", {"name": " Foxes  "}, follow=True)
    assert "It is called “Foxes” now." in page.text
    assert page.request["QUERY_STRING"] == "q=fox&sort=-stars"
    client.post("/gallery/searches/", {"name": "Owls", "q": "owl"})
    page = client.post(f"{address}/rename/", {"name": "Owls"}, follow=True)
    assert "There is a saved search “Owls” already." in page.text
    page = client.post(f"{address}/rename/", {"name": " "}, follow=True)
    assert "Give it a name." in page.text

    client.post(f"{address}/forget/")
    assert not SavedSearch.objects.filter(name="Foxes")
    undo(client)
    assert SavedSearch.objects.get(name="Foxes").query == "fox"
    assert client.post(f"{address}/rename/", {"name": "x"}).status_code == 302


def test_a_search_that_an_admin_brings_back_is_its_authors(client, owner):
    maker = User.objects.create_user("maker")
    maker.join(owner.workspace, Membership.Role.MAKER)
    saved, _ = search_save(maker, name="Best", query="fox")
    client.post(f"/gallery/searches/{saved.code}/forget/")
    undo(client)
    back = SavedSearch.objects.get()
    assert (back.author, back.code) == (maker, saved.code)


def test_somebody_elses_saved_search_is_not_replaced(owner):
    maker = User.objects.create_user("maker")
    maker.join(owner.workspace, Membership.Role.MAKER)
    saved, _ = search_save(owner, name="Best", query="fox")
    with pytest.raises(organising.Unnameable, match="Take another name"):
        search_save(maker, name="Best", query="owl")
    saved.refresh_from_db()
    assert saved.query == "fox"


def test_another_message_leaves_the_offer_to_undo_where_it_is(client, spring):
    collection, codes = spring
    asked = {"action": "pick", "code": codes[:2], "target": "selection"}
    client.post("/gallery/organise/", asked)
    client.get("/gallery/")
    client.post(f"/collections/{collection.code}/change/", {"action": "no such"})
    page = soup(client.get("/gallery/"))
    assert page.select("toast-note")
    assert len(page.select("form.note button[name=id]")) == 1


def test_what_was_decided_of_many_is_taken_back_and_nothing_else(client):
    made = image()
    asked = {"target": "search", "action": "stars", "stars": "2"}
    client.post("/gallery/organise/", asked)
    # Meanwhile somebody else, in another tab.
    client.post("/judge/", {"code": made.code, "flag": "pick", "note": "warm"})
    undo(client)
    made.refresh_from_db()
    assert (made.stars, made.flag, made.note) == (0, "pick", "warm")


def test_an_offer_takes_back_what_it_was_made_for_and_once(client, spring):
    collection, codes = spring
    script = {"headers": {"accept": "application/json"}}
    change = f"/collections/{collection.code}/change/"
    first = client.post(change, {"action": "remove", "code": codes[0]}, **script)
    do(client, "trash", q="picture 3")
    old = {"id": first.json()["undo"]}
    assert codes[0] not in _codes(collection)
    assert client.post("/gallery/undo/", old, **script).status_code == 200
    assert codes[0] in _codes(collection)
    refused = client.post("/gallery/undo/", old, **script)
    assert refused.status_code == 422
    assert "nothing to take back" in refused.json()["message"]
    assert client.post("/gallery/undo/", **script).status_code == 422
    assert Image.objects.trashed().count() == 1
    line = soup(client.get("/gallery/"))
    button = line.select_one("form.note button[name=id]")
    client.post("/gallery/undo/", {"id": button["value"]})
    assert Image.objects.trashed().count() == 0


def test_what_others_decided_since_stays(client, spring):
    _, codes = spring
    do(client, "pick", q="picture")
    mine = Image.objects.filter(code=codes[0])
    deciding.images_rate(mine, 5)
    deciding.images_flag(Image.objects.filter(code=codes[1]), "reject")
    page = undo(client)
    assert "Taken back; 1 was decided since and stays as it is." in page.text
    flags = dict(Image.objects.values_list("code", "flag"))
    assert flags == {codes[0]: "", codes[1]: "reject", codes[2]: "", codes[3]: ""}
    assert mine.get().stars == 5


def test_scripts_are_told_which_pictures_went_into_the_trash(client, owner):
    maker = User.objects.create_user("maker")
    maker.join(owner.workspace, Membership.Role.MAKER)
    mine, theirs = image(author=maker), image()
    client.force_login(maker)
    asked = {"action": "trash", "code": [mine.code, theirs.code]}
    answer = client.post(
        "/gallery/organise/", asked, headers={"accept": "application/json"}
    ).json()
    assert answer["gone"] == [mine.code]
    assert "1 of other people stay" in answer["message"]
    images_trash(Image.objects.filter(pk=theirs.pk))
    asked = {"q": "is:trashed", "code": [mine.code, theirs.code], "action": "purge"}
    page = client.post("/gallery/organise/", asked, follow=True)
    assert "1 picture will be deleted for good; 1 of other people stay" in page.text


def test_only_what_was_put_back_goes_into_the_trash_again(owner):
    kept, gone = image(), image()
    images_trash(Image.objects.filter(pk=gone.pk))
    done = bulk.restore(owner, [kept.pk, gone.pk])
    assert done.undo["keys"] == [gone.pk]


def test_what_takes_many_back_is_no_part_of_every_request(client, monkeypatch):
    made = image()
    monkeypatch.setattr(views, "MOST_STEPS", 2)
    for stars in "345":
        do(client, "stars", stars=stars)
    # What was done last is kept, for an hour.
    told, last = client.session["done_with_many"]
    assert set(told) == {"id", "words", "kept", "at"}
    kept = Session.objects.exclude(session_key=client.session.session_key)
    assert {it.session_key for it in kept} == {told["kept"], last["kept"]}
    kept = kept.get(session_key=last["kept"])
    hour = timezone.now() + timedelta(seconds=views.WHILE_S)
    assert timedelta(minutes=-1) < kept.expire_date - hour <= timedelta()
    undo(client)
    made.refresh_from_db()
    assert made.stars == 4
    Session.objects.filter(session_key=told["kept"]).update(expire_date=timezone.now())
    assert "nothing to take back any more" in undo(client).text


def test_what_was_done_with_many_is_taken_back_in_its_order(client):
    image()
    for tag in ("one", "two"):
        do(client, "tag", tag=tag)
    # The gallery offers what was done last, then what was done before it.
    for left in ({"one"}, set()):
        line = soup(client.get("/gallery/"))
        page = client.post(
            "/gallery/undo/",
            {"id": line.select_one("form.note [name=id]")["value"]},
            headers={"referer": "http://testserver/models/"},
            follow=True,
        )
        # Nothing takes back that it was taken back.
        assert not soup(page).select("#toasts [name=id]")
        assert set(Image.objects.values_list("tags__name", flat=True)) - {None} == left
    assert ">Undo<" not in client.get("/gallery/").text
