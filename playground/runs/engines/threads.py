"""Threads that give way: for work that nobody loses when it is late."""

import logging
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING

from playground.core.database import connection_let_go

if TYPE_CHECKING:
    from playground.runs.thumbnails import Work

logger = logging.getLogger(__name__)

# How much of it is done at once, and how much may wait. Waiting work holds pictures.
AT_ONCE = 2
MAY_WAIT = 16
# What it leaves to the others where processor time is scarce, from where this process
# stands: 19 is the end. An answer that has arrived is not safe before it is written.
NICER_BY = 10


class ShortWork:
    """Takes work and does it later; when much is waiting, the caller does it."""

    def __init__(self) -> None:
        self._room = threading.BoundedSemaphore(AT_ONCE + MAY_WAIT)
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> "ShortWork":
        self._pool = ThreadPoolExecutor(AT_ONCE, "short", initializer=give_way)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool:
            self._pool.shutdown()

    def __call__(self, work: "Work") -> None:
        if self._pool is None or not self._room.acquire(blocking=False):
            work()
            return
        self._pool.submit(self._do, work)

    def _do(self, work: "Work") -> None:
        try:
            work()
        except Exception:
            logger.exception("Some work that may be late has failed.")
        finally:
            self._room.release()
            connection_let_go()


def give_way() -> None:
    """Lower the priority of this thread, where threads have one of their own."""
    if sys.platform != "linux":
        return
    thread = threading.get_native_id()
    now = os.getpriority(os.PRIO_PROCESS, thread)
    # Nobody but root may raise a priority; lowering is always allowed.
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, min(19, now + NICER_BY))
