"""The real worker, in this process."""

import contextlib
import threading
from collections.abc import Iterator

from playground.runs.worker import Worker


class TaskError(AssertionError):
    """A task raised; the message is its traceback."""


def drain() -> int:
    """Run all ready tasks to the end in this thread; return how many ran."""
    done = Worker(concurrency=1, worker_id="tests").run_ready()
    for task in done:
        if task.traceback:
            raise TaskError(task.traceback)
    return len(done)


@contextlib.contextmanager
def working(concurrency: int = 4) -> Iterator[Worker]:
    """Let a worker with threads work meanwhile. Needs ``transactional_db``."""
    worker = Worker(concurrency=concurrency, worker_id="tests")
    thread = threading.Thread(target=worker.run, name="worker")
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join()
