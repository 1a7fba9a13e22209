"""docs/json.md names every key of the twins, and none that is not there."""

import re
from pathlib import Path

import pytest

from playground.library import organising
from playground.library.models import Image
from tests.factories import image, local

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs" / "json.md"


def _section(title):
    _, found, rest = DOCUMENT.read_text().partition(f"## {title}")
    assert found, title
    return rest.partition("\n## ")[0]


def _told(title):
    """The names in the first column of the first table of a section."""
    table = _section(title).partition("\n\nA row has")[0]
    rows = re.findall(r"^\| (`.+?) \|", table, re.M)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_tables_name_what_is_served(client):
    one, two = image(quality="low"), image(quality="high")
    served = {
        "A run": client.get(f"/generations/{one.generation.code}.json").json(),
        "A picture": client.get("/gallery.json").json()["images"][0],
        "The gallery": client.get("/gallery.json").json(),
        "A comparison": client.get(
            "/compare.json", {"image": [one.code, two.code]}
        ).json(),
    }
    for title, answer in served.items():
        assert _told(title) == set(answer), title


def test_the_words_about_collections_name_what_is_served(client):
    kept = image()
    spring = organising.collection_create(local(), "Spring")
    organising.collection_add(spring, Image.objects.filter(pk=kept.pk))
    text = _section("Collections")
    listed = client.get("/collections.json").json()["collections"][0]
    whole = client.get(f"/collections/{spring.code}.json").json()
    for key in {*listed, *whole}:
        assert f"`{key}`" in text
    walk = client.get("/gallery/walk.json", {"at": kept.code}).json()
    for key in walk:
        assert f"`{key}`" in _section("The gallery")
