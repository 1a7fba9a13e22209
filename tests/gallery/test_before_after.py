"""An edit beside the picture of the gallery that it was made from."""

import pytest

from playground.library.models import GenerationSource, SourceImage
from tests import factories
from tests.pages import soup

pytestmark = pytest.mark.django_db


def an_edit(before, *, mask=None, **settings):
    """Make an edit of a picture of the gallery."""
    run = factories.generation(prompt="with a boat", **settings)
    taken = SourceImage.objects.first()
    if taken is None:
        # What pictures are made of unless said otherwise.
        taken = factories.source(data=factories.picture_bytes(), taken_from=before)
    GenerationSource.objects.create(
        generation=run, source=taken, role="image", position=0
    )
    assert taken.sha256 == before.sha256
    if mask:
        factories.source(data=mask, generation=run, role="mask")
    return factories.image(
        generation=run, data=factories.picture_bytes(size=(64, 48), colour="red")
    )


def titles(page):
    return [it.get_text(strip=True) for it in page.select(".pane .name a")]


def test_a_picture_of_the_gallery_is_the_source_of_its_edit(client):
    before = factories.image(prompt="a kite", quality="max")
    edit = an_edit(before, quality="low")
    page = soup(client.get(f"/images/{edit.code}/before-after/", follow=True))
    # The source is first, whatever its quality.
    assert titles(page) == ["Source", "Result"]
    assert "Before and after" in page.select_one("h1").get_text()
    assert "variables differ" not in page.select_one("h1").get_text()
    swapped = f"/compare/?image={edit.code}&image={before.code}&order=given"
    assert titles(soup(client.get(swapped))) == ["Result", "Source"]


def test_several_edits_of_one_picture_are_named_beside_it(client):
    before = factories.image(prompt="a kite")
    edits = [an_edit(before, quality=quality) for quality in ("high", "low")]
    codes = "&".join(f"image={it.code}" for it in (*edits, before))
    assert titles(soup(client.get(f"/compare/?{codes}"))) == ["Source", "low", "high"]


def test_what_changed_outside_the_mask_is_counted_in_either_order(client):
    before = factories.image(prompt="a kite")
    mask = factories.picture_bytes(size=(64, 48), alpha=True)
    edit = an_edit(before, mask=mask)
    for one, other in ((before, edit), (edit, before)):
        address = f"/compare/measured/?image={one.code}&image={other.code}"
        assert "100.0 % outside the mask" in client.get(address).content.decode()
