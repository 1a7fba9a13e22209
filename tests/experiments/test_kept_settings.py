"""What stays the same in a plan is said in the words of all pages."""

import pytest

from tests.factories import image
from tests.pages import soup

pytestmark = pytest.mark.django_db


def test_settings_are_named_by_their_labels(client, owner):
    made = image(
        size="1536x1024",
        route="responses",
        responses_model="gpt-6-luna",
        output_compression=50,
        output_format="webp",
    )
    page = soup(client.get(f"/experiments/new/?image={made.code}"))
    (told,) = [it for it in page.select("details") if "stays the same" in it.text]
    names, values = ([it.get_text() for it in told.select(tag)] for tag in ("dt", "dd"))
    said = dict(zip(names, values, strict=True))
    assert said["Size"] == "1536×1024"
    assert said["Text model"] == "gpt-6-luna"
    assert said["Compression"] == "50"
    assert not [name for name in names if "_" in name]
