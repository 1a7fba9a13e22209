"""Pictures that come late, at moments at which they are not expected."""

import pytest

from playground.experiments import feeding, steering
from playground.experiments.feeding import feed_all
from playground.experiments.models import Draw
from playground.library.models import Generation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(owner):
    """One place is planned once more, and the picture of its first run is there."""
    made = factories.experiment(values=("low",), draws=1, state="running")
    draw = made.draws.get()
    made.draws.update(doubted=draw.generation, generation=None, asked_by=owner)
    return made


def test_its_place_is_not_paid_again_while_it_is_asked_for(late, monkeypatch):
    (first,) = Generation.objects.all()
    Generation.objects.update(state="unknown")
    submit = feeding.generation_submit

    def slow(**asked):
        Generation.objects.filter(pk=first.pk).update(state="succeeded")
        steering.late_answers_take()
        return submit(**asked)

    monkeypatch.setattr(feeding, "generation_submit", slow)
    feed_all()
    Generation.objects.filter(pk=first.pk).update(state="succeeded")
    monkeypatch.undo()
    feed_all()
    assert late.draws.get().generation == first
    assert not Generation.objects.filter(state="queued").exists()


def test_one_that_fails_holds_up_no_other_experiment(late, owner, monkeypatch, caplog):
    def broken(draw):
        raise ValueError("a ledger without an entry")

    monkeypatch.setattr(steering, "_take_back", broken)
    other = factories.experiment(pictures=False, state="running")
    other.draws.update(asked_by=owner)
    feed_all()
    assert Draw.objects.filter(experiment=other, generation=None).count() == 0
    assert "late picture" in caplog.text
