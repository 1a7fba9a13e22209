"""Two who extend one experiment at the same moment."""

import pytest

from playground.experiments.creating import NotExtended, experiment_extend
from playground.experiments.views import planning
from tests.experiments.planning import NEW, PLAN
from tests.experiments.test_odd_input import asked
from tests.pages import soup

pytestmark = pytest.mark.django_db


def test_the_later_one_is_refused_and_no_place_changes_its_name(owner, start):
    experiment = start()
    one = experiment
    first = extension(owner, one, "high")
    second = extension(owner, one, "auto")
    assert experiment_extend(experiment, first)
    with pytest.raises(NotExtended, match="Somebody else"):
        experiment_extend(experiment, second)
    experiment.refresh_from_db()
    assert experiment.values == ["low", "medium", "high"]


def extension(owner, experiment, value):
    return asked(owner, extends=experiment, **{"value.quality": [value]})


def test_the_page_says_why_and_shows_it_as_it_is_by_now(client, start, monkeypatch):
    experiment = start()

    def refuses(*_):
        raise NotExtended("Somebody else has extended it meanwhile.")

    monkeypatch.setattr(planning, "experiment_extend", refuses)
    sent = {**PLAN, "draws": "3", "extends": experiment.code, "go": "1"}
    answer = client.post(NEW, sent)
    assert answer.status_code == 422
    assert "Somebody else has extended it" in soup(answer).select_one("#plan").text
