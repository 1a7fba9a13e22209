"""An experiment that is started by its form."""

import pytest

from playground.experiments.models import Experiment
from tests.experiments.planning import NEW, PLAN
from tests.pages import error_texts


@pytest.fixture
def start(client, owner):
    def send(**values) -> Experiment:
        response = client.post(NEW, {**PLAN, **values, "go": "1"})
        assert response.status_code == 303, error_texts(response)
        return Experiment.objects.latest("pk")

    return send
