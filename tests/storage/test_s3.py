"""Pictures in an S3-compatible store: a real server process, moto's."""

import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from types import SimpleNamespace

import httpx2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.test import override_settings
from django.urls import reverse

from playground.core.files import is_missing
from playground.gallery.taking import Archive
from playground.library import writing
from playground.library.models import Image
from playground.storing import storages as storages_for
from tests.buckets import client as s3_client
from tests.buckets import store as s3_server

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture
def store(endpoint, settings, monkeypatch, tmp_path, request):
    """The settings of a store with two empty buckets; its client."""
    name = re.sub("[^a-z0-9]", "-", request.node.name.lower())[:40].strip("-")
    client = s3_client(endpoint)
    buckets = {"default": f"o-{name}", "renditions": f"r-{name}"}
    for bucket in buckets.values():
        client.create_bucket(Bucket=bucket)
    for variable, value in {
        "PLAYGROUND_STORAGE": "s3",
        "PLAYGROUND_S3_BUCKET": buckets["default"],
        "PLAYGROUND_S3_RENDITIONS_BUCKET": buckets["renditions"],
        "PLAYGROUND_S3_ENDPOINT": endpoint,
        "PLAYGROUND_S3_REGION": "us-east-1",
        "PLAYGROUND_S3_ACCESS_KEY": "me",
        "PLAYGROUND_S3_SECRET_KEY": "secret",
    }.items():
        monkeypatch.setenv(variable, value)
    settings.STORAGES = settings.STORAGES | storages_for(tmp_path)
    asked: list[str] = []
    for alias in buckets:
        events = storages[alias].connection.meta.client.meta.events
        events.register("before-call.s3", lambda model, **_: asked.append(model.name))
    yield SimpleNamespace(client=client, asked=asked, **buckets)
    for alias in buckets:
        storages[alias].connection.meta.client.close()
    client.close()


def keys(store, bucket: str) -> list[str]:
    found = store.client.list_objects_v2(Bucket=bucket)
    return [one["Key"] for one in found.get("Contents", [])]


def thumbnail(image: Image) -> str:
    return reverse("gallery:thumbnail", args=[image.code, 320])


def test_originals_and_renditions_lie_in_buckets_of_their_own(run, client, store):
    image = run().images.get()
    assert keys(store, store.default) == [image.file]
    assert all(key.startswith("thumbnails/") for key in keys(store, store.renditions))
    assert keys(store, store.renditions)

    original = client.get(f"/images/{image.code}/file")
    kept = store.client.get_object(Bucket=store.default, Key=image.file)
    assert original.getvalue() == kept["Body"].read()
    assert original.headers["Content-Type"] == "image/png"
    small = client.get(thumbnail(image))
    assert small.getvalue()[8:12] == b"WEBP"


def test_no_page_asks_the_store(run, client, store):
    image = run().images.get()
    store.asked.clear()
    for path in (
        "/",
        "/gallery/",
        image.get_absolute_url(),
        image.generation.get_absolute_url(),
        f"/compare/?image={image.code}",
    ):
        assert client.get(path).status_code == 200
    assert store.asked == []
    client.get(f"/images/{image.code}/file").getvalue()
    assert "GetObject" in store.asked


def test_another_person_gets_no_file_and_no_address(
    run, stranger_client, store, settings
):
    image = run().images.get()
    settings.PLAYGROUND_S3_SIGNED = True
    for path in (f"/images/{image.code}/file", f"/images/{image.code}/download"):
        assert stranger_client.get(path).status_code == 404


def test_signed_addresses_lead_to_thumbnails_and_downloads(
    run, client, store, settings
):
    image = run().images.get()
    settings.PLAYGROUND_S3_SIGNED = True
    answer = client.get(f"/images/{image.code}/download")
    assert answer.status_code == 302
    address = answer.headers["Location"]
    assert "X-Amz-Signature=" in address
    assert "X-Amz-Expires=300" in address
    assert answer.headers["Cache-Control"] == "private, max-age=240"
    with httpx2.Client() as http:
        fetched = http.get(address)
        assert len(fetched.content) == image.bytes
        assert "attachment" in fetched.headers["Content-Disposition"]
        small = client.get(thumbnail(image))
        assert http.get(small.headers["Location"]).content[8:12] == b"WEBP"
    # What is compared pixel by pixel comes from here.
    here = client.get(f"/images/{image.code}/file")
    assert here.status_code == 200
    assert len(here.getvalue()) == image.bytes


def test_a_file_that_is_gone_is_said_by_its_own_address(run, client, store):
    image = run().images.get()
    store.client.delete_object(Bucket=store.default, Key=image.file)
    assert not is_missing(image.file)
    gone = client.get(f"/images/{image.code}/file")
    assert gone.status_code == 404
    assert b"This file is missing" in gone.getvalue()


def test_an_archive_asks_for_several_at_once_and_leaves_out_what_is_gone(run, store):
    kept, gone = run(n="2").images.order_by("pk")
    store.client.delete_object(Bucket=store.default, Key=gone.file)
    events = storages["default"].connection.meta.client.meta.events
    both = threading.Barrier(2, timeout=30)

    def wait_for_the_other(**_: object) -> None:
        both.wait()

    events.register("before-call.s3.HeadObject", wait_for_the_other)
    made = Archive([kept.pk, gone.pk])
    events.unregister("before-call.s3.HeadObject", wait_for_the_other)
    data = b"".join(made)
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        default_storage.open(kept.file) as original,
    ):
        listed = json.loads(archive.read("manifest.json"))["images"]
        assert listed[1]["file"] is None
        assert archive.read(f"pictures/{listed[0]['file']}") == original.read()


def test_a_store_that_is_away_fails_like_a_disk(store, settings):
    options = settings.STORAGES["default"]["OPTIONS"]
    away = storages_for(None)["default"]["OPTIONS"] | {
        "endpoint_url": "http://127.0.0.1:9"
    }
    assert options["bucket_name"] == store.default
    storage = storages.create_storage({**settings.STORAGES["default"], "OPTIONS": away})
    with pytest.raises(OSError, match="The storage is away"):
        storage.open("images/a.png")
    with pytest.raises(FileNotFoundError):
        default_storage.open("images/none.png")
    storage.connection.meta.client.close()


def test_the_trash_is_emptied_in_both_buckets(run, store):
    from playground.library.trash import image_files_delete

    image = run().images.get()
    image_files_delete(image)
    assert keys(store, store.default) == keys(store, store.renditions) == []


def test_a_stray_is_deleted_from_the_bucket_and_nothing_else(store, monkeypatch, run):
    monkeypatch.setattr(writing, "LEFT_FOR_S", 0.0)
    run()
    there = keys(store, store.default)
    attempt = writing.Writing()
    for name in ("images/stray.png", Image.objects.get().file):
        attempt(name)
    attempt._file.close()
    default_storage.save("images/stray.png", ContentFile(b"paid for"))
    assert keys(store, store.default) != there
    writing.StraySweep()()
    assert keys(store, store.default) == there


def test_ready_and_the_check_at_the_start(client, store, settings, owner):
    from playground.checks import check_store

    assert client.get("/readyz").json()["storage"] == {"ok": True}
    assert list(check_store(None)) == []
    empty = {"BACKEND": "x", "OPTIONS": {"bucket_name": ""}}
    with override_settings(STORAGES={**settings.STORAGES, "default": empty}):
        assert [one.id for one in check_store(None)] == ["playground.E012"]
