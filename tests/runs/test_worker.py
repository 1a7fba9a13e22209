"""The worker: many tasks at once, none twice, none lost."""

import os
import sys
import threading
import time

import pytest
from django_tasks_db.models import DBTaskResult

from playground.core.tasks import task
from playground.runs.worker import Worker
from tests.worker import TaskError, drain, working

gate = threading.Event()
seen: list[int] = []
together = threading.Barrier(4, timeout=10)


@task(queue_name="images")
def note(number: int) -> None:
    seen.append(number)


@task(queue_name="images")
def meet(number: int) -> None:
    together.wait()
    seen.append(number)


@task(queue_name="images")
def wait_for_gate() -> None:
    gate.wait(10)


@task
def thumbnail(number: int) -> None:
    seen.append(number)


@task
def broken() -> None:
    raise RuntimeError("on purpose")


@pytest.fixture(autouse=True)
def _fresh():
    seen.clear()
    gate.clear()
    yield
    gate.set()


def _wait_until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


@pytest.mark.django_db
def test_drain_runs_what_is_ready_in_order():
    for number in range(3):
        note.enqueue(number)

    assert drain() == 3
    assert seen == [0, 1, 2]
    assert drain() == 0


@pytest.mark.django_db
def test_drain_raises_what_a_task_raised():
    broken.enqueue()

    with pytest.raises(TaskError, match="on purpose"):
        drain()


@pytest.mark.django_db(transaction=True)
def test_four_tasks_run_at_the_same_time():
    for number in range(4):
        meet.enqueue(number)

    with working(concurrency=4):
        _wait_until(lambda: len(seen) == 4)

    assert sorted(seen) == [0, 1, 2, 3]
    assert DBTaskResult.objects.successful().count() == 4


@pytest.mark.django_db(transaction=True)
def test_generations_do_not_hold_up_thumbnails():
    for _ in range(3):
        wait_for_gate.enqueue()
    thumbnail.enqueue(7)

    with working(concurrency=1):
        _wait_until(lambda: seen == [7])
        gate.set()


@pytest.mark.django_db(transaction=True)
def test_no_more_generations_run_at_once_than_asked_for():
    for _ in range(3):
        wait_for_gate.enqueue()

    with working(concurrency=2) as worker:
        _wait_until(lambda: worker.in_hand == 2)
        time.sleep(0.3)
        assert worker.in_hand == 2
        gate.set()
        _wait_until(lambda: DBTaskResult.objects.successful().count() == 3)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_task():
    for number in range(40):
        note.enqueue(number)

    with working(concurrency=4), working(concurrency=4):
        _wait_until(lambda: DBTaskResult.objects.successful().count() == 40)

    assert sorted(seen) == list(range(40))


@pytest.mark.django_db(transaction=True)
def test_stopping_finishes_what_is_in_hand_and_takes_nothing_new():
    wait_for_gate.enqueue()
    with working(concurrency=1) as worker:
        _wait_until(lambda: worker.in_hand == 1)
        worker.stop()
        note.enqueue(1)
        gate.set()

    assert DBTaskResult.objects.successful().count() == 1
    assert seen == []


@pytest.mark.django_db(transaction=True)
def test_a_failing_chore_is_called_again(monkeypatch, caplog):
    monkeypatch.setattr("playground.runs.worker.CHORES_INTERVAL_S", 0.01)
    calls = []

    def chore():
        calls.append(1)
        raise RuntimeError("on purpose")

    worker = Worker(concurrency=1, worker_id="tests", chores=(chore,))
    thread = threading.Thread(target=worker.run)
    thread.start()
    _wait_until(lambda: len(calls) > 2)
    worker.stop()
    thread.join()

    assert "regular job" in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="threads share one priority")
def test_thumbnails_give_way_to_answers_that_arrive():
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    usual = priority()
    lanes = Worker(concurrency=1, worker_id="w").lanes
    found = {}
    for lane in lanes:
        with lane.threads() as threads:
            found[lane.queues[0]] = threads.submit(priority).result()
    assert found["images"] == usual
    assert found["default"] > usual
    assert priority() == usual
