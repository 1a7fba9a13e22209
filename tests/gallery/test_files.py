"""The bytes of pictures: unchanged, private, and harmless."""

import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from playground.library.thumbnails import thumbnail_name
from tests.factories import image, person, picture_bytes

pytestmark = pytest.mark.django_db
# As much of a manifest of content credentials as a PNG has to have.
MANIFEST = b"caBX" + struct.pack(">I", 24) + b"jumb" + b"\0" * 16
SIGNATURE = struct.pack(">I", 24) + MANIFEST + struct.pack(">I", zlib.crc32(MANIFEST))


def _url(kept, name, *args):
    return reverse(f"gallery:{name}", args=[kept.code, *args])


def _all_urls(kept):
    return [
        _url(kept, "file"),
        _url(kept, "download"),
        _url(kept, "thumbnail", 320),
        _url(kept, "image"),
        _url(kept, "image-json"),
    ]


def test_the_file_is_the_original_byte_for_byte(client):
    data = picture_bytes("webp", (400, 300))
    response = client.get(_url(image(data=data), "file"))
    assert response.getvalue() == data
    assert response["Content-Type"] == "image/webp"
    assert int(response["Content-Length"]) == len(data)


@pytest.mark.parametrize("name", ["file", "download"])
def test_files_get_no_rights_in_the_browser(client, name):
    response = client.get(_url(image(), name))
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"].startswith("private, ")
    response.getvalue()


def test_an_unchanged_file_is_not_sent_again(client):
    url = _url(image(), "file")
    first = client.get(url)
    first.getvalue()
    assert "immutable" in first["Cache-Control"]
    second = client.get(url, headers={"if-none-match": first["ETag"]})
    assert second.status_code == 304
    assert not second.content
    assert second["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_download_has_a_sensible_name(client, settings):
    kept = image(
        prompt="Paper airplane!", quality="high", pixels=(96, 64), format="jpeg"
    )
    response = client.get(_url(kept, "download"))
    response.getvalue()
    day = kept.created_at.date()
    assert response["Content-Disposition"] == (
        f'attachment; filename="{day}_paper-airplane_gpt-image-2.5-sunburst_high_96x64.jpg"'
    )


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("A" * 300, "a" * 40),
        (
            "one two three four five six seven eight nine ten",
            "one-two-three-four-five-six-seven-eight",
        ),
        ("紙飛行機", "紙飛行機"),
        ("हिन्दी में", "हिन्दी-में"),
        ("../../etc/passwd\r\nX-Evil: 1", "etcpasswd-x-evil-1"),
        ("!!! ???", "picture"),
    ],
)
def test_any_prompt_makes_a_safe_file_name(prompt, words):
    from playground.library.names import download_name

    assert download_name(image(prompt=prompt)).split("_")[1] == words


def test_a_model_with_a_slash_stays_one_file_name():
    from playground.library.names import download_name

    assert "/" not in download_name(image(model="black-forest/flux 1"))


def test_the_date_in_a_name_is_local(settings):
    import datetime

    from playground.library.names import download_name

    kept = image()
    kept.created_at = datetime.datetime(2026, 11, 21, 23, 30, tzinfo=datetime.UTC)
    assert download_name(kept).startswith("2026-11-21_")
    settings.TIME_ZONE = "Pacific/Auckland"
    assert download_name(kept).startswith("2026-11-22_")


def test_an_svg_is_a_picture_and_never_a_document(client):
    data = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        b"<script>alert(1)</script></svg>"
    )
    response = client.get(_url(image(data=data), "file"))
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response.getvalue() == data


def test_a_thumbnail_is_served_once_it_is_there(client):
    kept = image(pixels=(500, 400))
    before = client.get(_url(kept, "thumbnail", 320))
    assert before["Content-Type"] == "image/png"
    assert before["Cache-Control"] == "private, no-cache"
    before.getvalue()
    from playground.library.thumbnails import thumbnails_make

    thumbnails_make(kept)
    after = client.get(_url(kept, "thumbnail", 320))
    assert after["Content-Type"] == "image/webp"
    assert "immutable" in after["Cache-Control"]
    after.getvalue()


def test_a_thumbnail_that_got_lost_falls_back_to_the_original(client):
    kept = image(pixels=(500, 400), thumbnails=True)
    default_storage.delete(thumbnail_name(kept.file, 320))
    response = client.get(_url(kept, "thumbnail", 320))
    assert response["Content-Type"] == "image/png"
    response.getvalue()


def test_there_are_no_thumbnails_of_other_sizes(client):
    assert client.get(_url(image(), "thumbnail", 999)).status_code == 404


def test_a_missing_file_is_a_calm_404_that_draws_itself(client):
    kept = image(pixels=(300, 200))
    default_storage.delete(kept.file)
    for url in (_url(kept, "file"), _url(kept, "thumbnail", 320)):
        response = client.get(url)
        assert response.status_code == 404
        assert response["Content-Type"] == "image/svg+xml"
        assert b'width="300"' in response.content
    # A tile crops it: the words fit into the shorter edge.
    assert b'font-size="16.7"' in response.content
    assert client.get(_url(kept, "download")).status_code == 404


def test_other_peoples_pictures_do_not_exist(client):
    kept = image(author=person())
    assert [client.get(url).status_code for url in _all_urls(kept)] == [404] * 5
    for name in ("trash", "restore"):
        assert client.post(_url(kept, name)).status_code == 404


def test_unknown_codes_do_not_exist(client, db):
    for name in ("file", "download", "image", "image-json"):
        assert (
            client.get(reverse(f"gallery:{name}", args=["nosuchcode"])).status_code
            == 404
        )


def test_files_cannot_be_posted_to(client):
    assert client.post(_url(image(), "file")).status_code == 405


def test_a_copy_with_settings_is_made_only_where_it_breaks_no_signature(client):
    plain = image(prompt="a fox")
    copy = client.get(f"/images/{plain.code}/with-settings")
    assert b"a fox" in copy.content
    assert "_with-settings.png" in copy["Content-Disposition"]
    name = client.get(f"/images/{image(prompt='лиса').code}/with-settings")
    assert name["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    # A browser would save the page that says why there is none.
    link = client.get(f"/images/{plain.code}/").text
    assert f'/images/{plain.code}/with-settings">' in link
    with default_storage.open(plain.file) as file:
        data = file.read()
    signed = image(data=data[:33] + SIGNATURE + data[33:])
    answer = client.get(f"/images/{signed.code}/with-settings", follow=True)
    assert "would break their signature" in " ".join(answer.text.split())
