"""Experiments of before: what a migration and the worker make of them."""

from importlib import import_module

import pytest
from django.apps import apps

from playground.experiments.feeding import feed_all
from playground.library.models import Generation
from tests import factories

pytestmark = pytest.mark.django_db

MIGRATION = "playground.experiments.migrations.0005_older_ones"


def test_what_never_asked_anybody_takes_the_provider_of_its_pictures(owner):
    taken = factories.experiment(provider_id="")
    for draw in taken.draws.all():
        taken.draws.filter(pk=draw.pk).update(
            generation=None, image=draw.generation.images.get()
        )
    Generation.objects.update(provider_id="simulator")
    paused = factories.experiment(provider_id="", pictures=False)
    import_module(MIGRATION).taken_from(apps, None)
    taken.refresh_from_db()
    paused.refresh_from_db()
    assert taken.provider_id == "simulator"
    assert paused.provider_id == ""


def test_what_never_asked_anybody_goes_on_with_whoever_answers(owner):
    experiment = factories.experiment(
        provider_id="", pictures=False, state="running", author=owner
    )
    experiment.draws.update(asked_by=owner)
    assert feed_all() == 4
    experiment.refresh_from_db()
    assert experiment.state == "running"
    assert {experiment.provider_id} == set(
        Generation.objects.values_list("provider_id", flat=True)
    )


def test_undecided_rounds_are_paused_and_decided_ones_stay(owner):
    rounds = {"mode": "cheapest", "pictures": False}
    undecided = factories.experiment(**rounds)
    decided = factories.experiment(**rounds, standing={"answer": 0})
    drawn = factories.experiment(mode="cheapest")
    import_module(MIGRATION).undecided(apps, None)
    states = []
    for it in (undecided, decided, drawn):
        it.refresh_from_db()
        states.append(it.state)
    assert states == ["paused", "finished", "finished"]
    assert "go on" in undecided.stopped_because
