"""What a worker has left undone: thumbnails, halves of files, empty folders."""

import os
import shutil
import time
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from playground.library.models import Image
from playground.library.thumbnails import thumbnail_name
from playground.runs import thumbnails
from playground.runs.recovery import sweep
from playground.runs.thumbnails import ThumbnailSweep

pytestmark = pytest.mark.django_db


def test_thumbnails_that_were_never_made_are_made(run, passing, data_dir):
    image = run().images.get()
    shutil.rmtree(data_dir / "files" / "thumbnails")
    Image.objects.update(has_thumbnails=False)
    sweep_thumbnails = ThumbnailSweep()
    sweep_thumbnails()
    image.refresh_from_db()
    assert not image.has_thumbnails  # Somebody is about to make them.
    Image.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    sweep_thumbnails()
    image.refresh_from_db()
    assert image.has_thumbnails
    assert default_storage.exists(thumbnail_name(image.file, 320))


def test_thumbnails_that_cannot_be_made_are_tried_now_and_then(
    run, passing, monkeypatch
):
    image, other = run().images.get(), run().images.get()
    default_storage.delete(image.file)
    long_ago = timezone.now() - timedelta(minutes=2)
    Image.objects.update(has_thumbnails=False, created_at=long_ago)
    tried = []
    real = thumbnails.thumbnails_make

    def make(one: Image) -> None:
        tried.append(one)
        real(one)

    monkeypatch.setattr(thumbnails, "thumbnails_make", make)
    sweep_thumbnails = ThumbnailSweep()
    for seconds in (0, 59, 2, 60, 61):
        passing(seconds)
        sweep_thumbnails()
    other.refresh_from_db()
    assert other.has_thumbnails
    # Both are of one moment, in either order.
    assert set(tried[:2]) == {image, other}
    assert tried[2:] == [image, image]


def test_what_broke_off_while_it_was_written_is_deleted_after_a_while(data_dir):
    spool = data_dir / "spool"
    spool.mkdir()
    old, fresh = spool / "old.part", spool / "fresh.part"
    for path in (old, fresh):
        path.write_bytes(b"half a pict")
    os.utime(old, (time.time() - 7200,) * 2)
    sweep()
    assert list(spool.iterdir()) == [fresh]


def test_no_empty_folder_of_previews_stays(run, data_dir):
    generation = run(partial_images="2")
    assert generation.state == "succeeded"
    assert not (data_dir / "files" / "partials" / generation.code).exists()
