"""Addresses that ask for what does not exist, and archives of what is not there."""

import io
import json
import zipfile
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage

from playground.library.models import Image
from playground.library.search import Search
from tests.factories import image

pytestmark = pytest.mark.django_db


def test_an_order_or_a_place_that_does_not_exist_is_explained(client):
    image()
    assert "There is no order “nope”" in client.get("/gallery/?sort=nope").text
    assert "leads to no place" in client.get("/gallery/?after=zz").text
    assert "There is no state “nope”" in client.get("/generations/?state=nope").text
    told = client.get("/gallery.json?sort=nope").json()["query"]["problems"]
    assert [it["text"] for it in told] == ["nope"]
    for address in (
        "/gallery.json?after=123_x",
        "/gallery/walk.json?after=zz",
        "/generations.json?after=zz",
        "/generations.json?state=nope",
    ):
        answer = client.get(address)
        assert (answer.status_code, bool(answer.json()["message"])) == (400, True)


def test_an_archive_has_the_order_of_its_search_and_tells_what_is_gone(client):
    made = [image(prompt=it) for it in ("cheap", "dear", "fair")]
    for one, cost in zip(made, ("0.01", "0.30", "0.20"), strict=True):
        Image.objects.filter(pk=one.pk).update(cost_usd=Decimal(cost))
    default_storage.delete(made[0].file)
    asked = {"target": "search", "sort": "-cost"}

    answer = client.post("/gallery/download/", asked)

    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        told = json.loads(archive.read("manifest.json"))["images"]
    assert [it["prompt"] for it in told] == ["dear", "fair", "cheap"]
    assert "_2-pictures.zip" in answer["Content-Disposition"]
    assert "The files of 1 of 3 pictures are gone" in client.get("/gallery/").text
    for one in made[1:]:
        default_storage.delete(one.file)
    page = client.post("/gallery/download/", asked, follow=True)
    assert "nothing to download" in page.text


def test_a_few_for_an_archive_are_ordered_by_themselves(client, monkeypatch):
    made = [image(prompt=it) for it in "ba"]
    Image.objects.filter(pk=made[1].pk).update(stars=5)
    monkeypatch.setattr(Search, "page", None)
    codes = [it.code for it in made]
    asked = {"target": "picked", "code": codes, "sort": "-stars", "q": "nothing"}
    answer = client.post("/gallery/download/", asked)
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        told = json.loads(archive.read("manifest.json"))["images"]
    assert [it["prompt"] for it in told] == ["a", "b"]
