"""The real worker, in this process."""

import contextlib
import itertools
import threading
from collections.abc import Iterator
from typing import Any

from playground.library.models import Generation
from playground.runs.claiming import claim, claim_one
from playground.runs.engines.calling import ring
from playground.runs.engines.embedded import Worker
from playground.runs.running import generation_perform
from tests import factories

_numbers = itertools.count(1)


def queue(count: int = 1, **values: Any) -> list[Generation]:
    """Put runs into the queue, as a submission does."""
    made = [
        factories.generation(state="queued", sent_at=None, finished_at=None, **values)
        for _ in range(count)
    ]
    ring()
    return made


def drain() -> int:
    """Run all that is due to its end in this thread; return how many ran."""
    worker = Worker(concurrency=1, name="tests")
    done = 0
    while claimed := claim(1, worker=worker.name):
        worker.perform(claimed[0])
        done += 1
    return done


def generation_run(pk: int) -> None:
    """Run one queued run to its end; return quietly when it is not queued."""
    generation = claim_one(pk)
    if generation:
        generation_perform(generation)


@contextlib.contextmanager
def working(concurrency: int = 4) -> Iterator[Worker]:
    """Let a worker with threads work meanwhile. Needs ``transactional_db``."""
    worker = Worker(concurrency=concurrency, name=f"tests-{next(_numbers)}")
    thread = threading.Thread(target=worker.run, name="worker")
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join()
