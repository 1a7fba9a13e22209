"""Real workers, killed and stopped at every step, on every database and engine."""

import signal

import pytest

from tests.durability.stand import verdict
from tests.durability.steps import STEPS

# When the worker is killed there: how the run ends, and whether it was paid for.
ENDS = dict.fromkeys(STEPS, "succeeded") | {"claimed": "unknown"}


def test_a_worker_killed_at_any_step_loses_nothing_and_pays_once(stand):
    for step in STEPS:
        stand.do("submit", prompts=[f"0.0 killed when {step}"])
        pid = stand.worker(step=step)
        stand.wait(lambda pid=pid: not stand.is_there(pid), f"dead at {step}")
    pid = stand.worker()
    stand.settle()
    stand.do("hurry")
    stand.wait(lambda: not stand.do("report")["without_thumbnails"], "thumbnails")
    stand.wait(lambda: len(stand.do("report")["workers"]) == 1, "tidy")
    report = stand.do("report")
    stand.signal(pid, signal.SIGTERM)
    ends = {step: report["runs"][f"0.0 killed when {step}"]["state"] for step in STEPS}
    assert ends == ENDS
    assert report["spool"] == []
    found = verdict(stand, report)
    for name in ("bought twice", "shown twice", "counted twice", "stuck"):
        assert found[name] == 0, name
    assert found["files"] == 0


def test_two_workers_share_the_runs_and_none_is_bought_twice(stand):
    prompts = [f"0.05 shared {number}" for number in range(24)]
    pids = [stand.worker(), stand.worker()]
    stand.do("submit", prompts=prompts)
    report = stand.settle()
    for pid in pids:
        stand.signal(pid, signal.SIGTERM)
    for pid in pids:
        stand.wait(lambda pid=pid: not stand.is_there(pid), "stopped")
    assert {report["runs"][prompt]["state"] for prompt in prompts} == {"succeeded"}
    assert {stand.times(prompt, "called") for prompt in prompts} == {1}


def test_a_call_on_its_way_when_the_worker_is_killed_is_unknown_in_seconds(stand):
    prompt = "600 killed while it waits"
    stand.do("submit", prompts=[prompt])
    pid = stand.worker()
    stand.wait(lambda: stand.times(prompt, "called"), "called")
    stand.signal(pid, signal.SIGKILL)
    stand.worker()
    report = stand.settle()
    stand.signal(stand.pids[-1], signal.SIGTERM)
    assert report["runs"][prompt]["state"] == "unknown"
    assert stand.times(prompt, "called") == 1


def test_asked_to_stop_a_worker_finishes_what_is_in_flight(stand):
    prompt = "1 asked to stop"
    stand.do("submit", prompts=[prompt])
    pid = stand.worker()
    stand.wait(lambda: stand.times(prompt, "called"), "called")
    stand.signal(pid, signal.SIGTERM)
    stand.wait(lambda: not stand.is_there(pid), "stopped")
    assert stand.do("report")["runs"][prompt]["state"] == "succeeded"


def test_asked_twice_it_stops_at_once_and_what_has_arrived_is_kept(stand):
    waiting, arrived = "600 asked twice", "0.0 asked twice"
    stand.do("submit", prompts=[arrived, waiting])
    # Stands still with an answer that is safe in the spool and nowhere else.
    pid = stand.worker(step="read", number=0)
    stand.wait(lambda: stand.times(waiting, "called"), "called")
    stand.wait(lambda: stand.do("report")["spool"], "spooled")
    stand.signal(pid, signal.SIGTERM)
    stand.wait(lambda: "Finishing 2 in hand" in stand.log.read_text(), "stopping")
    stand.signal(pid, signal.SIGTERM)
    stand.wait(lambda: not stand.is_there(pid), "stopped")
    stand.worker()
    report = stand.settle()
    stand.signal(stand.pids[-1], signal.SIGTERM)
    assert report["runs"][arrived]["state"] == "succeeded"
    assert report["runs"][waiting]["state"] == "unknown"


def test_a_worker_that_stood_still_goes_on(stand):
    prompt = "held until it stood still"
    stand.do("submit", prompts=[prompt])
    pid = stand.worker()
    stand.wait(lambda: stand.times(prompt, "called"), "called")
    stand.signal(pid, signal.SIGSTOP)
    other = stand.worker()
    stand.let_go()
    stand.wait(lambda: stand.times(prompt, "answered"), "answered")
    assert stand.do("report")["runs"][prompt]["state"] == "sending"
    stand.signal(pid, signal.SIGCONT)
    report = stand.settle()
    for one in (pid, other):
        stand.signal(one, signal.SIGTERM)
    assert report["runs"][prompt]["state"] == "succeeded"
    assert stand.times(prompt, "called") == 1


def test_what_waits_runs_when_the_engine_is_changed(stand):
    if "DATABASE_URL" not in stand.more:
        pytest.skip("There is one engine on SQLite.")
    others = {"embedded": "procrastinate", "procrastinate": "embedded"}
    prompts = [f"0.0 waiting {number}" for number in range(3)]
    stand.do("submit", prompts=prompts)
    other = others[stand.more["PLAYGROUND_ENGINE"]]
    pid = stand.worker(PLAYGROUND_ENGINE=other)
    report = stand.settle()
    stand.signal(pid, signal.SIGTERM)
    assert {report["runs"][prompt]["state"] for prompt in prompts} == {"succeeded"}


def test_no_token_of_a_dead_worker_stays(stand):
    """Last: the workers before this one have been dead for a while."""
    pid = stand.worker()
    stand.wait(lambda: not stand.do("report")["jobs"].get("doing"), "let go of")
    stand.signal(pid, signal.SIGTERM)
    stand.wait(lambda: not stand.is_there(pid), "stopped")
