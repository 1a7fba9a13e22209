"""The page of a picture names the experiment that drew it."""

import pytest

from playground.library.models import Image
from tests import factories
from tests.pages import soup, text_of

pytestmark = pytest.mark.django_db


def test_a_draw_tells_its_experiment_and_its_value(client, owner):
    made = factories.experiment(author=owner)
    draw = made.draws.with_pictures().first()
    draw.generation.variable = "quality"
    draw.generation.save()
    page = soup(
        client.get(Image.objects.get(generation=draw.generation).get_absolute_url())
    )
    assert f"One draw of {made.name}: quality low." in text_of(page.select_one("main"))
    assert page.select_one(f'a[href="{made.get_absolute_url()}"]')
    assert "deleted since" not in page.text
