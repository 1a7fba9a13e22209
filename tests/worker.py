"""The real worker, in this process."""

import contextlib
import itertools
import threading
from collections.abc import Iterator
from typing import Any

from playground.library.models import Generation
from playground.runs.engines.calling import ring
from playground.runs.engines.embedded import Worker
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
    return Worker(concurrency=1, name="tests").run_ready()


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
