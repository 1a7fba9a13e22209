"""Files that come in: checked by content, kept once, explained when unusable."""

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from playground.library.models import SourceImage
from playground.studio.models import Draft
from tests.factories import image, picture_bytes
from tests.pages import error_texts, soup
from tests.studio.bringing import add, saved

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("format", ["png", "jpeg", "webp"])
def test_a_good_file_is_kept_byte_for_byte(client, owner, format):  # noqa: A002
    data = picture_bytes(format, size=(80, 60))
    assert add(client, f"x.{format}", data).status_code == 200
    source = SourceImage.objects.get()
    with default_storage.open(source.file) as file:
        assert file.read() == data
    assert (source.format, source.width_px, source.note) == (format, 80, "")


def test_the_same_content_is_kept_once(client, owner):
    data = picture_bytes()
    add(client, "a.png", data)
    add(client, "b.png", data)
    assert SourceImage.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("text.png", b"hello", "not a picture"),
        ("empty.png", b"", "empty"),
        ("half.jpg", picture_bytes("jpeg", (400, 300))[:2000], "damaged"),
        ("anim.gif", picture_bytes("gif", frames=3), "is a GIF. Save one frame"),
        ("logo.png", b"<?xml version='1.0'?><svg/>", "an SVG drawing. Export it"),
        ("poster.png", b"8BPS\0\1" + bytes(40), "a Photoshop file. Export it"),
        ("raw.jpg", b"II*\0" + bytes(40), "raw file. Save it as PNG"),
        ("clip.png", b"\0\0\0\x18ftypmp42" + bytes(40), "a video. Save one frame"),
        ("page.jpg", b"<!DOCTYPE html><html>", "a web page. Save the picture"),
        ("sketch.png", b"PK\3\4" + bytes(40), "design file. Export the picture"),
        ("mac.png", b"\0\0\0\x08wide\0\0\0\0mdat", "a video. Save one frame"),
        ("voice.png", b"RIFF\0\0\0\0WAVEfmt ", "a sound. Choose a picture"),
        ("brand.jpg", b"\xc5\xd0\xd3\xc6" + bytes(40), "PostScript drawing. Export"),
        ("fuji.jpg", b"FUJIFILMCCD-RAW 0201", "raw file. Save it as JPEG"),
        ("brief.png", b"\xd0\xcf\x11\xe0" + bytes(40), "an Office document. Save"),
    ],
)
def test_an_unusable_file_is_named_with_the_reason(client, owner, name, data, word):
    response = add(client, name, data)
    assert response.status_code == 422
    message = " ".join(error_texts(response))
    assert name in message
    assert word in message
    assert not SourceImage.objects.exists()


def test_a_decompression_bomb_is_refused(client, owner):
    bomb = saved(Pillow.new("1", (30_000, 3_000)), "PNG")
    response = add(client, "bomb.png", bomb)
    assert response.status_code == 422
    assert "bomb.png" in " ".join(error_texts(response))


def test_the_same_bytes_under_a_new_name_take_the_new_name(client, owner):
    data = picture_bytes()
    add(client, "draft.png", data)
    add(client, "final.png", data)
    assert SourceImage.objects.get().name == "final.png"


def test_a_mask_is_kept_as_it_is_and_has_to_be_png(client, owner):
    refused = add(client, "mask.jpg", picture_bytes("jpeg"), role="mask")
    assert refused.status_code == 422
    add(client, "mask.png", picture_bytes(alpha=True), role="mask")
    assert SourceImage.objects.get().has_alpha


def test_a_file_that_fails_loses_nothing_that_was_typed(client, owner):
    add(client, "good.png", picture_bytes())
    add(client, "bad.png", b"no")
    assert Draft.objects.get(person=owner).fields["prompt"] == ["keep me"]


def test_edit_on_a_picture_makes_it_the_source_with_its_settings(client, owner):
    picture = image(size="1024x1024", quality="high")
    response = client.post(f"/images/{picture.code}/edit/")
    assert response["Location"] == "/"
    page = soup(client.get("/"))
    code = page.select_one('input[type=hidden][name="image"]')["value"]
    source = SourceImage.objects.get(code=code)
    assert source.sha256 == picture.sha256
    assert source.image == picture
    assert page.select_one("#quality-high").has_attr("checked")


