"""Collections: what is shown of each, and what has changed while one was open."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from playground.gallery.views import collections
from playground.library import organising
from playground.library.models import Collection, Image
from playground.library.trash import images_purge_later, images_trash, trash_sweep
from tests.factories import image
from tests.pages import soup

pytestmark = pytest.mark.django_db

SCRIPT = {"accept": "application/json"}


def _told(client):
    return client.get("/collections.json").json()["collections"]


def test_a_cover_that_was_deleted_for_good_is_shown_nowhere(client, owner):
    first, cover = image(), image()
    kept = organising.collection_create(owner, "Spring")
    organising.collection_add(kept, Image.objects.oldest())
    organising.collection_cover(kept, cover)
    assert _told(client)[0]["cover"] == cover.code
    mine = Image.objects.filter(pk=cover.pk)
    images_trash(mine)
    assert _told(client)[0]["cover"] == first.code
    images_purge_later(mine)
    trash_sweep()
    assert _told(client)[0]["cover"] == first.code
    assert client.get(f"/collections/{kept.code}.json").json()["cover"] == first.code
    kept.refresh_from_db()
    assert kept.cover is None


def test_pictures_of_a_collection_are_counted_up_to_a_limit(client, owner, monkeypatch):
    monkeypatch.setattr(collections, "COUNTED", 2)
    some = [image().pk for _ in range(3)][:2]
    few, many = (organising.collection_create(owner, it) for it in ("Few", "Many"))
    organising.collection_add(few, Image.objects.filter(pk__in=some))
    organising.collection_add(many, Image.objects.oldest())
    figures = [(it["count"], it["at_least"]) for it in _told(client)]
    assert figures == [(2, False), (2, True)]
    assert "2+ pictures" in client.get("/collections/").text


def test_a_collection_is_paged_from_place_to_place(client, owner, monkeypatch):
    monkeypatch.setattr(collections, "PAGE_SIZE", 2)
    for number in range(5):
        image(prompt=str(number))
    kept = organising.collection_create(owner, "Spring")
    organising.collection_add(kept, Image.objects.oldest())
    # Of one place they stand in the order in which they came.
    kept.items.update(place=-3)
    address, pages = f"/collections/{kept.code}/", []
    for step in ("after", "after", "before", "before"):
        page = client.get(address)
        pages.append("".join(it.prompt for it in page.context["images"]))
        cursor = getattr(page.context["page"], step)
        address = f"/collections/{kept.code}/?{step}={cursor}"
    assert pages == ["01", "23", "4", "23"]
    assert "before=" not in client.get(address).text
    assert "5 pictures" in client.get(address).text
    address, told = f"/collections/{kept.code}.json", []
    while address:
        page = client.get(address).json()
        told += [it["prompt"] for it in page["images"]]
        address = page["next"]
    assert "".join(told) == "01234"
    wrong = client.get(f"/collections/{kept.code}.json?after=zz")
    assert (wrong.status_code, "cannot be read" in wrong.text) == (400, True)
    begun = client.get(f"/collections/{kept.code}/?after=zz").context["images"]
    assert [it.prompt for it in begun] == ["0", "1"]


def test_only_a_picture_of_it_can_be_the_cover(client, owner):
    inside = image()
    kept = organising.collection_create(owner, "Spring")
    organising.collection_add(kept, Image.objects.all())
    other = image()
    address = f"/collections/{kept.code}/change/"
    asked = {"action": "cover", "code": other.code}
    assert client.post(address, asked, headers=SCRIPT).status_code == 422
    client.post(address, {**asked, "code": inside.code})
    kept.refresh_from_db()
    assert kept.cover == inside


def test_many_collections_take_no_more_queries_than_one(client, owner):
    image()
    counts = []
    for number in range(4):
        kept = organising.collection_create(owner, f"Number {number}")
        organising.collection_add(kept, Image.objects.all())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert all(it["cover"] for it in _told(client))
        counts.append(len(asked))
    assert len(set(counts[1:])) == 1


def test_a_name_that_is_taken_is_told_however_late(client, owner):
    kept = organising.collection_create(owner, "Spring")
    organising.collection_create(owner, "Autumn")
    address = f"/collections/{kept.code}/change/"
    page = client.post(address, {"action": "rename", "name": "autumn"}, follow=True)
    assert "There is a collection “autumn” already." in page.text
    Collection.objects.filter(pk=kept.pk).delete()
    with pytest.raises(organising.Unnameable, match="deleted meanwhile"):
        organising.collection_arrange(kept, [])


def test_one_is_moved_past_what_can_be_seen(client, owner):
    made = [image() for _ in range(4)]
    kept = organising.collection_create(owner, "Spring")
    organising.collection_add(kept, Image.objects.oldest())
    images_trash(Image.objects.filter(pk__in=[made[0].pk, made[2].pk]))
    one, two = made[1].code, made[3].code

    def move(action):
        address = f"/collections/{kept.code}/change/"
        client.post(address, {"action": action, "code": two})
        return [it.image.code for it in organising.collection_images(kept)]

    assert move("earlier") == [two, one]
    assert move("earlier") == [two, one]
    assert move("later") == [one, two]
    assert move("later") == [one, two]
    assert move("first") == [two, one]


def test_no_query_is_asked_about_a_nul(client, owner):
    """PostgreSQL refuses it, SQLite does not."""
    kept = organising.collection_create(owner, "Spring")

    def guard(execute, sql, params, many, context):
        assert not any("\0" in str(it) for it in params or ())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(guard):
        for action in ("cover", "remove", "first", "move"):
            asked = {"action": action, "code": "a\0", "before": "b\0"}
            answer = client.post(f"/collections/{kept.code}/change/", asked)
            assert answer.status_code in (302, 404), action
        answer = client.post(reverse("site:workspace-enter"), {"workspace": "a\0"})
        assert answer.status_code == 404


def test_a_name_that_is_taken_is_said_at_the_field_with_what_was_typed(client, owner):
    kept = organising.collection_create(owner, "Spring")
    organising.collection_create(owner, "Autumn")
    asked = {"action": "rename", "name": "autumn"}
    answer = client.post(f"/collections/{kept.code}/change/", asked)
    assert answer.status_code == 422
    field = soup(answer).select_one("[aria-invalid]")
    assert field["value"] == "autumn"
    said = soup(answer).select_one("#name-error")
    assert field["aria-describedby"] == said["id"]
    assert "There is a collection “autumn” already." in said.text
    kept.refresh_from_db()
    assert kept.name == "Spring"
