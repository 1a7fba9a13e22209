"""Small copies are read where they are, which may be a storage of their own."""

import pytest
from django.core.files.storage import storages

from playground.experiments.describing import describe_some, measures_of
from playground.experiments.models import Descriptor
from playground.experiments.sheets import small
from playground.library.models import Image
from playground.library.thumbnails import thumbnail_edges, thumbnail_name
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(settings, tmp_path, owner):
    folder = settings.STORAGES["renditions"]
    options = {**folder["OPTIONS"], "location": tmp_path / "copies"}
    elsewhere = {**folder, "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"renditions": elsewhere}
    made = factories.experiment(author=owner, values=("low",), draws=1, pictures=False)
    half_clear = factories.picture_bytes(size=(640, 480), alpha=True)
    image = factories.image(author=owner, data=half_clear, thumbnails=True)
    made.draws.update(generation=image.generation)
    return image


def test_copies_in_a_storage_of_their_own_are_measured(drawn, monkeypatch):
    assert small(drawn, 96) is not None

    def away(self, name, mode="rb"):
        raise ConnectionError("The storage is away.")

    with monkeypatch.context() as patch:
        patch.setattr(type(storages["renditions"]), "_open", away)
        assert describe_some() == 0
    assert not Descriptor.objects.exists()
    assert describe_some() == 1
    assert Descriptor.objects.get().perceptual_hash != 0
    assert Image.objects.get(descriptor__isnull=False) == drawn


def test_a_file_that_is_gone_has_no_figures_and_is_not_asked_again(drawn):
    storages["renditions"].delete(thumbnail_name(drawn.file, thumbnail_edges(drawn)[0]))
    assert describe_some() == 1
    assert (Descriptor.objects.get().sharpness, describe_some()) == (None, 0)
    assert not measures_of([drawn.pk])
