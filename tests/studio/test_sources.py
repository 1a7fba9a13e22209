"""Files that come in: checked by content, kept once, explained when unusable."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from PIL import ImageCms
from PIL.PngImagePlugin import PngInfo

from playground.library.models import SourceImage
from playground.library.uploads import _in_plain_colours
from playground.studio.models import Draft
from tests.factories import image, picture_bytes
from tests.pages import error_texts, soup

pytestmark = pytest.mark.django_db


def add(client, name, data, role="image"):
    return client.post(
        "/sources/",
        {"prompt": "keep me", role: SimpleUploadedFile(name, data, "image/png")},
        headers={"HX-Request": "true", "HX-Target": "composer-fields"},
    )


def saved(picture, format, **options):  # noqa: A002
    out = BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def test_sixteen_bits_of_grey_stay_grey(client):
    deep = Picture.new("I;16", (64, 64))
    deep.putdata([row * 1000 for row in range(64) for _ in range(64)])
    add(client, "deep.png", saved(deep, "PNG"))
    kept = SourceImage.objects.get()
    assert "8 bits" in kept.note
    with default_storage.open(kept.file) as file, Picture.open(file) as picture:
        greys = picture.convert("L").getextrema()
    assert greys == (0, 63 * 1000 // 256)


@pytest.mark.parametrize("format", ["png", "jpeg", "webp"])
def test_a_good_file_is_kept_byte_for_byte(client, owner, format):  # noqa: A002
    from django.core.files.storage import default_storage

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
    bomb = saved(Picture.new("1", (30_000, 3_000)), "PNG")
    response = add(client, "bomb.png", bomb)
    assert response.status_code == 422
    assert "bomb.png" in " ".join(error_texts(response))


def test_a_repair_keeps_a_files_weight_and_changes_no_more_than_it_says(client):
    turned = Picture.Exif()
    turned[0x112] = 6
    noise = Picture.effect_noise((400, 300), 40).convert("RGB")
    light = saved(noise, "WEBP", quality=30, exif=turned.tobytes())
    add(client, "light.webp", light)
    source = SourceImage.objects.latest("pk")
    assert (source.format, source.width_px) == ("webp", 300)
    assert source.bytes <= 1.35 * len(light)

    turned[0x112] = 9
    add(client, "nonsense.jpg", saved(noise, "JPEG", exif=turned.tobytes()))
    assert SourceImage.objects.latest("pk").note == ""

    add(client, "opaque.heic", saved(noise.convert("RGBA"), "HEIF"))
    source = SourceImage.objects.latest("pk")
    assert (source.format, source.has_alpha) == ("jpeg", False)


def test_sixteen_bits_of_colour_become_eight(client):
    def chunk(kind, data):
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    row = b"\0" + bytes([200, 7, 100, 7, 50, 7]) * 64
    deep = chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 16, 2, 0, 0, 0))
    deep += chunk(b"IDAT", zlib.compress(row * 64)) + chunk(b"IEND", b"")
    add(client, "deep.png", b"\x89PNG\r\n\x1a\n" + deep)
    kept = SourceImage.objects.get()
    assert "8 bits" in kept.note
    with default_storage.open(kept.file) as file, Picture.open(file) as picture:
        assert picture.getpixel((9, 9)) == (200, 100, 50)


def test_a_rotated_photo_is_turned_upright_and_says_so(client, owner):
    exif = Picture.Exif()
    exif[0x0112] = 6
    data = saved(Picture.new("RGB", (80, 40), "red"), "JPEG", exif=exif)
    response = add(client, "phone.jpg", data)
    source = SourceImage.objects.get()
    assert (source.width_px, source.height_px) == (40, 80)
    assert source.format == "jpeg"
    assert "turned upright" in soup(response).select_one(".source-list").get_text()


def stored(source):
    with default_storage.open(source.file) as file:
        return Picture.open(BytesIO(file.read()))


def noise(size, mode="RGB"):
    return Picture.effect_noise(size, 90).convert(mode)


def test_a_turned_photo_keeps_about_its_weight(client, owner):
    exif = Picture.Exif()
    exif[0x0112] = 6
    data = saved(noise((600, 400)), "JPEG", exif=exif, quality=60)
    add(client, "phone.jpg", data)
    source = SourceImage.objects.get()
    assert 0.8 * len(data) < source.bytes < 1.25 * len(data)


def test_a_turned_webp_stays_lossless(client, owner):
    exif = Picture.Exif()
    exif[0x0112] = 3
    picture = noise((60, 40))
    add(client, "x.webp", saved(picture, "WEBP", lossless=True, exif=exif))
    turned = stored(SourceImage.objects.get()).convert("RGB")
    assert turned.tobytes() == picture.transpose(Picture.Transpose.ROTATE_180).tobytes()


def test_a_turned_photo_keeps_the_profile_of_its_colours(client, owner):
    exif = Picture.Exif()
    exif[0x0112] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Picture.new("RGB", (80, 40), "red")
    add(client, "x.jpg", saved(picture, "JPEG", exif=exif, icc_profile=profile))
    assert stored(SourceImage.objects.get()).info["icc_profile"] == profile


def test_a_profile_of_other_colours_does_not_survive(client, owner):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    deep = Picture.new("I;16", (40, 40), 30_000)
    add(client, "deep.png", saved(deep, "PNG", icc_profile=lab))
    assert "icc_profile" not in stored(SourceImage.objects.get()).info


def test_lab_becomes_the_rgb_that_it_shows(client, owner):
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    red = Picture.new("RGB", (20, 20), (200, 40, 30))
    picture = ImageCms.profileToProfile(red, srgb, lab, outputMode="LAB")
    out = BytesIO()
    picture.save(out, "TIFF")
    pixels, profile = _in_plain_colours(Picture.open(out))
    assert profile is None
    assert all(
        abs(a - b) <= 3
        for a, b in zip(pixels.getpixel((5, 5)), (200, 40, 30), strict=True)
    )


@pytest.mark.parametrize("alpha", [False, True])
def test_a_heic_photo_is_read_and_becomes_an_ordinary_picture(client, owner, alpha):
    picture = Picture.new("RGBA" if alpha else "RGB", (64, 48), (10, 200, 30))
    if alpha:
        picture.putalpha(90)
    add(client, "IMG_0042.HEIC", saved(picture, "HEIF"))
    source = SourceImage.objects.get()
    assert source.format == ("png" if alpha else "jpeg")
    assert (source.width_px, source.height_px) == (64, 48)
    assert "changed from HEIC" in source.note
    pixel = stored(source).convert("RGB").getpixel((9, 9))
    assert all(abs(a - b) < 8 for a, b in zip(pixel, (10, 200, 30), strict=True))


def test_a_photo_with_a_depth_map_is_kept_as_it_is(client, owner):
    depth = Picture.new("RGB", (60, 40), "grey")
    data = saved(noise((60, 40)), "MPO", save_all=True, append_images=[depth])
    add(client, "portrait.jpg", data)
    source = SourceImage.objects.get()
    assert (source.format, source.bytes, source.note) == ("jpeg", len(data), "")


def test_a_palette_mask_gets_an_alpha_channel(client, owner):
    mask = Picture.new("P", (40, 40), 0)
    mask.putpalette([0, 0, 0, 255, 255, 255])
    mask.paste(1, (10, 10, 20, 20))
    add(client, "mask.png", saved(mask, "PNG", transparency=1), role="mask")
    source = SourceImage.objects.get()
    kept = stored(source)
    assert kept.mode == "RGBA"
    assert kept.getpixel((15, 15))[3] == 0
    assert kept.getpixel((0, 0))[3] == 255
    assert "alpha channel" in source.note


def test_the_same_bytes_under_a_new_name_take_the_new_name(client, owner):
    data = picture_bytes()
    add(client, "draft.png", data)
    add(client, "final.png", data)
    assert SourceImage.objects.get().name == "final.png"


def test_cmyk_becomes_rgb_and_says_so(client, owner):
    add(client, "print.jpg", saved(Picture.new("CMYK", (40, 40)), "JPEG"))
    source = SourceImage.objects.get()
    assert "CMYK to RGB" in source.note
    assert stored(source).mode == "RGB"


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
    from django.core.files.storage import default_storage

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
    told = saved(Picture.new("RGB", (64, 64), "red"), "PNG", pnginfo=info)
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
