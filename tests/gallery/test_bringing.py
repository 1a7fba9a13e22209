"""Import of files, archives and our own export."""

import datetime
import io
import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from playground.gallery import bringing
from playground.library import organising
from playground.library.models import Collection, Image
from playground.library.trash import image_files_delete
from tests.factories import image, picture_bytes
from tests.gallery.bringing import bring, zipped

pytestmark = pytest.mark.django_db

IN_SPRING = {"action": "collect", "in": "Spring", "target": "search"}


def test_a_file_is_kept_byte_for_byte_and_once(client):
    data = picture_bytes(colour="red")
    assert "1 picture kept" in bring(client, ("fox.png", data)).text
    kept = Image.objects.get()
    with default_storage.open(kept.file) as file:
        assert file.read() == data
    assert "was here already" in bring(client, ("again.png", data)).text
    assert Image.objects.count() == 1
    assert client.get(kept.get_absolute_url()).status_code == 200
    assert client.get(kept.generation.get_absolute_url()).status_code == 200
    assert client.get("/").status_code == 200


def test_the_same_file_from_two_pages_at_once_is_one_picture(client, monkeypatch):
    data, store = picture_bytes(colour="red"), bringing.store_original

    def meanwhile(*args):
        monkeypatch.setattr(bringing, "store_original", store)
        assert "1 picture kept" in bring(client, ("fox.png", data)).text
        return store(*args)

    monkeypatch.setattr(bringing, "store_original", meanwhile)
    assert "1 picture was here already" in bring(client, ("fox.png", data)).text
    kept = Image.objects.get()
    folder, name = kept.file.rsplit("/", 1)
    assert default_storage.listdir(folder)[1] == [name]


def test_what_the_file_tells_of_itself_is_read(client):
    info = PngInfo()
    told = "a fox, oil\nNegative prompt: blur\nSteps: 20, Size: 64x64, Model: dream-1"
    info.add_text("parameters", told)
    buffer = io.BytesIO()
    Pillow.new("RGB", (64, 64), "red").save(buffer, "PNG", pnginfo=info)
    bring(client, ("a.png", buffer.getvalue()))
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
    bring(client, ("export.zip", packed))
    kept = Image.objects.get()
    assert (kept.prompt, kept.quality, kept.stars, kept.flag) == (
        "a fox",
        "high",
        4,
        "pick",
    )
    assert [tag.name for tag in kept.tags.all()] == ["logo"]
    assert [it.name for it in kept.collections.all()] == ["Spring"]
    assert "here already" in bring(client, ("export.zip", packed)).text


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
    assert "1 collection made, with order" in bring(client, ("a.zip", packed)).text
    assert (order(), Collection.objects.get().cover.prompt) == (wanted, "green")

    # Elsewhere, in two goes; what somebody has arranged there stays.
    for it in Image.objects.all():
        image_files_delete(it)
        it.delete()
    Collection.objects.all().delete()
    monkeypatch.setattr(bringing, "MAX_PICTURES", 2)
    bring(client, ("a.zip", packed))
    first = order()
    assert first == [it for it in wanted if it in first]
    organising.collection_add(Collection.objects.get(), only := make_only("mine"))
    organising.collection_arrange(Collection.objects.get(), [only.get().code])
    assert "made, with order" not in bring(client, ("a.zip", packed)).text
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

    page = bring(client, ("export.zip", packed))

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
    bring(client, ("a.zip", zipped(**{"manifest.json": json.dumps(told)}, **pictures)))
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
