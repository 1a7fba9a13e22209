"""What pictures are found by: sizes, names of sources, tags; and what is left of them."""

from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db.models import Value
from django.db.models.functions import Replace
from PIL import Image as Pillow

from playground.library import organising
from playground.library.models import Document, Image, Tag
from playground.library.search import facets_of, suggestions
from playground.library.search.documents import documents_write, fact
from playground.library.sources import source_add
from playground.library.trash import images_purge_later, images_trash, trash_sweep
from tests import factories
from tests.library.searching import found, make, search

pytestmark = pytest.mark.django_db


def _purge(image):
    mine = Image.objects.filter(pk=image.pk)
    images_trash(mine)
    images_purge_later(mine)
    trash_sweep()


def test_a_phone_held_upright_makes_a_portrait(owner):
    exif = Pillow.Exif()
    exif[0x0112] = 6
    buffer = BytesIO()
    Pillow.new("RGB", (400, 300)).save(buffer, "JPEG", exif=exif)
    kept = make(data=buffer.getvalue(), thumbnails=True)
    assert (kept.width_px, kept.height_px, kept.size) == (300, 400, "300x400")
    assert found(owner, "is:portrait size:300x400") == [kept.code]
    name = kept.file.replace("images/", "thumbnails/").replace(".jpg", ".320.webp")
    with default_storage.open(name) as file, Pillow.open(file) as small:
        assert small.size == (240, 320)
    # One that an earlier version has kept as it lies in the file.
    type(kept.generation).objects.update(provider="imported")
    Image.objects.update(width_px=400, height_px=300, size="400x300")
    call_command("reindex")
    assert found(owner, "is:portrait size:=300x400") == [kept.code]


def test_a_size_is_found_as_asked_for_and_apart_as_measured(owner):
    asked = make(size="1536x1024")
    other = make()
    expected = {
        "size:1536x1024": [asked.code],
        "size:64x48": [other.code, asked.code],
        "size:=1536x1024": [],
        "size:=64×48": [other.code, asked.code],
    }
    assert {text: found(owner, text) for text in expected} == expected
    value = {it.field: it for it in facets_of(search(owner))}["size"].values[0]
    assert (value.count, value.search.text) == (2, "size:=64x48")
    again = {it.field: it for it in facets_of(value.search)}["size"].values[0]
    assert (again.is_chosen, again.search.text) == (True, "")
    # Documents that were written before it: as an upgrade finds them.
    for word in ("=64x48", "1536x1024"):
        less = Replace("text", Value(f" {fact('size', word)} "), Value(" "))
        Document.objects.update(text=less)
    assert not found(owner, "size:=64x48 OR size:1536x1024")
    migration = import_module("playground.library.migrations.0003_exact_facts")
    for _ in range(2):
        migration.add(apps, None)
    assert {text: found(owner, text) for text in expected} == expected


def test_a_source_that_has_another_name_is_found_by_that(owner):
    data = factories.picture_bytes()
    source = source_add(author=owner, file=BytesIO(data), name="hen.png")
    run = factories.generation(author=owner)
    run.generation_sources.create(source=source, role="image", position=0)
    kept = make(generation=run)
    documents_write([kept])
    assert found(owner, "hen") == [kept.code]
    source_add(author=owner, file=BytesIO(data), name="owl.png")
    assert (found(owner, "hen"), found(owner, "owl")) == ([], [kept.code])


def test_one_of_many_tags_is_suggested_by_what_it_holds(owner, monkeypatch):
    monkeypatch.setattr("playground.library.search.suggesting.RECENT", 2)
    make()
    for name in ("aardvark", "bee", "crab zebra", "Zébra"):
        organising.images_tag(owner, Image.objects.all(), name)
    labels = [it.label for it in suggestions(owner, "tag:zebra")]
    assert labels == ["tag:Zébra", 'tag:"crab zebra"']


def test_a_tag_goes_with_its_last_picture(owner):
    gone, left = make(), make()
    mine = Image.objects.filter(pk=gone.pk)
    organising.images_tag(owner, mine, "alone")
    organising.images_tag(owner, Image.objects.all(), "both")
    _purge(gone)
    assert [tag.name for tag in Tag.objects.all()] == ["both"]
    assert "alone" in search(owner, "tag:alone").problems[0].message
    assert found(owner, "tag:both") == [left.code]


def test_reindex_leaves_out_what_was_deleted_for_good(owner, capsys):
    gone, left = make(), make()
    _purge(gone)
    Document.objects.all().delete()
    call_command("reindex", "--missing")
    call_command("reindex", "--missing")
    call_command("reindex")
    said = capsys.readouterr().out.split("\n")
    assert [line.split()[0] for line in said if line] == ["1", "0", "1"]
    assert list(Document.objects.values_list("image", flat=True)) == [left.pk]
