"""Pictures that were made and refused: known to be refused, maybe charged."""

import pytest

from playground.experiments.cells import Shot
from playground.experiments.grid import Head
from playground.experiments.models import Draw
from playground.experiments.steering import draws_retry
from playground.library.models import Generation, Image
from tests import factories
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(owner):
    made = factories.experiment()
    run = made.draws.first().generation
    Image.objects.filter(generation=run).delete()
    Generation.objects.filter(pk=run.pk).update(
        state="unknown", error={"category": "safety"}
    )
    return made


def test_a_refused_finished_picture_counts_as_refused(client, refused):
    shots = [Shot(draw) for draw in Draw.objects.with_pictures()]
    assert Head(0, "low", tuple(shots)).refusals == 1
    page = soup(client.get(refused.get_absolute_url())).select_one("#grid")
    assert "refused as unsafe" in page.text
    assert "outcome unknown" not in page.text
    assert "1 may have been charged, had it been real: made and refused" in page.text


def test_a_refused_one_takes_no_place_from_one_that_may_still_come(refused, owner):
    draw = refused.draws.first()
    earlier = factories.generation(state="unknown", error={})
    refused.draws.filter(pk=draw.pk).update(doubted=earlier)
    assert draws_retry(refused, places=[draw.place], by=owner) == 1
    draw.refresh_from_db()
    assert draw.generation is None
    assert draw.doubted == earlier
