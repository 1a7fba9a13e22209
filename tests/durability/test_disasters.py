"""Real workers while the disk, the database or the connection fails."""

import json
import os
import resource
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import psycopg
import pytest

from playground.core.postgresql import patience
from playground.core.postgresql.patience import PatientConnection
from tests.durability.outages import away, pages, reachable, standing_still
from tests.durability.stand import Stand, verdict
from tests.durability.steps import FAILS


def _ended(stand: Stand, prompts: list[str], pid: int) -> set[str]:
    """Wait for the end of all; stop the worker; return the states."""
    report = stand.settle()
    stand.signal(pid, signal.SIGTERM)
    stand.wait(lambda: not stand.is_there(pid), "stopped")
    found = verdict(stand, report)
    assert found["bought twice"] == found["shown twice"] == found["counted twice"] == 0
    return {report["runs"][prompt]["state"] for prompt in prompts}


def _call(stand: Stand, prompts: list[str]) -> None:
    """Submit, and wait until the worker has sent all of them."""
    stand.do("submit", prompts=prompts)
    stand.wait(lambda: all(stand.times(p, "called") for p in prompts), "called")


def _needs_a_server(stand: Stand) -> None:
    if "DATABASE_URL" not in stand.more:
        pytest.skip("SQLite has no server.")


def test_a_connection_that_breaks_in_the_answer_is_unknown_and_paid_once(stand):
    prompt = "0.0 cut in the middle"
    stand.do("submit", prompts=[prompt])
    assert _ended(stand, [prompt], stand.worker()) == {"unknown"}
    assert stand.times(prompt, "called") == 1


def test_a_storage_that_fails_once_costs_nothing(stand):
    prompt = "0.0 storage fails"
    stand.do("submit", prompts=[prompt])
    pid = stand.worker(step="storing", number=FAILS)
    assert _ended(stand, [prompt], pid) == {"succeeded"}


def test_a_disk_that_is_full_for_a_while_costs_nothing(stand):
    if "DATABASE_URL" not in stand.more:
        pytest.skip("The database would be full as well, and nothing would be sent.")
    prompt = "0.6 large for a full disk"
    pid = stand.worker()
    stand.wait(lambda: stand.do("report")["workers"], "there")
    stand.do("submit", prompts=[prompt])
    stand.wait(lambda: stand.times(prompt, "called"), "called")
    worker = psutil.Process(pid)
    # The log still grows; a picture has no room.
    limit = stand.log.stat().st_size + 100_000
    worker.rlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    stand.wait(lambda: stand.times(prompt, "answered"), "answered")
    stand.wait(lambda: "cannot be kept" in stand.log.read_text(), "failed")
    assert stand.do("report")["runs"][prompt]["state"] == "sending"
    worker.rlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    assert _ended(stand, [prompt], pid) == {"succeeded"}


def test_a_database_that_crashes_under_the_runs_costs_nothing(stand):
    _needs_a_server(stand)
    prompts = [f"1.0 crash {number}" for number in range(4)]
    pid = stand.worker()
    _call(stand, prompts)
    # One connection that dies so takes all of the server with it.
    own = psycopg.connect(stand.more["DATABASE_URL"])
    os.kill(own.info.backend_pid, signal.SIGKILL)
    own.close()
    stand.wait(lambda: all(stand.times(p, "answered") for p in prompts), "answered")
    stand.wait(lambda: reachable(stand), "back")
    stand.do("reconnect")
    assert _ended(stand, prompts, pid) == {"succeeded"}


def test_a_database_that_is_away_for_a_while_costs_nothing(stand):
    _needs_a_server(stand)
    early = [f"0.3 away {number}" for number in range(4)]
    late = [f"0.0 waits {number}" for number in range(6)]
    pid = stand.worker()
    _call(stand, early)
    stand.do("submit", prompts=late)
    with away(stand):
        stand.wait(lambda: all(stand.times(p, "answered") for p in early), "answered")
        said = "A regular job of the worker failed"
        stand.wait(lambda: said in stand.log.read_text(), "noticed")
    stand.do("reconnect")
    assert _ended(stand, [*early, *late], pid) == {"succeeded"}


