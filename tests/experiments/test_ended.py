"""Experiments whose models have ended: what can still be asked for, and what cannot."""

from datetime import date

import pytest

from playground.experiments.models import Experiment
from playground.library.models import Generation
from tests import factories
from tests.pages import soup

pytestmark = pytest.mark.django_db

MODELS = ("gpt-image-1.5", "gpt-image-2")


def test_an_experiment_of_an_ended_model_is_not_extended(client, owner, settings):
    settings.OPENAI_API_KEY = "sk-test-of-ended-models"
    settings.PLAYGROUND_TODAY = date(2026, 12, 1)
    made = factories.experiment()
    base = {**made.base, "model": "gpt-image-1.5"}
    Experiment.objects.filter(pk=made.pk).update(base=base)
    page = soup(client.get(f"/experiments/new/?extends={made.code}"))
    assert "GPT Image 1.5 was switched off" in page.select_one("main").text
    assert page.select_one("#go").has_attr("disabled")
    # Where the model is what is varied, others take its place.
    posted = {
        "variable": "model",
        "value.model": MODELS,
        "prompts": "a",
        "model": "gpt-image-1.5",
    }
    page = soup(client.post("/experiments/new/", {**posted, "value.model": MODELS[1:]}))
    assert not page.select_one("#go").has_attr("disabled")


def test_what_has_ended_is_not_asked_for_again(client, owner, settings):
    settings.OPENAI_API_KEY = "sk-test-of-ended-models"
    settings.PLAYGROUND_TODAY = date(2026, 12, 1)
    made = factories.experiment(values=MODELS, draws=2)
    Experiment.objects.filter(pk=made.pk).update(variable="model")
    lost = [draw.generation for draw in made.draws.all() if draw.number == 1]
    for run in lost:
        run.images.all().delete()
        Generation.objects.filter(pk=run.pk).update(state="failed", error={})
    made.draws.filter(number=1).update(image=None)
    address = made.get_absolute_url()
    page = soup(client.get(address))
    # One of each model failed; only one of them can be made again.
    assert "Ask again for 1 failed" in page.select_one(".grid-state").text
    assert len(page.select(".shot.failed")) == 2
    assert len(page.select(".shot.failed button")) == 1
    note = page.select_one("#grid .note").text
    assert "switched off on 1 December 2026" in note
    assert "1 draw cannot be asked for any more" in note
    gone = made.draws.get(number=1, value=0)
    said = client.post(
        f"{address}steer/", {"action": "retry", "place": gone.place}, follow=True
    )
    assert "cannot be asked for again" in said.content.decode()
    client.post(f"{address}steer/", {"action": "retry", "confirmed": "0"})
    gone.refresh_from_db()
    assert gone.generation_id == lost[0].pk
    # Nothing that is still planned can be made: there is nothing to go on with.
    made.draws.filter(pk=gone.pk).update(generation=None)
    made.draws.exclude(pk=gone.pk).filter(number=1).delete()
    Experiment.objects.filter(pk=made.pk).update(state="paused")
    page = soup(client.get(address))
    assert "Go on" not in page.select_one(".grid-state").text
