"""Telling the workers that there is something to do."""

import os
from contextlib import suppress

from django.conf import settings
from django.db import transaction

from playground.library.models import Generation
from playground.runs.engines.presence import folder


def call_worker(generation: Generation) -> None:
    """Let a worker know of a run; to be called in the transaction that queues it."""
    if settings.PLAYGROUND_ENGINE == "procrastinate":
        # Here: a start without it is an eighth shorter.
        from playground.runs.engines.jobs import job_defer

        job_defer(generation)
    elif generation.retry_at is None:
        transaction.on_commit(ring)


def hasten(codes: list[str]) -> None:
    """Let workers look at these runs now, in the transaction that says they may run."""
    if settings.PLAYGROUND_ENGINE == "procrastinate":
        from playground.runs.engines.jobs import jobs_hasten

        jobs_hasten(codes)
    elif codes:
        transaction.on_commit(ring)


def ring() -> None:
    """Wake the workers of this machine; those of others look by themselves."""
    for bell in folder().glob("*.bell"):
        # A bell that nobody listens to was left by a worker that died.
        with suppress(OSError):
            handle = os.open(bell, os.O_WRONLY | os.O_NONBLOCK)
            try:
                os.write(handle, b"!")
            finally:
                os.close(handle)
