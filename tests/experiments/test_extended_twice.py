"""Two who extend one experiment at the same moment."""

import pytest

from playground.experiments.creating import NotExtended, experiment_extend
from tests.experiments.test_odd_input import asked

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
