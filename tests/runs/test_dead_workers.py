"""Runs of workers that are gone, silent, or have dropped them."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from playground.library.models import Generation
from playground.runs.claiming import claim
from playground.runs.engines.presence import Presence
from playground.runs.heartbeat import beating
from playground.runs.recovery import sweep
from tests.runs.recovering import silent

pytestmark = pytest.mark.django_db


def _claimed_by(name: str) -> Generation:
    (claimed,) = claim(1, worker=name)
    return claimed


def _gone(name: str, data_dir: Path) -> None:
    """Leave what a worker of this machine leaves whose process was killed."""
    with Presence(name):
        lock = data_dir / "workers" / f"{name}.lock"
        text = lock.read_text()
    lock.write_text(text)


def test_the_runs_of_a_worker_that_is_gone_are_ended_at_once(waiting, data_dir):
    waiting()
    with Presence("dead"):
        generation = _claimed_by("dead")
        sweep()
        generation.refresh_from_db()
        assert generation.state == "sending"
    _gone("dead", data_dir)
    sweep()
    generation.refresh_from_db()
    assert generation.state == "unknown"
    sweep()
    assert list((data_dir / "workers").iterdir()) == []


def test_a_worker_that_is_there_but_silent_is_given_time(waiting, passing):
    waiting()
    with Presence("stopped"):
        generation = _claimed_by("stopped")
        silent()
        for seconds, state in ((0, "sending"), (60, "sending"), (61, "unknown")):
            passing(seconds)
            sweep()
            generation.refresh_from_db()
            assert generation.state == state


def test_a_clock_that_is_set_back_keeps_no_run_waiting_for_ever(waiting, passing):
    waiting()
    generation = _claimed_by("on another machine")
    ahead = timezone.now() + timedelta(hours=1)
    Generation.objects.update(heartbeat_at=ahead)
    for seconds, state in ((0, "sending"), (20, "sending"), (11, "unknown")):
        passing(seconds)
        sweep()
        generation.refresh_from_db()
        assert generation.state == state


def test_a_run_that_its_own_worker_has_dropped_is_ended(waiting, passing):
    waiting()
    with Presence("mine"):
        generation = _claimed_by("mine")
        sweep(worker="mine")
        passing(11)
        with beating(generation.pk):
            sweep(worker="mine")
        generation.refresh_from_db()
        assert generation.state == "sending"
        sweep(worker="mine")
        passing(11)
        sweep(worker="mine")
        generation.refresh_from_db()
        assert generation.state == "unknown"
