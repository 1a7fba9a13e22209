"""The engine that needs nothing beside the database: workers look for themselves.

One process runs many runs at once, in threads, since a run mostly waits for the API.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db import DatabaseError, InterfaceError, connections

from playground.runs.claiming import anything_due, claim
from playground.runs.engines.worker import AWAY_S, BaseWorker

logger = logging.getLogger(__name__)

# Seconds between two looks of an idle worker. It is woken when a run is queued on this
# machine; this is for waits that are over, and for what other machines queue.
INTERVAL_S = 0.2


class Worker(BaseWorker):
    """Claims queued runs and runs them."""

    def work(self, pool: ThreadPoolExecutor) -> None:
        """Look, then sleep for as long as the look says or until somebody calls."""
        while not self.is_stopping:
            self.presence.wait(self._look(pool))

    def _look(self, pool: ThreadPoolExecutor) -> float:
        """Start what is due, as far as there is room; return how long to wait."""
        try:
            room = self.concurrency - self.in_hand
            # Looks first and locks only when there is something to take: an idle
            # worker must not hold up those who write.
            if room > 0 and anything_due():
                for generation in claim(room, worker=self.name):
                    self.start(pool, partial(self.perform, generation))
        except (DatabaseError, InterfaceError) as error:
            # The database is busy or has gone away. Both end; runs in hand go on.
            logger.warning("The queue cannot be read: %s", error)
            connections.close_all()
            return AWAY_S
        return INTERVAL_S
