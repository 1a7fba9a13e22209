"""What somebody asks for of an experiment that rests is all that sets out."""

import re
from decimal import Decimal

import pytest

from playground.experiments.feeding import feed_all
from playground.experiments.models import Draw, Experiment
from playground.library.models import Generation
from playground.people.models import Membership, User, Workspace
from tests import factories
from tests.experiments.planning import NEW, run_all
from tests.pages import error_texts, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def resting(client, start, settings):
    """Of eight draws one has failed, one is in doubt, six are planned; paused."""
    settings.PLAYGROUND_CONCURRENCY = 1
    experiment = start()
    failed, doubtful = experiment.draws.exclude(generation=None)
    runs = Generation.objects.all()
    runs.filter(pk=failed.generation_id).update(state="failed", error={})
    runs.filter(pk=doubtful.generation_id).update(state="unknown", error={})
    steer(client, experiment, action="pause")
    return experiment


def steer(client, experiment, **said) -> str:
    answer = client.post(f"/experiments/{experiment.code}/steer/", said, follow=True)
    return answer.content.decode()


def asked_for(experiment) -> int:
    """How many have ever been asked for since it rests."""
    experiment.refresh_from_db()
    return Generation.objects.exclude(state__in=("failed", "unknown")).count()


@pytest.mark.parametrize("state", ["paused", "cancelled"])
def test_again_at_one_cell_buys_one_picture(client, resting, drain, state):
    Experiment.objects.update(state=state)
    place = resting.draws.filter(generation__state="failed").get().place
    steer(client, resting, action="retry", place=place)
    run_all(drain)
    assert asked_for(resting) == 1
    assert resting.draws.get(place=place).generation.state == "succeeded"
    assert resting.state == state


@pytest.mark.parametrize("state", ["paused", "cancelled"])
def test_an_extension_buys_what_its_button_said(client, resting, drain, state):
    Experiment.objects.update(state=state)
    asked = {
        "extends": resting.code,
        "asked.value.quality": "1",
        "value.quality": ["high"],
        "draws": "2",
    }
    page = soup(client.post(NEW, asked))
    assert "Run 4 more" in page.select_one("#go").get_text(" ", strip=True)
    seen = page.select_one("#plan [name=seen]")["value"]
    said = client.post(NEW, {**asked, "seen": seen, "go": "1"}, follow=True)
    assert f"stays {state}" in said.content.decode(), error_texts(said)
    run_all(drain)
    assert asked_for(resting) == 4
    assert resting.state == state
    assert {
        draw.value for draw in resting.draws.filter(generation__state="succeeded")
    } == {2}


def test_going_on_says_what_it_costs_and_is_confirmed(client, resting, settings):
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = Decimal("0.01")
    page = soup(client.get(resting.get_absolute_url()))
    button = page.select_one("[value=resume]").get_text(" ", strip=True)
    assert re.fullmatch(r"Go on: 6 pictures to come ≈ \$0\.\d+", button)
    assert "Nothing has been sent" in steer(client, resting, action="resume")
    assert asked_for(resting) == 0
    assert resting.state == "paused"
    agreed = {"confirmed_rest": page.select_one("[name=confirmed_rest]")["value"]}
    said = steer(client, resting, action="resume", seen_rest="0.001", **agreed)
    assert "Meanwhile it is more" in said
    assert asked_for(resting) == 0
    steer(
        client, resting, action="resume", seen_rest=agreed["confirmed_rest"], **agreed
    )
    assert asked_for(resting) == 2


def test_what_may_have_been_charged_is_asked_for_by_itself(client, resting, drain):
    page = soup(client.get(resting.get_absolute_url()))
    assert "Ask again for 1 failed" in page.select_one(".grid-state").text
    assert "1 may have been charged" in page.select_one("#grid > .note").text
    assert len(page.select(".shot.failed .chip.warn")) == 1
    doubtful = resting.draws.get(generation__state="unknown")
    steer(client, resting, action="retry")
    run_all(drain)
    doubtful.refresh_from_db()
    assert doubtful.generation.state == "unknown"
    assert asked_for(resting) == 1


def test_a_late_answer_takes_its_place_back(client, resting):
    doubtful = resting.draws.get(generation__state="unknown")
    first = doubtful.generation
    steer(client, resting, action="retry", place=doubtful.place)
    doubtful.refresh_from_db()
    assert doubtful.generation.state == "queued"
    factories.image(generation=first)
    Generation.objects.filter(pk=first.pk).update(state="succeeded")
    feed_all()
    late = Draw.objects.with_pictures().get(pk=doubtful.pk)
    assert late.picture.generation == first
    assert Generation.objects.filter(state="queued").count() == 0


def test_whoever_asks_is_charged(client, resting, drain, owner):
    """An extension by somebody else is theirs, and goes on when the author has left."""
    other = User.objects.create_user("berta")
    other.join(Workspace.objects.default(), Membership.Role.MAKER)
    author = resting.author
    author.join(Workspace.objects.default(), Membership.Role.VIEWER)
    client.force_login(other)
    asked = {"extends": resting.code, "draws": "2", "prompts": "a house", "go": "1"}
    assert client.post(NEW, asked).status_code == 303
    run_all(drain)
    made = Generation.objects.filter(state="succeeded")
    assert {run.author for run in made} == {other}
    assert made.count() == 4
    steer(client, resting, action="resume")
    run_all(drain)
    resting.refresh_from_db()
    assert resting.state == "finished"
    assert {run.author for run in made.all()} == {other}
