"""A tag is found by the name that it is kept under, however it was typed."""

import pytest

from playground.gallery import bulk
from playground.library.models import Tag
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ['red"', '"Red"', " red\t"])
def test_undo_takes_a_tag_from_those_only_that_did_not_have_it(owner, typed):
    had, new = (factories.image(author=owner).pk for _ in range(2))
    bulk.tag(owner, [had], "red")
    done = bulk.tag(owner, [had, new], typed)
    assert done.undo["keys"] == [new]
    bulk.untag(owner, done.undo["keys"], typed)
    assert list(Tag.objects.get().images.values_list("pk", flat=True)) == [had]
