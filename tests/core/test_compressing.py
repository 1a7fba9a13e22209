"""Pages are compressed, pictures are not, and no answer tells its length."""

import gzip

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
ACCEPTED = {"HTTP_ACCEPT_ENCODING": "gzip"}


def test_a_page_is_compressed_for_who_can_read_it(client: Client):
    plain = client.get("/models/")
    packed = client.get("/models/", **ACCEPTED)

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.content) * 3 < len(plain.content)
    assert b"<h1" in gzip.decompress(packed.content)


def test_json_is_compressed_too(client: Client):
    for _ in range(3):
        factories.image()
    packed = client.get("/gallery.json", **ACCEPTED)
    assert packed.headers["Content-Encoding"] == "gzip"


def test_the_length_of_an_answer_tells_nothing(client: Client):
    lengths = {len(client.get("/models/", **ACCEPTED).content) for _ in range(12)}
    assert len(lengths) > 3


@pytest.mark.parametrize("format", ["png", "svg"])
def test_a_picture_goes_out_as_it_is(client: Client, format: str):  # noqa: A002
    image = factories.image(format=format)
    answer = client.get(f"/images/{image.code}/file", **ACCEPTED)
    assert "Content-Encoding" not in answer.headers
    assert answer.getvalue()
