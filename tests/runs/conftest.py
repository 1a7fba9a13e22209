"""What several modules of this folder begin with."""

from types import SimpleNamespace
from typing import Any

import pytest

from playground.core import patience
from playground.library.models import Generation
from playground.runs import pulse, recovery, thumbnails


@pytest.fixture
def waiting(post) -> Any:
    """Return a function that queues a run."""

    def make(**values: Any) -> Generation:
        post(**values)
        return Generation.objects.latest("pk")

    return make


@pytest.fixture
def passing(monkeypatch) -> Any:
    """Return a function that lets time pass for whoever watches heartbeats."""
    moment = [1000.0]
    clock = SimpleNamespace(monotonic=lambda: moment[0])
    monkeypatch.setattr(pulse, "time", clock)
    monkeypatch.setattr(thumbnails, "time", clock)
    monkeypatch.setattr(patience, "time", clock)
    monkeypatch.setattr(recovery, "_watch", pulse.Watch())

    def go_on(seconds: float) -> None:
        moment[0] += seconds

    return go_on
