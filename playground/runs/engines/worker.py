"""What every worker is, whatever wakes it: threads for runs, and regular chores."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

from django.db import connections

from playground.core.database import connection_let_go, connections_handed_on
from playground.library.models import Generation
from playground.runs.engines.presence import Presence
from playground.runs.engines.threads import ShortWork, give_way
from playground.runs.running import generation_perform

logger = logging.getLogger(__name__)

# Seconds before a database that has gone away is asked again.
AWAY_S = 1.0


@dataclass(frozen=True)
class Chore:
    """Something that has to be done regularly, in a thread of its own.

    One that fails is logged, and done again the next time.
    """

    action: Callable[[], object]
    every_s: float
    gives_way: bool = False


class BaseWorker:
    """Runs up to ``concurrency`` runs at once, which an engine's ``work`` claims."""

    def __init__(
        self, *, concurrency: int, name: str, chores: tuple[Chore, ...] = ()
    ) -> None:
        self.concurrency = concurrency
        self.name = name
        self.chores = chores
        self.presence = Presence(name)
        self._short = ShortWork()
        self._running: set[Future[None]] = set()
        self._stopping = threading.Event()

    @property
    def in_hand(self) -> int:
        """How many runs are being worked on now."""
        return len(self._running)

    @property
    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    def stop(self) -> None:
        """Take nothing new; ``run`` returns when what is in hand is done."""
        self._stopping.set()
        self.presence.ring()

    def run(self) -> None:
        """Work until ``stop`` is called from another thread or a signal."""
        with ExitStack() as stack:
            stack.enter_context(self.presence)
            stack.enter_context(connections_handed_on())
            for chore in self.chores:
                thread = threading.Thread(target=self._keep_doing, args=(chore,))
                thread.start()
                stack.callback(thread.join)
            stack.enter_context(self._short)
            self.work(stack.enter_context(ThreadPoolExecutor(self.concurrency, "run")))
        connections.close_all()

    def work(self, pool: ThreadPoolExecutor) -> None:
        """Claim what is due and ``start`` it, until it is time to stop."""
        raise NotImplementedError

    def start(
        self, pool: ThreadPoolExecutor, action: Callable[[], None]
    ) -> Future[None]:
        """Do it in a thread of the pool, and count it as in hand."""
        future = pool.submit(self._in_thread, action)
        self._running.add(future)
        future.add_done_callback(self._finished)
        return future

    def perform(self, generation: Generation) -> None:
        """Run what has been claimed."""
        generation_perform(generation, later=self._short)

    def _in_thread(self, action: Callable[[], None]) -> None:
        try:
            action()
        finally:
            connection_let_go()

    def _finished(self, future: Future[None]) -> None:
        self._running.discard(future)
        self.presence.ring()
        if not future.cancelled() and (error := future.exception()):
            # The sweep finds the run, and its answer if there is one.
            self.presence.leaves_runs = True
            logger.error("A run could not be finished.", exc_info=error)

    def _keep_doing(self, chore: Chore) -> None:
        if chore.gives_way:
            give_way()
        while True:
            try:
                chore.action()
            except Exception:
                logger.exception("A regular job of the worker failed.")
            finally:
                connection_let_go(for_long=True)
            if self._stopping.wait(chore.every_s):
                return
