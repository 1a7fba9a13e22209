"""Files that no endpoint takes as they are: changed, and the change is told."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL import ImageCms

from playground.library.models import SourceImage
from playground.library.uploads import _in_plain_colours
from tests.pages import soup
from tests.studio.bringing import add, noise, saved, stored

pytestmark = pytest.mark.django_db


def test_sixteen_bits_of_grey_stay_grey(client):
    deep = Pillow.new("I;16", (64, 64))
    deep.putdata([row * 1000 for row in range(64) for _ in range(64)])
    add(client, "deep.png", saved(deep, "PNG"))
    kept = SourceImage.objects.get()
    assert "8 bits" in kept.note
    with default_storage.open(kept.file) as file, Pillow.open(file) as picture:
        greys = picture.convert("L").getextrema()
    assert greys == (0, 63 * 1000 // 256)


def test_a_repair_keeps_a_files_weight_and_changes_no_more_than_it_says(client):
    turned = Pillow.Exif()
    turned[0x112] = 6
    noise = Pillow.effect_noise((400, 300), 40).convert("RGB")
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
    with default_storage.open(kept.file) as file, Pillow.open(file) as picture:
        assert picture.getpixel((9, 9)) == (200, 100, 50)


def test_a_rotated_photo_is_turned_upright_and_says_so(client, owner):
    exif = Pillow.Exif()
    exif[0x0112] = 6
    data = saved(Pillow.new("RGB", (80, 40), "red"), "JPEG", exif=exif)
    response = add(client, "phone.jpg", data)
    source = SourceImage.objects.get()
    assert (source.width_px, source.height_px) == (40, 80)
    assert source.format == "jpeg"
    assert "turned upright" in soup(response).select_one(".source-list").get_text()


def test_a_turned_photo_keeps_about_its_weight(client, owner):
    exif = Pillow.Exif()
    exif[0x0112] = 6
    data = saved(noise((600, 400)), "JPEG", exif=exif, quality=60)
    add(client, "phone.jpg", data)
    source = SourceImage.objects.get()
    assert 0.8 * len(data) < source.bytes < 1.25 * len(data)


def test_a_turned_webp_stays_lossless(client, owner):
    exif = Pillow.Exif()
    exif[0x0112] = 3
    picture = noise((60, 40))
    add(client, "x.webp", saved(picture, "WEBP", lossless=True, exif=exif))
    turned = stored(SourceImage.objects.get()).convert("RGB")
    assert turned.tobytes() == picture.transpose(Pillow.Transpose.ROTATE_180).tobytes()


def test_a_turned_photo_keeps_the_profile_of_its_colours(client, owner):
    exif = Pillow.Exif()
    exif[0x0112] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Pillow.new("RGB", (80, 40), "red")
    add(client, "x.jpg", saved(picture, "JPEG", exif=exif, icc_profile=profile))
    assert stored(SourceImage.objects.get()).info["icc_profile"] == profile


def test_a_profile_of_other_colours_does_not_survive(client, owner):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    deep = Pillow.new("I;16", (40, 40), 30_000)
    add(client, "deep.png", saved(deep, "PNG", icc_profile=lab))
    assert "icc_profile" not in stored(SourceImage.objects.get()).info


def test_lab_becomes_the_rgb_that_it_shows(client, owner):
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    red = Pillow.new("RGB", (20, 20), (200, 40, 30))
    picture = ImageCms.profileToProfile(red, srgb, lab, outputMode="LAB")
    out = BytesIO()
    picture.save(out, "TIFF")
    pixels, profile = _in_plain_colours(Pillow.open(out))
    assert profile is None
    assert all(
        abs(a - b) <= 3
        for a, b in zip(pixels.getpixel((5, 5)), (200, 40, 30), strict=True)
    )


@pytest.mark.parametrize("alpha", [False, True])
def test_a_heic_photo_is_read_and_becomes_an_ordinary_picture(client, owner, alpha):
    picture = Pillow.new("RGBA" if alpha else "RGB", (64, 48), (10, 200, 30))
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
    depth = Pillow.new("RGB", (60, 40), "grey")
    data = saved(noise((60, 40)), "MPO", save_all=True, append_images=[depth])
    add(client, "portrait.jpg", data)
    source = SourceImage.objects.get()
    assert (source.format, source.bytes, source.note) == ("jpeg", len(data), "")


def test_a_palette_mask_gets_an_alpha_channel(client, owner):
    mask = Pillow.new("P", (40, 40), 0)
    mask.putpalette([0, 0, 0, 255, 255, 255])
    mask.paste(1, (10, 10, 20, 20))
    add(client, "mask.png", saved(mask, "PNG", transparency=1), role="mask")
    source = SourceImage.objects.get()
    kept = stored(source)
    assert kept.mode == "RGBA"
    assert kept.getpixel((15, 15))[3] == 0
    assert kept.getpixel((0, 0))[3] == 255
    assert "alpha channel" in source.note


def test_cmyk_becomes_rgb_and_says_so(client, owner):
    add(client, "print.jpg", saved(Pillow.new("CMYK", (40, 40)), "JPEG"))
    source = SourceImage.objects.get()
    assert "CMYK to RGB" in source.note
    assert stored(source).mode == "RGB"
