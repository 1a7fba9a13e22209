"""The engine for many machines: Procrastinate over PostgreSQL.

It wakes a worker on any machine the moment a run is queued, and knows which of them
have died. Its jobs are tokens (see ``jobs``), so that its own ideas of retrying never
touch what is paid for.
"""

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Any

from django.db import DatabaseError, InterfaceError
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ProcrastinateException
from procrastinate.worker import Worker as JobWorker
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from playground.core.database import connection_let_go
from playground.library.models import Generation
from playground.runs.claiming import claim
from playground.runs.engines.jobs import QUEUE, SILENCE_S, TASK
from playground.runs.engines.worker import AWAY_S, BaseWorker

logger = logging.getLogger(__name__)

# Seconds between two looks for jobs whose wait is over. New ones announce themselves.
INTERVAL_S = 0.5
# Seconds until the jobs of a worker that ends, or has lost the database, are let go.
# What they have begun goes on in its threads, and the worker waits for those.
LET_GO_S = 1.0
# How long it may say goodbye to the database, and wait for a connection to it: one that
# is away must not keep a worker that was asked to stop.
GOODBYE_S = 3.0
PATIENCE_S = 5.0
# How many threads ask for a run at once. Each has a connection meanwhile, and a server
# has only so many: a hundred, if nobody has said otherwise, for all workers and pages.
_claims = BoundedSemaphore(4)


class _Pool(AsyncConnectionPool):
    """Connections for which nobody waits longer than for anything else here."""

    async def open(self, wait: bool = False, timeout: float = PATIENCE_S) -> None:
        try:
            await super().open(wait, timeout)
        except PoolTimeout:
            await self.close(timeout=0)
            raise


class Worker(BaseWorker):
    """Gets tokens from the database, and runs a run for each."""

    def work(self, pool: ThreadPoolExecutor) -> None:
        """Serve the queue; where it cannot be read, wait and begin anew."""
        while not self.is_stopping:
            try:
                asyncio.run(self._serve(pool))
            except (
                DatabaseError,
                InterfaceError,
                PoolTimeout,
                ProcrastinateException,
                OSError,
            ) as error:
                logger.warning("The queue cannot be read: %s", error)
            self._stopping.wait(AWAY_S)

    async def _serve(self, pool: ThreadPoolExecutor) -> None:
        """Work until it is time to stop, or the database has gone away."""
        options: dict[str, Any] = {"timeout": PATIENCE_S}
        own = App(
            connector=PsycopgConnector(
                kwargs=connector_params(), pool_factory=_Pool, **options
            )
        )
        own.task(name=TASK)(self._task(pool))
        async with own.open_async():
            jobs = JobWorker(
                own,
                queues=[QUEUE],
                name=self.name,
                concurrency=self.concurrency,
                fetch_job_polling_interval=INTERVAL_S,
                shutdown_graceful_timeout=LET_GO_S,
                stalled_worker_timeout=SILENCE_S,
                delete_jobs="always",
                install_signal_handlers=False,
            )
            serving = asyncio.create_task(jobs.run())  # type: ignore[no-untyped-call]
            asked_at = 0.0
            while not serving.done():
                # Again and again, since it forgets what it is told before it has begun.
                if self.is_stopping:
                    jobs.stop()  # type: ignore[no-untyped-call]
                    asked_at = asked_at or time.monotonic()
                    if time.monotonic() - asked_at > LET_GO_S + GOODBYE_S:
                        raise TimeoutError("No goodbye: it does not answer.")
                await asyncio.wait([serving], timeout=INTERVAL_S)
            serving.result()

    def _task(self, pool: ThreadPoolExecutor):  # type: ignore[no-untyped-def]
        async def run() -> None:
            await asyncio.wrap_future(self.start(pool, self._next))

        return run

    def _next(self) -> None:
        """Run the run whose turn it is, if there is any."""
        for generation in self._claimed():
            self.perform(generation)

    def _claimed(self) -> list[Generation]:
        if self.is_stopping:
            return []
        with _claims:
            try:
                return claim(1, worker=self.name)
            finally:
                connection_let_go()
