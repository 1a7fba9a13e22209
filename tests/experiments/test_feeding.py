"""Feeding experiments: one that fails keeps nothing from the others."""

from decimal import Decimal

import pytest

from playground.experiments import feeding
from playground.experiments.feeding import feed_all
from playground.experiments.rest import Rest
from playground.library.models import Generation
from tests.factories import experiment

pytestmark = pytest.mark.django_db


def test_one_that_cannot_be_fed_is_paused_and_the_others_go_on(owner, monkeypatch):
    broken = experiment(state="running")
    Generation.objects.all().delete()
    sound = experiment(state="running")
    Generation.objects.all().delete()
    for it in (broken, sound):
        it.draws.update(asked_by=owner)
    cell_of = feeding.cell_of

    def fails(of, *rest):
        if of.pk == broken.pk:
            raise ValueError("value too long for type character varying(100)")
        return cell_of(of, *rest)

    monkeypatch.setattr(feeding, "cell_of", fails)
    assert feed_all() == 4
    broken.refresh_from_db()
    assert broken.state == "paused"
    assert "by a fault of this program" in broken.stopped_because
    assert Generation.objects.filter(draws__experiment=sound).count() == 4


def test_a_limit_of_nothing_asks_about_what_has_no_price(owner, settings):
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = 0
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    assert Rest(1, Decimal(0), 1).limit
    settings.PLAYGROUND_CONFIRM_ABOVE_USD = 1
    assert not Rest(1, Decimal(0), 1).limit


def test_finished_rounds_stay_so_where_one_more_picture_cannot_be_paid(owner):
    ended = experiment(mode="cheapest", standing={"answer": None})
    draw = ended.draws.first()
    ended.draws.filter(pk=draw.pk).update(
        generation=None, alone=True, asked_by=owner, image=None
    )
    feeding._pause(ended, "The budget has no room for it.")
    ended.refresh_from_db()
    draw.refresh_from_db()
    assert ended.state == "finished"
    assert (draw.alone, draw.problem) == (False, "The budget has no room for it.")
