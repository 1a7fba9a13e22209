"""Small copies for lists."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from playground.library.thumbnails import (
    thumbnail_edges,
    thumbnail_name,
    thumbnails_make,
)
from tests.factories import image, picture_bytes

pytestmark = pytest.mark.django_db


def _open(kept, edge):
    with default_storage.open(thumbnail_name(kept.file, edge)) as file:
        return Pillow.open(BytesIO(file.read()))


def test_names_follow_from_the_original():
    assert (
        thumbnail_name("images/2026/11/21/abc.png", 320)
        == "thumbnails/2026/11/21/abc.320.webp"
    )


def test_all_sizes_smaller_than_the_original_are_made():
    kept = image(pixels=(1536, 1024))
    assert not kept.has_thumbnails
    thumbnails_make(kept)
    assert thumbnail_edges(kept) == (320, 640, 1280)
    assert _open(kept, 320).size == (320, 213)
    assert _open(kept, 1280).size == (1280, 853)
    kept.refresh_from_db()
    assert kept.has_thumbnails


def test_nothing_is_blown_up():
    kept = image(pixels=(640, 400), thumbnails=True)
    assert thumbnail_edges(kept) == (320,)
    assert not default_storage.exists(thumbnail_name(kept.file, 640))


def test_transparency_stays():
    kept = image(pixels=(400, 400), alpha=True, thumbnails=True)
    small = _open(kept, 320)
    assert small.mode == "RGBA"
    assert small.getpixel((10, 10))[3] == 0
    assert small.getpixel((300, 10))[3] == 255


def test_an_animation_is_shown_by_its_first_frame():
    data = picture_bytes("gif", (400, 300), colour="#c02020", frames=4)
    kept = image(data=data, thumbnails=True)
    small = _open(kept, 320)
    assert getattr(small, "n_frames", 1) == 1
    assert small.convert("RGB").getpixel((50, 50))[0] > 150


def test_an_svg_needs_none():
    kept = image(data=picture_bytes("svg", (2000, 1000)), thumbnails=True)
    assert kept.has_thumbnails
    assert thumbnail_edges(kept) == ()


def test_making_them_twice_leaves_one_of_each(data_dir):
    kept = image(pixels=(400, 300), thumbnails=True)
    thumbnails_make(kept)
    made = list((data_dir / "files" / "thumbnails").rglob("*.webp"))
    assert len(made) == 1


def test_a_missing_original_is_said_and_not_marked_as_done():
    kept = image(pixels=(400, 300))
    default_storage.delete(kept.file)
    with pytest.raises(FileNotFoundError):
        thumbnails_make(kept)
    kept.refresh_from_db()
    assert not kept.has_thumbnails
