"""What import takes care of: the database, the limits, what is only half there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

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
