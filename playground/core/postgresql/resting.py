"""Connections that one thread of a worker needs no more, for the next that needs one.

To open one costs both sides more than most of what is asked over it, and there are only
so many for all clients of a server: a thread that waits for minutes holds none. What
rests here is open already, so that there are never more than were needed at once.
"""

import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg.pq import TransactionStatus

from playground.core.postgresql.patience import PatientConnection

# For how long one may lie here.
RESTS_S = 60.0

_lock = threading.Lock()
_resting: list[tuple[float, PatientConnection]] = []
_most = 0


@contextmanager
def connections_rest(most: int) -> Iterator[None]:
    """Let up to so many rest in this process; afterwards all are closed."""
    global _most
    _most = most
    try:
        yield
    finally:
        with _lock:
            _most, left = 0, [made for _, made in _resting]
            _resting.clear()
        for made in left:
            made.close()


def rest(made: PatientConnection) -> bool:
    """Take one that is in good order; False where it has to be closed."""
    if made.closed or made.info.transaction_status != TransactionStatus.IDLE:
        return False
    with _lock:
        if len(_resting) >= _most:
            return False
        _resting.append((time.monotonic(), made))
    return True


def rested(params: dict[str, object]) -> PatientConnection | None:
    """Return the one that came last and leads to the same place, if there is any."""
    while True:
        with _lock:
            if not _resting:
                return None
            # What has rested for long lies at the bottom; a look at one closes another.
            old = time.monotonic() - _resting[0][0] > RESTS_S
            _, made = _resting.pop(0 if old else -1)
        if not old and made.leads_to(params) and not _has_news(made):
            return made
        made.close()


def _has_news(made: PatientConnection) -> bool:
    """Whether the server has said something unasked: mostly that it has closed it."""
    if made.closed:
        return True
    asked = select.poll()
    asked.register(made.fileno(), select.POLLIN)
    return bool(asked.poll(0))
