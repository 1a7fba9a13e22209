"""Runs tasks from the queue, many at once, in the threads of one process.

The queue is that of ``django_tasks_db``; so is what happens to a single task.
Ours are the threads, since one generation mostly waits for the API, and a quick
start: its own worker runs one task at a time and looks once a second.
"""

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError, connection, connections
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult, get_date_max
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

logger = logging.getLogger(__name__)

# Seconds between two looks at an idle queue: often while somebody is at work, which
# the next picture after the last one shows.
INTERVAL_S = 0.1
BUSY_INTERVAL_S = 0.02
BUSY_FOR_S = 60.0
# Seconds between two runs of what has to be done regularly.
CHORES_INTERVAL_S = 3.0
# How many short tasks (thumbnails) run beside the generations.
SHORT_TASKS = 2
# What short tasks leave to the others where processor time is scarce: 0 is nothing,
# 19 all. An answer that has arrived is not safe before it is read and written.
SHORT_NICE = 10

Task = DBTaskResult[Any, Any]
Chore = Callable[[], object]


@dataclass
class Lane:
    """Some queues and how many of their tasks may run at once.

    Each lane has threads of its own, so that a burst of generations never holds
    up the thumbnails of those that are done. Those of a lane with ``nice`` give way
    to all others.
    """

    queues: list[str]
    slots: int
    nice: int = 0
    running: set[Future[None]] = field(default_factory=set)

    def threads(self) -> ThreadPoolExecutor:
        """Return as many threads as tasks may run."""
        return ThreadPoolExecutor(
            self.slots, self.queues[0], initializer=_give_way, initargs=(self.nice,)
        )


class Worker(DatabaseWorker):
    """Claims ready tasks and runs up to ``concurrency`` generations at once.

    ``chores`` are called one after the other, every few seconds, in a thread of
    their own; one that fails is logged and called again the next time.
    """

    def __init__(
        self, *, concurrency: int, worker_id: str, chores: tuple[Chore, ...] = ()
    ) -> None:
        super().__init__(
            queue_names=["*"],
            interval=INTERVAL_S,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        self.lanes = [
            Lane(["images"], concurrency),
            Lane(["default"], SHORT_TASKS, SHORT_NICE),
        ]
        self.chores = chores
        self._stopping = threading.Event()
        # Set when a slot has become free, or when it is time to stop.
        self._wake = threading.Event()

    @property
    def in_hand(self) -> int:
        """How many tasks are running now."""
        return sum(len(lane.running) for lane in self.lanes)

    @property
    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    def stop(self) -> None:
        """Take nothing new; ``run`` returns when what is in hand is done."""
        self._stopping.set()
        self._wake.set()

    def run(self) -> None:
        """Work until ``stop`` is called from another thread or a signal."""
        chores = threading.Thread(target=self._do_chores, name="chores", daemon=True)
        chores.start()
        busy_until = 0.0
        with ExitStack() as stack:
            pools = [stack.enter_context(lane.threads()) for lane in self.lanes]
            while not self._stopping.is_set():
                self._wake.clear()
                if self._start_ready(pools):
                    busy_until = time.monotonic() + BUSY_FOR_S
                elif time.monotonic() < busy_until:
                    self._wake.wait(BUSY_INTERVAL_S)
                else:
                    self._wake.wait(INTERVAL_S)
        chores.join()
        connections.close_all()

    def run_ready(self) -> list[Task]:
        """Run all that is ready, one after the other, here; return what ran."""
        queues = [queue for lane in self.lanes for queue in lane.queues]
        done = []
        while tasks := self.claim(queues, limit=1):
            self.run_task(tasks[0])
            done += tasks
        return done

    def claim(self, queues: list[str], *, limit: int) -> list[Task]:
        """Take up to ``limit`` ready tasks of these queues for ourselves.

        Looks first and locks only when there is something to take: an idle
        worker must not hold up those who write.
        """
        if not self._anything_ready(queues):
            return []
        tasks = DBTaskResult.objects.ready().filter(
            backend_name=self.backend_name, queue_name__in=queues
        )
        with exclusive_transaction(tasks.db):
            claimed = list(tasks.select_for_update(skip_locked=True)[:limit])
            for task in claimed:
                task.claim(self.worker_id)
        return claimed

    def _anything_ready(self, queues: list[str]) -> bool:
        """Look whether ``claim`` would find something.

        The same condition as its query, by hand: the ORM takes a millisecond to
        write it each time, and this is asked up to fifty times a second.
        """
        names = ", ".join(["%s"] * len(queues))
        when = connection.ops.adapt_datetimefield_value
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {DBTaskResult._meta.db_table} "  # noqa: S608
                "WHERE status = %s AND (run_after <= %s OR run_after = %s) "
                f"AND backend_name = %s AND queue_name IN ({names}) LIMIT 1",
                [
                    TaskResultStatus.READY,
                    when(timezone.now()),
                    when(get_date_max()),
                    self.backend_name,
                    *queues,
                ],
            )
            return cursor.fetchone() is not None

    def _start_ready(self, pools: list[ThreadPoolExecutor]) -> bool:
        """Start what is ready in lanes that have room; tell whether that was any."""
        started = False
        try:
            for lane, pool in zip(self.lanes, pools, strict=True):
                if room := lane.slots - len(lane.running):
                    for task in self.claim(lane.queues, limit=room):
                        self._start(pool, lane, task)
                        started = True
        except OperationalError as error:
            # The database is busy or has gone away. Both end; tasks in hand go on.
            if not is_locked_database_exception(error):
                logger.warning("The queue cannot be read: %s", error)
                connections.close_all()
                self._wake.wait(1)
        return started

    def _start(self, pool: ThreadPoolExecutor, lane: Lane, task: Task) -> None:
        future = pool.submit(self._run_here, task)
        lane.running.add(future)
        future.add_done_callback(lambda future: self._finished(lane, future))

    def _run_here(self, task: Task) -> None:
        try:
            self.run_task(task)
        finally:
            connections.close_all()

    def _finished(self, lane: Lane, future: Future[None]) -> None:
        lane.running.discard(future)
        self._wake.set()
        if error := future.exception():
            logger.error("A task's end could not be noted.", exc_info=error)

    def _do_chores(self) -> None:
        while True:
            for chore in self.chores:
                try:
                    chore()
                except Exception:
                    logger.exception("A regular job of the worker failed.")
            connections.close_all()
            if self._stopping.wait(CHORES_INTERVAL_S):
                return


def _give_way(nice: int) -> None:
    """Lower the priority of this thread, where threads have one of their own."""
    if nice and sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), nice)
