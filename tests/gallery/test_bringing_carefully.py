"""What import takes care of: the database, the limits, what is only half there."""

import os
import resource

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from playground.core import uploading
from playground.gallery import bringing
from tests.factories import picture_bytes

pytestmark = pytest.mark.django_db

URL = "/gallery/import/"


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