def test_asked_to_stop_while_the_database_is_away_it_ends_and_leaves_the_spool(stand):
    _needs_a_server(stand)
    prompts = [f"0.5 stops {number}" for number in range(3)]
    pid = stand.worker()
    _call(stand, prompts)
    with away(stand):
        stand.wait(lambda: all(stand.times(p, "answered") for p in prompts), "answered")
        stand.signal(pid, signal.SIGTERM)
        stand.wait(lambda: not stand.is_there(pid), "stopped")
    stand.do("reconnect")
    other = stand.worker()
    # At once, by what the first one has left, and not when its silence is noticed.
    stand.settle(25)
    assert _ended(stand, prompts, other) == {"succeeded"}


def test_pages_say_that_the_database_is_away_and_mend_themselves(stand):
    if stand.more["PLAYGROUND_ENGINE"] != "procrastinate":
        pytest.skip("Pages are the same with every engine.")
    with pages(stand) as ask:
        with away(stand):
            for _ in range(3):
                status, page = ask("/gallery/")
                assert (status, "database does not answer" in page) == (503, True)
            status, told = ask("/readyz")
            assert (status, json.loads(told)["database"]["ok"]) == (503, False)
            assert ask("/healthz")[0] == 200
        assert ask("/gallery/")[0] == 200
        assert json.loads(ask("/readyz")[1])["database"]["ok"]
    stand.do("reconnect")


def test_a_clock_that_jumps_by_hours_costs_nothing(stand):
    prompts = [f"0.2 jumps {number}" for number in range(6)]
    prompts += [f"0.0 busy {number}" for number in range(2)]
    stand.do("submit", prompts=prompts)
    pids = [stand.worker(jumps=True), stand.worker(jumps=True)]
    assert _ended(stand, prompts, pids[0]) == {"succeeded"}
    stand.signal(pids[1], signal.SIGTERM)


def test_a_database_that_stands_still_for_a_while_costs_nothing(stand):
    _needs_a_server(stand)
    prompts = [f"0.3 still {number}" for number in range(4)]
    pid = stand.worker()
    _call(stand, prompts)
    with standing_still(stand):
        stand.wait(lambda: all(stand.times(p, "answered") for p in prompts), "answered")
    stand.do("reconnect")
    assert _ended(stand, prompts, pid) == {"succeeded"}


def test_asked_to_stop_while_the_database_stands_still_it_ends(stand):
    _needs_a_server(stand)
    prompts = [f"0.5 still and stops {number}" for number in range(3)]
    pid = stand.worker()
    _call(stand, prompts)
    with standing_still(stand):
        stand.wait(lambda: all(stand.times(p, "answered") for p in prompts), "answered")
        stand.signal(pid, signal.SIGTERM)
        stand.wait(lambda: not stand.is_there(pid), "stopped")
    stand.do("reconnect")
    other = stand.worker()
    stand.settle(25)
    assert _ended(stand, prompts, other) == {"succeeded"}


def test_pages_say_that_the_database_stands_still(stand):
    if stand.more["PLAYGROUND_ENGINE"] != "procrastinate":
        pytest.skip("Pages are the same with every engine.")
    with pages(stand) as ask:
        # So that threads have a connection, and not only ask for one in vain.
        with ThreadPoolExecutor(8) as many:
            list(many.map(ask, ["/gallery/"] * 16))
        with standing_still(stand):
            begun = time.monotonic()
            assert ask("/gallery/")[0] == 503
            assert ask("/readyz")[0] == 503
            assert ask("/healthz")[0] == 200
            assert time.monotonic() - begun < 60
        stand.wait(lambda: ask("/gallery/")[0] == 200, "back")
    stand.do("reconnect")


def test_what_takes_its_time_is_not_taken_for_silence(stand, monkeypatch):
    if stand.more["PLAYGROUND_ENGINE"] != "procrastinate":
        pytest.skip("Once is enough.")
    knocks = []
    answers = patience.Door.answers
    monkeypatch.setattr(PatientConnection, "look_after_s", 0.2)
    monkeypatch.setattr(
        patience.Door, "answers", lambda *args: knocks.append(answers(*args)) or True
    )
    with PatientConnection.connect(stand.more["DATABASE_URL"]) as own:
        assert own.execute("SELECT 7 FROM pg_sleep(1.5)").fetchall() == [(7,)]
    assert knocks
    assert all(knocks)
