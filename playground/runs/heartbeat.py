"""Telling a live worker from a dead one.

A call may take minutes without any sign of progress, so the heartbeat is on a
timer and not on progress. One thread beats for all calls of the process.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection
from django.db.models.functions import Now

from playground.library.models import Generation

logger = logging.getLogger(__name__)

INTERVAL_S = 5.0
# Six beats missed: a database may be busy for a while.
DEAD_AFTER_S = 30.0

_lock = threading.Lock()
_wake = threading.Condition(_lock)
_held: set[int] = set()
_thread: threading.Thread | None = None


@contextmanager
def beating(pk: int) -> Iterator[None]:
    """Keep the generation's heartbeat going while the block runs."""
    global _thread
    with _lock:
        _held.add(pk)
        if _thread is None:
            _thread = threading.Thread(target=_beat, name="heartbeat", daemon=True)
            _thread.start()
    try:
        yield
    finally:
        with _wake:
            _held.discard(pk)
            if not _held:
                _wake.notify_all()


def held() -> frozenset[int]:
    """Return the generations that this process is working on, heartbeat or not.

    After a sleep of the machine, or with the database away, the heartbeats are old
    and the calls are alive all the same.
    """
    with _lock:
        return frozenset(_held)


def _beat() -> None:
    global _thread
    try:
        while True:
            with _wake:
                if _held:
                    _wake.wait(INTERVAL_S)
                if not _held:
                    _thread = None
                    return
                held = list(_held)
            try:
                Generation.objects.filter(
                    pk__in=held, state=Generation.State.SENDING
                ).update(heartbeat_at=Now())
            except Error as error:
                # A busy database ends; a heart that stops is taken for dead.
                logger.warning("A heartbeat could not be written: %s", error)
                connection.close()
    finally:
        connection.close()
