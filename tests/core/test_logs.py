"""What is written of requests that were refused."""

import logging

import pytest

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary="


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "body"), [(FORM, b"a=\xff"), (PARTS, b"--x")])
def test_what_cannot_be_read_is_one_line(client, caplog, kind, body):
    with caplog.at_level(logging.WARNING, "django.request"):
        response = client.post("/judge/", body, content_type=kind)
    assert response.status_code == 400
    (record,) = [it for it in caplog.records if it.name == "django.request"]
    assert record.exc_info is None
