"""What was planned with one provider is not gone on with at another."""

from typing import Any

import pytest

from playground.experiments.feeding import feed_all
from playground.library.models import Generation
from tests.experiments.planning import NEW, PLAN
from tests.pages import soup
from tests.providers.servers import answering, serving

pytestmark = pytest.mark.django_db


def test_an_experiment_asks_nobody_but_who_it_was_planned_with(
    client: Any, start: Any, settings: Any
) -> None:
    settings.PLAYGROUND_CONCURRENCY = 1
    experiment = start()
    address = experiment.get_absolute_url()
    Generation.objects.update(state="failed")
    with serving(answering({"data": []})) as server:
        settings.OPENAI_BASE_URL = f"{server}/v1"
        assert feed_all() == 0
        experiment.refresh_from_db()
        assert experiment.state == "paused"
        page = soup(client.get(address)).select_one("#grid")
        assert "It was planned with the simulator, and now the server at" in page.text
        assert page.select_one(f"a[href='{NEW}?anew={experiment.code}']")
        assert not page.select("[value=resume], [value=retry]")
        for action in ("resume", "retry"):
            said = client.post(f"{address}steer/", {"action": action}, follow=True)
            assert "It was planned with the simulator" in said.text
        asked = {**PLAN, "draws": "3", "extends": experiment.code}
        client.post(NEW, {**asked, "go": "1"})
        assert experiment.draws.count() == 8
        assert Generation.objects.filter(state="queued").count() == 0
    settings.OPENAI_BASE_URL = ""
    rest = soup(client.get(address)).select_one("[name=seen_rest]")["value"]
    client.post(f"{address}steer/", {"action": "resume", "seen_rest": rest})
    assert Generation.objects.filter(state="queued").count() == 2
