"""A picture that came back is kept as it came."""

from decimal import Decimal

import pytest
from django.core.files.storage import default_storage

from playground.imaging.outcome import Resolved
from playground.library.keeping import store_original
from playground.library.models import Image
from playground.library.pictures import UnusableFile
from playground.library.writing import Writing
from tests.factories import generation, image, picture_bytes

pytestmark = pytest.mark.django_db


def _files(data_dir):
    return [path for path in (data_dir / "files").rglob("*") if path.is_file()]


def test_the_original_bytes_are_kept_unchanged():
    data = picture_bytes("png", (640, 480), alpha=True)
    kept = image(data=data)
    with default_storage.open(kept.file) as file:
        assert file.read() == data
    assert kept.bytes == len(data)
    assert (kept.width_px, kept.height_px, kept.has_alpha) == (640, 480, True)
    assert kept.created_at is not None


def test_file_names_are_dated_and_never_the_same():
    data = picture_bytes("jpeg")
    with Writing() as writing:
        first, second = store_original(data, writing), store_original(data, writing)
    assert first.name.startswith("images/2026/11/21/")
    assert first.name.endswith(".jpg")
    assert first.name != second.name


def test_what_the_api_resolved_wins_over_what_was_asked():
    run = generation(
        size="auto", quality="auto", background="auto", model="gpt-image-2"
    )
    kept = image(
        generation=run,
        resolved=Resolved(
            model="gpt-image-2-2026-04-21",
            size="1024x1024",
            quality="medium",
            background="opaque",
            output_format="png",
        ),
    )
    assert kept.parameters == {
        "model": "gpt-image-2-2026-04-21",
        "route": "images",
        # Measured: the file wins over what the answer tells.
        "size": "64x48",
        "quality": "medium",
        "background": "opaque",
        "output_format": "png",
    }
    assert kept.resolved["quality"] == "medium"


def test_without_an_echo_the_request_and_the_file_speak():
    run = generation(size="auto", quality="high", output_format="png")
    kept = image(
        generation=run, data=picture_bytes("webp", (96, 64)), resolved=Resolved()
    )
    assert kept.size == "96x64"
    assert kept.quality == "high"
    assert kept.background == "auto"
    assert kept.output_format == "webp"
    assert kept.resolved["size"] is None


def test_an_echo_longer_than_its_column_is_cut():
    kept = image(resolved=Resolved(model="m" * 300, quality="q" * 90, size="s" * 90))
    kept.full_clean(exclude=["generation"])


def test_cost_and_timing_are_kept_with_every_digit():
    kept = image(cost_usd=Decimal("0.00533333"), duration_ms=16_100)
    kept.refresh_from_db()
    assert kept.cost_usd == Decimal("0.00533333")
    assert kept.duration_ms == 16_100


def test_a_file_that_is_no_picture_is_never_written(data_dir):
    with pytest.raises(UnusableFile):
        image(data=b"<html>gateway timeout</html>")
    assert not Image.objects.exists()
    assert not _files(data_dir)
