"""The real worker, in this process."""

import contextlib
import itertools
import threading
from collections.abc import Iterator

from playground.runs.engines.embedded import Worker

_numbers = itertools.count(1)


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
