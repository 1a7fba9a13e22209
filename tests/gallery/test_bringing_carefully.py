"""What import takes care of: the database, the limits, what is only half there."""

import csv
import io
import json
import os
import resource
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from playground.core import uploading
from playground.gallery import bringing
from playground.library.models import Image
from playground.library.trash import image_files_delete
from tests.factories import image, picture_bytes

pytestmark = pytest.mark.django_db

URL = "/gallery/import/"


def _zip(entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


def _exported(client):
    packed = client.post("/gallery/download/", {"target": "search"}).getvalue()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        [line] = csv.DictReader(
            archive.read("manifest.csv").decode("utf-8-sig").splitlines()
        )
    return packed, line


def _bring(client, *files):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(URL, {"file": sent}, follow=True)


def test_what_a_file_tells_is_read_before_the_database_is_held(client, monkeypatch):
    held, read = [], bringing.embedded

    def reading(file):
        held.append(len(connection.savepoint_ids))
        return read(file)

    monkeypatch.setattr(bringing, "embedded", reading)
    outside = len(connection.savepoint_ids)
    _bring(client, ("fox.png", picture_bytes()))
    assert held == [outside]


def test_more_files_than_there_may_be_open_are_taken_and_the_rest_is_told(
    client, monkeypatch
):
    monkeypatch.setattr(uploading, "MOST_FILES", 150)
    [first, *most] = resource.getrlimit(resource.RLIMIT_NOFILE)
    open_now = len(os.listdir("/dev/fd"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_now + 60, *most))
    try:
        # One picture, and words: it is the number that is looked at.
        files = [(f"{number}.png", b"words") for number in range(148)]
        page = _bring(
            client, ("a.png", picture_bytes()), *files, ("z", b"z"), ("y", b"")
        )
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (first, *most))
    assert "1 picture kept" in page.text
    assert "1 more file was left out, from y on" in page.text


def test_a_form_with_far_too_many_fields_is_answered_in_words(client):
    page = client.post("/selection/", {"code": ["x"] * 1200})
    assert page.status_code == 413
    assert "a thousand fields" in page.text


def test_what_the_api_made_of_auto_comes_back_and_the_table_has_each_choice(client):
    asked = {"output_compression": 55, "moderation": "low", "n": 2}
    made = image(quality="auto", format="webp", data=picture_bytes("webp"), **asked)
    Image.objects.filter(pk=made.pk).update(quality="medium", background="opaque")
    for tag in ("blue", "one, two"):
        told = {"action": "tag", "tag": tag, "target": "search"}
        client.post("/gallery/organise/", told)
    packed, line = _exported(client)
    assert [line[name] for name in asked] == ["55", "low", "2"]
    assert line["tags"] == 'blue, "one, two"'
    image_files_delete(made)
    Image.objects.all().delete()

    _bring(client, ("a.zip", packed))

    kept = Image.objects.get()
    assert (kept.quality, kept.background) == ("medium", "opaque")
    assert (kept.generation.request.quality, kept.resolved["quality"]) == (
        "auto",
        "medium",
    )


def test_the_bytes_of_a_picture_bring_its_lost_file_back(client):
    made = image(data=picture_bytes(colour="red"))
    with default_storage.open(made.file) as file:
        data = file.read()
    default_storage.delete(made.file)
    page = _bring(client, ("fox.png", data))
    assert "1 lost file is there again" in page.text
    with default_storage.open(made.file) as file:
        assert file.read() == data
    assert Image.objects.count() == 1
    # One that is about to go for good is none that is here already.
    now = timezone.now()
    Image.objects.update(trashed_at=now, purge_asked_at=now)
    assert "1 picture kept" in _bring(client, ("fox.png", data)).text


def test_a_store_is_asked_once_for_pictures_that_are_here(owner, monkeypatch):
    asked = []

    def present(names):
        asked.append(list(names))
        return [default_storage.exists(name) for name in asked[-1]]

    kept = [image(data=picture_bytes(colour=it)) for it in ("red", "blue")]
    files = []
    for it in kept:
        with default_storage.open(it.file) as file:
            files.append(("fox.png", io.BytesIO(file.read())))
    default_storage.delete(kept[1].file)
    monkeypatch.setattr(FileSystemStorage, "present", staticmethod(present), False)
    brought = bringing.bring(owner, files)
    assert asked == [[it.file for it in kept]]
    assert (brought.known, brought.put_back) == (2, 1)


def test_half_a_file_is_never_put_back(client, owner, monkeypatch):
    made = image(data=picture_bytes(colour="red"))
    with default_storage.open(made.file) as file:
        data = file.read()
    default_storage.delete(made.file)

    def breaks_off(content, *_args):
        yield content.read()[:20]
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(ContentFile, "chunks", breaks_off)
        with pytest.raises(OSError, match="No space"):
            bringing.bring(owner, [("fox.png", io.BytesIO(data))])
    assert not default_storage.exists(made.file)
    # What it left is known to the sweep, and only that is.
    [noted] = Path(settings.PLAYGROUND_DATA_DIR, "writing").glob("[!.]*")
    [left] = noted.read_text().split()
    assert left.startswith(made.file)
    assert "1 lost file is there again" in _bring(client, ("fox.png", data)).text
    with default_storage.open(made.file) as file:
        assert file.read() == data


def test_all_manifests_of_an_archive_are_read_entry_by_entry(client):
    def told(*entries):
        return json.dumps({"images": [{"file": "a.png", **it} for it in entries] + [7]})

    packed = _zip(
        {
            "app/manifest.json": json.dumps({"name": "of a web page"}),
            "one/manifest.json": told({"prompt": "one"}),
            "one/pictures/a.png": picture_bytes(colour="red"),
            "two/manifest.json": told({"prompt": "two", "sha256": "0", "stars": 5}),
            "two/pictures/a.png": picture_bytes(colour="blue"),
        }
    )
    page = _bring(client, ("a.zip", packed))
    found = dict(Image.objects.values_list("prompt", "stars"))
    assert found == {"one": 0, "two": 0}
    assert "a.png is not the file that its manifest describes" in page.text
    assert "1 entries" not in page.text
    assert "of the manifest cannot be read" in page.text
    assert "its pictures come without" not in page.text
