"""The embedded worker: many runs at once, none twice, none lost."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.db import connection

from playground.library.models import Generation, Image
from playground.providers.errors import OutageError
from playground.runs import beat, recovery, sending
from playground.runs.claiming import anything_due, claim
from playground.runs.engines import embedded, presence, worker
from playground.runs.engines.calling import ring
from playground.runs.engines.embedded import Worker
from playground.runs.engines.presence import Presence
from playground.runs.engines.worker import Chore
from playground.runs.thumbnails import ThumbnailSweep
from tests import factories
from tests.worker import drain, queue, working
from tests.writes import told, write_transactions

ROOT = Path(__file__).resolve().parent.parent.parent
gate = threading.Event()


def wait_until(condition: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


@pytest.fixture
def seen(monkeypatch) -> Iterator[list[int]]:
    """Runs only wait for the gate and are noted; calls are tested elsewhere."""
    noted: list[int] = []
    gate.set()

    def perform(generation: Generation, **_: Any) -> None:
        gate.wait(60)
        noted.append(generation.pk)
        Generation.objects.filter(pk=generation.pk).update(state="succeeded")

    monkeypatch.setattr(worker, "generation_perform", perform)
    yield noted
    gate.set()


@pytest.mark.django_db
def test_drain_runs_what_is_due_in_order(seen):
    made = queue(3)
    assert drain() == 3
    assert seen == [run.pk for run in made]
    assert drain() == 0


@pytest.mark.django_db
def test_drain_raises_what_a_run_raised(monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(worker, "generation_perform", broken)
    queue()
    with pytest.raises(RuntimeError, match="on purpose"):
        drain()


@pytest.mark.django_db(transaction=True)
def test_as_many_runs_as_asked_for_are_in_hand_and_no_more(seen):
    gate.clear()
    queue(5)
    with working(concurrency=3) as worker:
        wait_until(lambda: worker.in_hand == 3)
        ring()
        assert Generation.objects.filter(state="sending").count() == 3
        assert Generation.objects.filter(state="queued").count() == 2
        gate.set()
        wait_until(lambda: len(seen) == 5)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_run(seen):
    made = queue(40)
    with working(concurrency=4), working(concurrency=4):
        wait_until(lambda: len(seen) == 40)
    assert sorted(seen) == [run.pk for run in made]


@pytest.mark.django_db(transaction=True)
def test_stopping_finishes_what_is_in_hand_and_takes_nothing_new(seen):
    gate.clear()
    (first,) = queue()
    with working(concurrency=1) as worker:
        wait_until(lambda: worker.in_hand == 1)
        worker.stop()
        (second,) = queue()
        gate.set()
    assert seen == [first.pk]
    second.refresh_from_db()
    assert second.state == "queued"


@pytest.mark.django_db(transaction=True)
def test_a_submission_wakes_an_idle_worker(seen, client, monkeypatch):
    monkeypatch.setattr(embedded, "INTERVAL_S", 3600.0)
    with working(concurrency=1) as worker:
        wait_until(lambda: presence.is_gone(worker.name) is False)
        client.post("/generations/", {"prompt": "a kite", "model": "gpt-image-2"})
        wait_until(lambda: seen)


@pytest.mark.django_db(transaction=True)
def test_a_failing_chore_is_done_again(caplog):
    calls = []

    def chore() -> None:
        calls.append(1)
        raise RuntimeError("on purpose")

    worker = Worker(concurrency=1, name="tests", chores=(Chore(chore, 0.01),))
    thread = threading.Thread(target=worker.run)
    thread.start()
    wait_until(lambda: len(calls) > 2)
    worker.stop()
    thread.join()
    assert "regular job" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_an_answer_keeps_no_connection_to_a_server(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("A file may be open as often as one likes.")
    open_meanwhile: list[bool] = []

    def call(*_: object, **__: object) -> NoReturn:
        open_meanwhile.append(connection.connection is not None)
        raise OutageError("away", remedy="")

    monkeypatch.setattr(sending, "run", call)
    queue()
    drain()
    assert open_meanwhile == [False]


def _steps(action: Callable[[], object]) -> int:
    """Return how many hundreds of its instructions SQLite takes for the action."""
    steps = []
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: steps.append(1), 100)
    try:
        action()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return len(steps)


@pytest.mark.django_db
def test_an_idle_worker_reads_no_more_of_a_large_collection():
    if connection.vendor != "sqlite":
        pytest.skip("The instructions of SQLite are counted.")
    run = factories.generation()
    look = (anything_due, recovery.sweep, ThumbnailSweep(), lambda: claim(8))
    factories.image(generation=run, thumbnails=True)
    few = [_steps(action) for action in look]
    fields = [
        f.attname for f in Generation._meta.fields if f.name not in ("id", "code")
    ]
    values = {name: getattr(run, name) for name in fields}
    Generation.objects.bulk_create(Generation(**values) for _ in range(200))
    factories.images_many(200, has_thumbnails=True)
    Image.objects.update(has_thumbnails=True)
    many = [_steps(action) for action in look]
    assert all(more <= less + 2 for less, more in zip(few, many, strict=True)), many


@pytest.mark.django_db
def test_one_beat_is_one_write(django_assert_num_queries):
    beat.beat("tests", concurrency=3)
    with django_assert_num_queries(1):
        beat.beat("tests", concurrency=4)
    assert [worker.concurrency for worker in beat.present()] == [4]


def test_a_worker_is_there_as_long_as_its_process_and_no_longer(data_dir):
    assert presence.is_gone("w") is None
    with Presence("w") as mine:
        assert presence.is_gone("w") is False
        assert presence.gone() == []
        ring()
        mine.wait(3600)
    assert list((data_dir / "workers").iterdir()) == []


def test_of_a_worker_on_another_machine_nothing_is_known(data_dir):
    (data_dir / "workers").mkdir()
    (data_dir / "workers" / "far.lock").write_text("another kernel")
    assert presence.is_gone("far") is None
    assert presence.gone() == []


@pytest.mark.django_db(transaction=True)
def test_two_pictures_of_a_call_take_four_write_transactions_at_most(client):
    if connection.vendor != "sqlite":
        pytest.skip("What SQLite is told is counted.")
    client.get("/")
    with told(connection) as statements:
        post = {"prompt": "a kite", "model": "gpt-image-2", "n": "2"}
        client.post("/generations/", post)
        drain()
    run = Generation.objects.get()
    assert run.images.filter(has_thumbnails=True).count() == 2
    # The composer's draft is nothing of the run's.
    about = [
        writes
        for writes in write_transactions(statements)
        if not all("studio_draft" in sql for sql in writes)
    ]
    assert len(about) <= 4, about
