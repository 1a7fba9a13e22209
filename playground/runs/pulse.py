"""Judging whether the worker of a run is dead, whatever the clocks say.

A worker of this machine is known to be gone, or to be there, by its lock. Of all others
there are the heartbeats: by the database's clock, and by how long they have not changed
while this process was watching, since a clock may be set back.
"""

import threading
import time
from collections.abc import Collection, Iterable
from datetime import datetime

from playground.library.models import Generation
from playground.runs.engines import presence
from playground.runs.heartbeat import DEAD_AFTER_S

# A process that is there and says nothing: it may have been stopped by hand, and goes
# on later. Its answer, should it come after all, is kept even then.
STOPPED_AFTER_S = 120.0
# A run that its own process has let go of without bringing it to an end.
DROPPED_AFTER_S = 10.0


class Watch:
    """Remembers since when each heartbeat is what it is."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[datetime | None, float]] = {}
        self._lock = threading.Lock()

    def dead(
        self, sending: Iterable[Generation], *, own: str, gone: Collection[str]
    ) -> list[Generation]:
        """Return those whose worker is dead; each is annotated with ``db_now``.

        ``own`` is the name of this process, which has let go of all of them.
        """
        with self._lock:
            seen, self._seen = self._seen, {}
            found = []
            for run in sending:
                beat, since = seen.get(run.pk, (None, 0.0))
                if run.pk not in seen or beat != run.heartbeat_at:
                    since = time.monotonic()
                self._seen[run.pk] = run.heartbeat_at, since
                unchanged_s = time.monotonic() - since
                if run.worker in gone or _is_silent(run, unchanged_s, own=own):
                    found.append(run)
            return found


def _is_silent(run: Generation, unchanged_s: float, *, own: str) -> bool:
    if own and run.worker == own:
        return _age_s(run) > DEAD_AFTER_S or unchanged_s > DROPPED_AFTER_S
    if presence.is_gone(run.worker) is False:
        return unchanged_s > STOPPED_AFTER_S
    return _age_s(run) > DEAD_AFTER_S or unchanged_s > DEAD_AFTER_S


def _age_s(run: Generation) -> float:
    if run.heartbeat_at is None:
        return 0.0
    now: datetime = run.db_now  # type: ignore[attr-defined]
    return (now - run.heartbeat_at).total_seconds()
