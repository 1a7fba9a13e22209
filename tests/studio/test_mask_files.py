"""Masks that come as files: given the one form that the API looks for."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from playground.library.models import SourceImage
from tests.factories import picture_bytes
from tests.pages import soup

pytestmark = pytest.mark.django_db
EDGE = 40


def add(client, name, data, role, **more):
    return client.post(
        "/sources/",
        {"prompt": "x", role: SimpleUploadedFile(name, data), **more},
        headers={"HX-Request": "true", "HX-Target": "composer"},
    )


def png(picture, **options):
    out = BytesIO()
    picture.save(out, "PNG", **options)
    return out.getvalue()


def sixteen_bits():
    """Pillow writes no RGBA of sixteen bits a channel."""
    row = b"\0" + (b"\0\0" * 4) * (EDGE // 2) + (b"\xff\xff" * 4) * (EDGE // 2)

    def chunk(kind, data):
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", EDGE, EDGE, 16, 6, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(row * EDGE))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def grey():
    mask = Pillow.new("LA", (EDGE, EDGE), (0, 0))
    mask.paste((255, 255), (EDGE // 2, 0, EDGE, EDGE))
    return png(mask)


def moving():
    frames = [Pillow.new("RGBA", (EDGE, EDGE)) for _ in range(2)]
    frames[0].paste((1, 2, 3, 255), (EDGE // 2, 0, EDGE, EDGE))
    return png(frames[0], save_all=True, append_images=frames[1:])


def one_colour():
    mask = Pillow.new("RGB", (EDGE, EDGE), "white")
    mask.paste("black", (0, 0, EDGE // 2, EDGE))
    return png(mask, transparency=(0, 0, 0))


@pytest.mark.parametrize("made", [sixteen_bits, grey, moving, one_colour])
def test_every_kind_of_png_becomes_eight_bits_with_alpha(client, owner, made):
    assert add(client, "mask.png", made(), "mask").status_code == 200
    source = SourceImage.objects.get()
    with default_storage.open(source.file) as file:
        head = file.read(26)
        file.seek(0)
        with Pillow.open(file) as kept:
            kept.load()
            assert (kept.mode, getattr(kept, "n_frames", 1)) == ("RGBA", 1)
            assert kept.getpixel((1, 1))[3] == 0
            assert kept.getpixel((EDGE - 1, 1))[3] == 255
    assert (head[24], head[25]) == (8, 6)
    assert source.note.endswith("saved as PNG.")


def test_a_mask_over_another_format_is_advised_about(client, owner):
    said = "asks for one format"
    for format, told in (("jpeg", True), ("png", False)):  # noqa: A001
        data = picture_bytes(format, size=(EDGE, EDGE))
        page = soup(add(client, f"x.{format}", data, "image"))
        source = page.select_one('[name="image"][type="hidden"]')["value"]
        page = soup(add(client, "m.png", grey(), "mask", image=source))
        assert (said in page.select_one(".sources").get_text()) is told