def test_a_gif_cannot_be_edited_and_says_why(client, owner):
    picture = image(format="gif")
    page = client.post(f"/images/{picture.code}/edit/", follow=True)
    assert "GIF" in page.content.decode()


def test_a_picture_whose_file_is_gone_cannot_be_edited_and_says_why(client, owner):
    picture = image()
    default_storage.delete(picture.file)
    page = client.post(f"/images/{picture.code}/edit/", follow=True)
    assert page.status_code == 200
    assert "no longer there" in page.content.decode()


def test_sources_can_be_ordered_and_removed(client, owner):
    for colour in ("red", "blue"):
        add(client, f"{colour}.png", picture_bytes(colour=colour))
    codes = list(SourceImage.objects.order_by("pk").values_list("code", flat=True))

    def shown(**button):
        response = client.post(
            "/compose/",
            {"image": codes, **button},
            headers={"HX-Request": "true", "HX-Target": "composer"},
        )
        hidden = soup(response).select('input[type=hidden][name="image"]')
        return [field["value"] for field in hidden]

    assert shown(move_up=codes[1]) == [codes[1], codes[0]]
    assert shown(drop_file=codes[0]) == [codes[1]]


def test_a_source_file_is_for_its_owner_only(client, owner, stranger_client):
    add(client, "mine.png", picture_bytes())
    address = f"/sources/{SourceImage.objects.get().code}/file"
    mine = client.get(address)
    assert mine["X-Content-Type-Options"] == "nosniff"
    assert mine.getvalue().startswith(b"\x89PNG")
    assert stranger_client.get(address).status_code == 404


def test_continuing_a_picture_of_the_images_route_begins_a_conversation(client, owner):
    picture = image()
    client.post(f"/images/{picture.code}/continue/")
    page = soup(client.get("/"))
    assert page.select_one("#route-responses").has_attr("checked")
    assert page.select_one('input[type=hidden][name="image"]')


def test_continuing_a_conversation_sends_its_response_id(client, owner, drain):
    from playground.library.models import Generation

    good = {
        "prompt": "a red fox",
        "model": "gpt-image-2.5-sunburst",
        "size": "1024x1024",
    }
    client.post("/generations/", {**good, "route": "responses", "quality": "low"})
    drain()
    first = Generation.objects.get()
    assert first.response_id
    client.post(f"/images/{first.images.get().code}/continue/")
    page = soup(client.get("/"))
    assert page.select_one('input[name="previous"]')["value"] == first.code
    client.post(
        "/generations/",
        {**good, "quality": "low", "prompt": "now at night", "previous": first.code},
    )
    drain()
    second = Generation.objects.latest("pk")
    assert second.state == "succeeded", second.error
    assert second.previous == first
    assert second.route == "responses"
    thread = soup(client.get(f"/generations/{second.code}/")).select(".thread li")
    said = [step.select_one(".said").text for step in thread]
    assert said == ["a red fox", "now at night"]


def test_settings_inside_of_a_file_are_offered_and_restored(client, owner):
    info = PngInfo()
    info.add_text("parameters", "a fox\nSteps: 20, Size: 1024x1536, Model: dream-1")
    told = saved(Pillow.new("RGB", (64, 64), "red"), "PNG", pnginfo=info)
    kept = image(prompt="an owl", quality="high", data=picture_bytes(colour="blue"))
    page = soup(add(client, "told.png", told))
    code = SourceImage.objects.get().code
    assert page.select_one(f'.source-list a[href="/?recall={code}"]')
    studio = soup(client.get(f"/?recall={code}"))
    assert studio.select_one("#prompt").text.strip() == "a fox"
    assert studio.select_one('[name="size"][value="1024x1536"][checked]')
    assert "dream-1, which is not to be had here" in studio.text
    # The bytes of a picture of the gallery stand for its settings.
    page = soup(add(client, "owl.png", picture_bytes(colour="blue")))
    assert page.select_one(f'.source-list a[href="/?from={kept.code}"]')
    assert client.get("/?recall=nonsense").status_code == 404
