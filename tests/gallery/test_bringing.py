"""Import of files, archives and our own export."""

import datetime
import io
import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from playground.gallery import bringing, unpacking
from playground.library import organising
from playground.library.models import Collection, Image
from playground.library.trash import image_files_delete
from tests.factories import image, picture_bytes

pytestmark = pytest.mark.django_db

URL = "/gallery/import/"
IN_SPRING = {"action": "collect", "in": "Spring", "target": "search"}


def _bring(client, *files):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(URL, {"file": sent}, follow=True)


def _zip(**entries):
    return _packed(entries.items())


def _packed(entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return file.getvalue()


def test_a_file_is_kept_byte_for_byte_and_once(client):
    data = picture_bytes(colour="red")
    assert "1 picture kept" in _bring(client, ("fox.png", data)).text
    kept = Image.objects.get()
    with default_storage.open(kept.file) as file:
        assert file.read() == data
    assert "was here already" in _bring(client, ("again.png", data)).text
    assert Image.objects.count() == 1
    assert client.get(kept.get_absolute_url()).status_code == 200
    assert client.get(kept.generation.get_absolute_url()).status_code == 200
    assert client.get("/").status_code == 200


def test_the_same_file_from_two_pages_at_once_is_one_picture(client, monkeypatch):
    data, store = picture_bytes(colour="red"), bringing.store_original

    def meanwhile(*args):
        monkeypatch.setattr(bringing, "store_original", store)
        assert "1 picture kept" in _bring(client, ("fox.png", data)).text
        return store(*args)

    monkeypatch.setattr(bringing, "store_original", meanwhile)
    assert "1 picture was here already" in _bring(client, ("fox.png", data)).text
    kept = Image.objects.get()
    folder, name = kept.file.rsplit("/", 1)
    assert default_storage.listdir(folder)[1] == [name]


def test_what_the_file_tells_of_itself_is_read(client):
    info = PngInfo()
    told = "a fox, oil\nNegative prompt: blur\nSteps: 20, Size: 64x64, Model: dream-1"
    info.add_text("parameters", told)
    buffer = io.BytesIO()
    Pillow.new("RGB", (64, 64), "red").save(buffer, "PNG", pnginfo=info)
    _bring(client, ("a.png", buffer.getvalue()))
    kept = Image.objects.get()
    assert (kept.prompt, kept.model) == ("a fox, oil", "dream-1")


def test_our_own_export_comes_back_with_all_of_it(client):
    first = image(prompt="a fox", quality="high", data=picture_bytes(colour="red"))
    client.post("/judge/", {"code": first.code, "stars": "4", "flag": "pick"})
    client.post(
        "/gallery/organise/", {"action": "tag", "tag": "logo", "target": "search"}
    )
    asked = {"action": "collect", "in": "Spring", "target": "search"}
    client.post("/gallery/organise/", asked)
    packed = client.post("/gallery/download/", {"target": "search"}).getvalue()
    image_files_delete(first)
    Image.objects.all().delete()
    _bring(client, ("export.zip", packed))
    kept = Image.objects.get()
    assert (kept.prompt, kept.quality, kept.stars, kept.flag) == (
        "a fox",
        "high",
        4,
        "pick",
    )
    assert [tag.name for tag in kept.tags.all()] == ["logo"]
    assert [it.name for it in kept.collections.all()] == ["Spring"]
    assert "here already" in _bring(client, ("export.zip", packed)).text


def test_collections_come_back_in_their_order_with_their_cover(
    client, owner, monkeypatch
):
    for colour in ("red", "blue", "green", "gold"):
        image(prompt=colour, data=picture_bytes(colour=colour))
    client.post("/gallery/organise/", IN_SPRING)
    spring = Collection.objects.get()

    def order():
        return [it.image.prompt for it in Collection.objects.get().items.all()]

    codes = dict(Image.objects.values_list("prompt", "code"))
    wanted = ["gold", "red", "green", "blue"]
    organising.collection_arrange(spring, [codes[it] for it in wanted])
    organising.collection_cover(spring, Image.objects.get(prompt="green"))
    packed = client.post("/gallery/download/", {"target": "search"}).getvalue()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        told = json.loads(archive.read("manifest.json"))
    assert told["version"] == 2
    assert told["collections"] == [
        {
            "code": spring.code,
            "name": "Spring",
            "cover": codes["green"],
            "images": [codes[it] for it in wanted],
        }
    ]

    # A collection that was deleted comes back with pictures that are here.
    spring.delete()
    assert "1 collection made, with order" in _bring(client, ("a.zip", packed)).text
    assert (order(), Collection.objects.get().cover.prompt) == (wanted, "green")

    # Elsewhere, in two goes; what somebody has arranged there stays.
    for it in Image.objects.all():
        image_files_delete(it)
        it.delete()
    Collection.objects.all().delete()
    monkeypatch.setattr(bringing, "MAX_PICTURES", 2)
    _bring(client, ("a.zip", packed))
    first = order()
    assert first == [it for it in wanted if it in first]
    organising.collection_add(Collection.objects.get(), only := make_only("mine"))
    organising.collection_arrange(Collection.objects.get(), [only.get().code])
    assert "made, with order" not in _bring(client, ("a.zip", packed)).text
    assert order() == ["mine", *wanted]
    assert Collection.objects.get().cover.prompt == "green"


def make_only(prompt):
    return Image.objects.filter(pk=image(prompt=prompt).pk)


def test_an_export_comes_back_with_its_dates_settings_and_family(client):
    asked = {"output_format": "webp", "output_compression": 40}
    old = timezone.now() - datetime.timedelta(days=400)
    made = []
    for number, colour in enumerate(("red", "blue", "green")):
        data = picture_bytes("webp", colour=colour)
        parent = {"parent": made[-1], "variable": "quality"} if made else {}
        made.append(image(prompt="a fox", data=data, format="webp", **asked, **parent))
        moment = old + datetime.timedelta(days=number)
        Image.objects.filter(pk=made[-1].pk).update(created_at=moment)
    packed = client.post("/gallery/download/", {"target": "search"}).getvalue()
    # One of them stays, and lies in the trash.
    client.post(f"/images/{made[0].code}/trash/")
    for gone in made[1:]:
        image_files_delete(gone)
        gone.delete()

    page = _bring(client, ("export.zip", packed))

    assert "2 pictures kept" in page.text
    assert "1 picture was here already, 1 in the trash." in page.text
    assert page.request["QUERY_STRING"] == "q=provider%3Aimported"
    first, second, third = Image.objects.order_by("created_at")
    assert (third.parent, second.parent, first.pk) == (second, first, made[0].pk)
    assert third.created_at == old + datetime.timedelta(days=2)
    assert third.generation.variable == "quality"
    assert third.generation.request.output_compression == 40
    assert third.duration_ms == 4200
    found = client.get("/gallery.json", {"q": f"kind:variation from:{second.code}"})
    assert [it["code"] for it in found.json()["images"]] == [third.code]


def test_a_price_that_the_import_told_stands_with_the_picture_and_in_no_book(client):
    told = {
        "images": [
            {"file": "a.png", "cost_usd": "0.0530"},
            {"file": "b.png", "cost_usd": "-1"},
            {"file": "c.png", "cost_usd": "1e9"},
            {"file": "d.png", "cost_usd": 3},
        ]
    }
    pictures = {
        f"{name}.png": picture_bytes(colour=colour)
        for name, colour in zip("abcd", ("red", "green", "blue", "teal"), strict=True)
    }
    _bring(client, ("a.zip", _zip(**{"manifest.json": json.dumps(told)}, **pictures)))
    found = client.get("/gallery.json", {"q": "cost:>0.05 provider:imported"}).json()
    [kept] = found["images"]
    assert (kept["cost_usd"], found["total"]["cost_usd"]) == ("0.053", "0.053")
    assert found["total"]["cost_at_least"] is False
    everything = client.get("/gallery.json").json()["total"]
    assert (everything["count"], everything["cost_at_least"]) == (4, True)
    for address in (kept["page"], f"/generations/{kept['generation']}/"):
        assert "as told by the import" in client.get(address).text
    assert (
        client.get(f"/generations/{kept['generation']}.json").json()["receipt"] is None
    )
    assert client.get("/spending.json").json()["by"] == []
    packed = client.post("/gallery/download/", {"target": "search"}).getvalue()
    manifest = json.loads(zipfile.ZipFile(io.BytesIO(packed)).read("manifest.json"))
    again = {it["code"]: it for it in manifest["images"]}[kept["code"]]
    assert (again["cost_usd"], again["provider"]) == ("0.053", "imported")


def test_an_archive_of_too_many_is_taken_in_several_goes(client, monkeypatch):
    monkeypatch.setattr(bringing, "MAX_PICTURES", 2)
    colours = ("red", "green", "blue", "teal", "plum")
    packed = _packed([(f"{it}.png", picture_bytes(colour=it)) for it in colours])
    for taken in (2, 4, 5):
        page = _bring(client, ("a.zip", packed))
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
    packed = _packed([("manifest.json", json.dumps({"images": told})), *pictures])
    for _ in range(2):
        _bring(client, ("a.zip", packed))
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
    page = _bring(client, ("a.zip", bytes(data)))
    assert "a.png is damaged" in page.text
    assert "1 picture kept" in page.text


@pytest.mark.parametrize("created", ["soon", "9999-01-01T00:00:00Z", "2020-01-01", 3])
def test_a_date_that_cannot_be_is_not_believed(client, created):
    told = {
        "images": [{"file": "a.png", "created": created, "parent": "a", "code": "a"}]
    }
    packed = _zip(**{"manifest.json": json.dumps(told), "a.png": picture_bytes()})
    _bring(client, ("a.zip", packed))
    kept = Image.objects.get()
    assert kept.created_at.date() >= timezone.now().date() - datetime.timedelta(days=1)
    assert kept.parent is None


def test_names_in_an_archive_lead_nowhere(client, settings):
    evil = "../../../../../../tmp/evil-import.png"
    packed = _packed([(evil, picture_bytes(colour="blue")), ("/etc/x.png", b"x")])
    page = _bring(client, ("a.zip", packed))
    assert "1 picture kept" in page.text
    assert Image.objects.get().file.startswith("images/")
    assert "x.png" in page.text


def test_a_bomb_is_refused_before_it_goes_off(client, monkeypatch):
    monkeypatch.setattr(unpacking, "MAX_BYTES", 100_000)
    packed = _packed([("bomb.png", b"\0" * 5_000_000), ("ok.png", picture_bytes())])
    page = _bring(client, ("bomb.zip", packed))
    assert "bomb.png unpacks to more than" in page.text
    assert Image.objects.count() == 1
    # Each of them costs as much as what is kept: an archive of bombs ends early.
    monkeypatch.setattr(unpacking, "MAX_TOTAL", 150_000)
    bombs = [(f"{number}.png", b"\0" * 5_000_000) for number in range(3)]
    page = _bring(client, ("bombs.zip", _packed(bombs)))
    assert "bombs.zip unpacks to too much" in page.text
    assert "2.png" not in page.text


def test_an_archive_of_no_pictures_is_not_read_to_its_end(client, monkeypatch):
    monkeypatch.setattr(bringing, "MAX_PROBLEMS", 2)
    words = [(f"{number}.doc", b"words") for number in range(3)]
    page = _bring(client, ("words.zip", _packed(words)))
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
    packed = _packed([("manifest.json", manifest), ("a.png", picture_bytes())])
    assert "1 picture kept" in _bring(client, ("a.zip", packed)).text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"no picture"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18),
        ("a.zip", _packed([("a.png", picture_bytes())])[:60]),
        ("a.png", b""),
    ],
    ids=["no picture", "empty archive", "cut archive", "empty file"],
)
def test_what_cannot_be_kept_is_explained(client, name, data):
    page = _bring(client, (name, data))
    assert page.status_code in (200, 422)
    assert not Image.objects.exists()


def test_an_archive_that_was_cut_is_called_damaged(client):
    packed = _packed([("a.png", picture_bytes())])[:60]
    assert "a.zip is a damaged archive" in _bring(client, ("a.zip", packed)).text


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
    again = _packed(
        [
            ("manifest.json", json.dumps(told).encode()),
            ("hero.png", files[first["code"]]),
            ("e\u0301te\u0301.png", other),
        ]
    )
    _bring(client, ("again.zip", again))
    found = dict(Image.objects.values_list("prompt", "quality"))
    assert found == {"one": "high", "two": "high"}
