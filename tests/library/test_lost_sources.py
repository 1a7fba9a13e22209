"""Sources whose file is gone from the storage."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage

from playground.library.models import SourceImage
from playground.library.sources import source_add, source_from_image
from tests.factories import image, local, picture_bytes

pytestmark = pytest.mark.django_db


def test_a_source_whose_file_is_gone_can_be_added_again(owner):
    data = picture_bytes()
    first = source_add(author=local(), file=BytesIO(data), name="kite.png")
    default_storage.delete(first.file)
    again = source_add(author=local(), file=BytesIO(data), name="kite.png")
    assert again.pk == first.pk
    with default_storage.open(again.file) as stored:
        assert stored.read() == data
    same = source_add(author=local(), file=BytesIO(data), name="kite.png")
    assert same.file == again.file


def test_a_picture_gives_its_source_a_lost_file_back(owner):
    kept = image()
    first = source_from_image(author=local(), image=kept)
    default_storage.delete(first.file)
    again = source_from_image(author=local(), image=kept)
    assert default_storage.exists(again.file)
    assert SourceImage.objects.get() == again
