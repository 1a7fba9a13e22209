"""A request is judged with all of its files, and once for each submission."""

import pytest

from benchmarks.composer import checks_of_one, counted
from playground.library.models import GenerationSource
from playground.runs.judging import context_for, context_of_run
from playground.studio.baseline import baseline_against
from tests import factories
from tests.pages import GOOD, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def masked(owner):
    """A picture of an edit whose mask is not as large as its source."""
    source = factories.source()
    mask = factories.source(data=factories.picture_bytes(size=(32, 24)))
    made = factories.image(sources=[source.sha256], mask=mask.sha256)
    for role, file in (("image", source), ("mask", mask)):
        GenerationSource.objects.create(
            generation=made.generation, source=file, role=role, position=0
        )
    return made


def test_a_run_is_judged_as_its_request_is(masked, owner):
    run = masked.generation
    one, other = context_of_run(run), context_for(run.request, owner)
    assert set(one.facts) == set(other.facts) == set(run.request.files)
    assert one.problems == other.problems


def test_vary_judges_a_masked_edit_with_its_mask(client, masked):
    page = soup(client.get(f"/images/{masked.code}/vary/"))
    assert "32×24" in page.text
    assert "the same size" in page.text


def test_one_change_of_many_is_judged_with_the_mask_that_it_brings(masked, owner):
    base = factories.image(sources=masked.generation.request.sources)
    here = context_for(masked.generation.request, owner)
    assert "no transparency" in baseline_against(base, here).refused["mask"]


def test_a_submission_is_judged_and_priced_once(client, owner):
    with counted() as counts:
        assert client.post("/generations/", GOOD).status_code == 303
    assert (counts["checks"], counts["estimates"]) == (checks_of_one(), 1)
    made = factories.image()
    with counted() as counts:
        assert client.post(f"/images/{made.code}/again/").status_code == 303
    assert (counts["checks"], counts["estimates"]) == (checks_of_one(), 1)
