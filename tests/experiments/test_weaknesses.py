"""A verdict says what else differs, and how often somebody has looked at it."""

import pytest

from playground.experiments.judging import judge
from playground.library.models import Generation, Image
from tests import factories
from tests.experiments.test_taking import second, vote
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def experiment(owner):
    return factories.experiment(draws=2, prompts=("a kite", "a boat"))


def test_a_second_difference_is_said_plainly_and_once(client, experiment):
    for draw in experiment.draws.filter(value=1):
        run = draw.generation
        requested = {**run.requested, "moderation": "low"}
        Generation.objects.filter(pk=run.pk).update(requested=requested)
    vote(experiment, 12, second)
    page = soup(client.get(f"/experiments/{experiment.code}/verdict/"))
    said = [it.text for it in page.select(".note.warn li")]
    (only,) = [it for it in said if "Not only Quality" in it]
    assert "oderation" in only


def test_a_picture_that_came_out_otherwise_has_the_name_of_its_value(experiment):
    image = Image.objects.filter(generation__draws__value=1).first()
    Image.objects.filter(pk=image.pk).update(resolved={"quality": "low"})
    vote(experiment, 12, second)
    warnings = judge(experiment).verdict.warnings
    assert any(it.startswith("A picture of high asked for") for it in warnings)


def test_votes_that_go_on_after_a_result_say_so(experiment):
    vote(experiment, 12, second)
    assert not any("votings" in it for it in judge(experiment).verdict.warnings)
    vote(experiment, 12, second)
    (said,) = [it for it in judge(experiment).verdict.warnings if "votings" in it]
    assert "24 votes are of 2 votings" in said
