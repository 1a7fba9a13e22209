"""Archives: damaged, hostile, too many, and what cannot be kept."""

import datetime
import io
import json
import zipfile

import pytest
from django.utils import timezone

from playground.gallery import bringing, unpacking
from playground.library.models import Image
from playground.library.trash import image_files_delete
from tests.factories import image, picture_bytes
from tests.gallery.bringing import URL, archive_of, bring, zipped

pytestmark = pytest.mark.django_db


def test_an_archive_of_too_many_is_taken_in_several_goes(client, monkeypatch):
    monkeypatch.setattr(bringing, "MAX_PICTURES", 2)
    colours = ("red", "green", "blue", "teal", "plum")
    packed = archive_of([(f"{it}.png", picture_bytes(colour=it)) for it in colours])
    for taken in (2, 4, 5):
        page = bring(client, ("a.zip", packed))
        assert Image.objects.count() == taken
        assert ("Bring the same again" in page.text) == (taken < 5)


def test_children_that_came_first_find_their_parents_in_the_next_go(
    client, monkeypatch
):
    monkeypatch.setattr(bringing, "MAX_PICTURES", 1)
    child = {"file": "b.png", "code": "b", "parent": "a", "variable": "quality"}
    told = [
        {**child, "created": "2025-01-02T00:00:00Z"},
        {"file": "a.png", "code": "a", "created": "2025-01-01T00:00:00Z"},
    ]
    pictures = [(f"{it}.png", picture_bytes(colour=it)) for it in ("blue", "aqua")]
    pictures = [(f"{name[0]}.png", data) for name, data in pictures]
    packed = archive_of([("manifest.json", json.dumps({"images": told})), *pictures])
    for _ in range(2):
        bring(client, ("a.zip", packed))
    parent, child = Image.objects.order_by("created_at")
    assert (child.parent, child.generation.variable) == (parent, "quality")
    found = client.get("/gallery.json", {"q": f"from:{parent.code}"}).json()
    assert [it["code"] for it in found["images"]] == [child.code]


@pytest.mark.parametrize("way", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_one_damaged_entry_takes_none_of_the_others_along(client, way):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", way) as archive:
        archive.writestr("a.png", picture_bytes(colour="red"))
        archive.writestr("b.png", picture_bytes(colour="blue"))
    data = bytearray(file.getvalue())
    # Behind the head of the entry and that of what is packed.
    data[50:70] = b"\xff" * 20
    page = bring(client, ("a.zip", bytes(data)))
    assert "a.png is damaged" in page.text
    assert "1 picture kept" in page.text


@pytest.mark.parametrize("created", ["soon", "9999-01-01T00:00:00Z", "2020-01-01", 3])
def test_a_date_that_cannot_be_is_not_believed(client, created):
    told = {
        "images": [{"file": "a.png", "created": created, "parent": "a", "code": "a"}]
    }
    packed = zipped(**{"manifest.json": json.dumps(told), "a.png": picture_bytes()})
    bring(client, ("a.zip", packed))
    kept = Image.objects.get()
    assert kept.created_at.date() >= timezone.now().date() - datetime.timedelta(days=1)
    assert kept.parent is None


def test_names_in_an_archive_lead_nowhere(client, settings):
    evil = "../../../../../../tmp/evil-import.png"
    packed = archive_of([(evil, picture_bytes(colour="blue")), ("/etc/x.png", b"x")])
    page = bring(client, ("a.zip", packed))
    assert "1 picture kept" in page.text
    assert Image.objects.get().file.startswith("images/")
    assert "x.png" in page.text


def test_a_bomb_is_refused_before_it_goes_off(client, monkeypatch):
    monkeypatch.setattr(unpacking, "MAX_BYTES", 100_000)
    packed = archive_of([("bomb.png", b"\0" * 5_000_000), ("ok.png", picture_bytes())])
    page = bring(client, ("bomb.zip", packed))
    assert "bomb.png unpacks to more than" in page.text
    assert Image.objects.count() == 1
    # Each of them costs as much as what is kept: an archive of bombs ends early.
    monkeypatch.setattr(unpacking, "MAX_TOTAL", 150_000)
    bombs = [(f"{number}.png", b"\0" * 5_000_000) for number in range(3)]
    page = bring(client, ("bombs.zip", archive_of(bombs)))
    assert "bombs.zip unpacks to too much" in page.text
    assert "2.png" not in page.text


def test_an_archive_of_no_pictures_is_not_read_to_its_end(client, monkeypatch):
    monkeypatch.setattr(bringing, "MAX_PROBLEMS", 2)
    words = [(f"{number}.doc", b"words") for number in range(3)]
    page = bring(client, ("words.zip", archive_of(words)))
    assert "the rest was not looked at" in page.text
    assert "2.doc" not in page.text


@pytest.mark.parametrize(
    "manifest",
    [
        b"{",
        b"[]",
        b'{"images": 3}',
        b'{"images": [3]}',
        b"[" * 100_000,
        json.dumps(
            {
                "images": [
                    {
                        "file": "a.png",
                        "requested": {"prompt": 3, "size": {"x": 1}, "model": "\0"},
                        "stars": "many",
                        "tags": [None, "x" * 500],
                        "collections": {"a": 1},
                    }
                ]
            }
        ).encode(),
    ],
)
def test_a_corrupt_manifest_loses_no_picture(client, manifest):
    packed = archive_of([("manifest.json", manifest), ("a.png", picture_bytes())])
    assert "1 picture kept" in bring(client, ("a.zip", packed)).text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"no picture"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18),
        ("a.zip", archive_of([("a.png", picture_bytes())])[:60]),
        ("a.png", b""),
    ],
    ids=["no picture", "empty archive", "cut archive", "empty file"],
)
def test_what_cannot_be_kept_is_explained(client, name, data):
    page = bring(client, (name, data))
    assert page.status_code in (200, 422)
    assert not Image.objects.exists()


def test_an_archive_that_was_cut_is_called_damaged(client):
    packed = archive_of([("a.png", picture_bytes())])[:60]
    assert "a.zip is a damaged archive" in bring(client, ("a.zip", packed)).text


def test_nothing_chosen_is_said_at_the_field(client):
    page = client.post(URL)
    assert page.status_code == 422
    assert "Choose at least one file" in page.text


def test_a_file_under_another_name_is_known_by_what_is_in_it(client):
    kept = [image(prompt=it, quality="high") for it in ("one", "two")]
    packed = client.post("/gallery/download/", {"target": "search"}).getvalue()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        told = json.loads(archive.read("manifest.json"))
        files = {
            it["code"]: archive.read(f"pictures/{it['file']}") for it in told["images"]
        }
    # The first has another name, the second other bytes under a name that a Mac wrote.
    told["images"][0]["file"] = "été.png"
    other = picture_bytes(colour="gold")
    first = told["images"][1]
    for row in kept:
        image_files_delete(row)
    Image.objects.all().delete()
    again = archive_of(
        [
            ("manifest.json", json.dumps(told).encode()),
            ("hero.png", files[first["code"]]),
            ("e\u0301te\u0301.png", other),
        ]
    )
    bring(client, ("again.zip", again))
    found = dict(Image.objects.values_list("prompt", "quality"))
    assert found == {"one": "high", "two": "high"}
