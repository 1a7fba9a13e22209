"""The engine that needs nothing beside the database: workers look for themselves.

One process runs many runs at once, in threads, since a run mostly waits for the API.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, connections

from playground.library.models import Generation
from playground.runs.claiming import anything_due, claim
from playground.runs.engines.presence import Presence
from playground.runs.engines.threads import ShortWork, give_way
from playground.runs.running import generation_perform

logger = logging.getLogger(__name__)

# Seconds between two looks of an idle worker. It is woken when a run is queued on this
# machine; this is for waits that are over, and for what other machines queue.
INTERVAL_S = 0.2
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


class Worker:
    """Claims queued runs and runs up to ``concurrency`` of them at once."""

    def __init__(
        self, *, concurrency: int, name: str, chores: tuple[Chore, ...] = ()
    ) -> None:
        self.concurrency = concurrency
        self.name = name
        self.chores = chores
        self._presence = Presence(name)
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
        self._presence.ring()

    def run(self) -> None:
        """Work until ``stop`` is called from another thread or a signal."""
        with ExitStack() as stack:
            stack.enter_context(self._presence)
            for chore in self.chores:
                thread = threading.Thread(target=self._keep_doing, args=(chore,))
                thread.start()
                stack.callback(thread.join)
            stack.enter_context(self._short)
            pool = stack.enter_context(ThreadPoolExecutor(self.concurrency, "run"))
            while not self._stopping.is_set():
                self._presence.wait(self._look(pool))
        connections.close_all()

    def run_ready(self) -> int:
        """Run all that is due, one after the other, here; return how many."""
        done = 0
        while claimed := claim(1, worker=self.name):
            generation_perform(claimed[0])
            done += 1
        return done

    def _look(self, pool: ThreadPoolExecutor) -> float:
        """Start what is due, as far as there is room; return how long to wait."""
        try:
            room = self.concurrency - len(self._running)
            # Looks first and locks only when there is something to take: an idle
            # worker must not hold up those who write.
            if room > 0 and anything_due():
                for generation in claim(room, worker=self.name):
                    self._start(pool, generation)
        except (DatabaseError, InterfaceError) as error:
            # The database is busy or has gone away. Both end; runs in hand go on.
            logger.warning("The queue cannot be read: %s", error)
            connections.close_all()
            return AWAY_S
        return INTERVAL_S

    def _start(self, pool: ThreadPoolExecutor, generation: Generation) -> None:
        future = pool.submit(self._perform, generation)
        self._running.add(future)
        future.add_done_callback(self._finished)

    def _perform(self, generation: Generation) -> None:
        try:
            generation_perform(generation, later=self._short)
        finally:
            connections.close_all()

    def _finished(self, future: Future[None]) -> None:
        self._running.discard(future)
        self._presence.ring()
        if error := future.exception():
            # The sweep finds the run, and its answer if there is one.
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
                connections.close_all()
            if self._stopping.wait(chore.every_s):
                return
