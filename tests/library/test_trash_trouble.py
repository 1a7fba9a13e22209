"""One file that cannot be deleted keeps no other from it."""

import time

import pytest
from django.utils import timezone

from playground.core.patience import Patience
from playground.library import trash
from playground.library.models import Image
from playground.library.trash import trash_sweep
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_file_that_cannot_be_deleted_waits_and_the_others_go(monkeypatch, owner):
    stuck, *others = (factories.image(author=owner) for _ in range(3))
    now = timezone.now()
    Image.objects.update(trashed_at=now, purge_asked_at=now)
    clock, tried = [1000.0], []
    real = trash.image_files_delete

    def delete(image: Image) -> None:
        tried.append(image)
        if image == stuck and clock[0] < 1200:
            raise PermissionError(13, "Permission denied")
        real(image)

    monkeypatch.setattr(trash, "_patience", Patience())
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(trash, "image_files_delete", delete)
    assert trash_sweep(limit=1) == 0
    assert trash_sweep(limit=5) == 2
    assert tried == [stuck, *others]
    clock[0] += 61
    assert trash_sweep() == 0
    clock[0] += 200
    assert trash_sweep() == 1
    assert not Image.objects.filter(purged_at=None).exists()
