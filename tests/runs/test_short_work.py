"""Short work that may be late: it gives way, and makes room when there is much."""

import contextlib
import os
import subprocess
import sys
import threading

import pytest

from playground.runs.engines import threads
from playground.runs.engines.threads import ShortWork
from tests.processes import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="threads share one priority")
def test_short_work_gives_way_from_where_the_process_stands():
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    usual = priority()
    found = []
    with ShortWork() as later:
        later(lambda: found.append(priority()))
    assert found == [min(19, usual + threads.NICER_BY)]
    assert priority() == usual


def test_when_much_is_waiting_who_brings_more_does_it():
    gate = threading.Event()
    here = threading.get_ident()
    done: list[int] = []

    def work() -> None:
        if threading.get_ident() != here:
            gate.wait(20)
        done.append(threading.get_ident())

    with ShortWork() as later:
        for _ in range(threads.AT_ONCE + threads.MAY_WAIT + 1):
            later(work)
        assert done == [here]
        gate.set()
    assert len(done) == threads.AT_ONCE + threads.MAY_WAIT + 1


def test_short_work_that_fails_is_told_and_makes_room(caplog):
    def fail() -> None:
        raise ValueError("on purpose")

    with ShortWork() as later:
        for _ in range(2 * (threads.AT_ONCE + threads.MAY_WAIT)):
            with contextlib.suppress(ValueError):
                later(fail)
    assert "may be late has failed" in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="threads share one priority")
def test_a_worker_started_niced_by_a_normal_user_works():
    program = """
import os
from playground.runs.engines.threads import ShortWork
os.nice(15)
if os.getuid() == 0:
    os.setuid(65534)
with ShortWork() as later:
    later(lambda: print(os.getpriority(os.PRIO_PROCESS, 0)))
"""
    # Its settings alone are read: no thread here has a connection to let go.
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["19"], done.stderr
