"""Connections that do not wait for a server that says nothing.

One that is stopped, or cut off, neither answers nor refuses, and its system may go on
confirming what it is sent: no limit of a connection ends such a wait. A limit for
statements would also end work that takes its time. So whoever has waited for a while
knocks: a server that lets somebody in, or says that it does not, is alive, and the wait
goes on. Else it ends with an ``OperationalError``, as if the server had gone away.
"""

import threading
import time
from collections.abc import Generator
from typing import Any, Self

import psycopg
from psycopg.errors import ConnectionTimeout, OperationalError

# How long an answer is waited for before the server is asked for a sign, and how long
# for that.
KNOCK_AFTER_S = 3.0
KNOCK_S = 3
# For how long all threads believe what one has found.
BELIEVED_S = 2.0


class Door:
    """What the threads of a process know of whether the server answers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers = True
        self._asked_at = 0.0

    @property
    def is_known_silent(self) -> bool:
        """True for as long as the last thread's finding is believed."""
        return not self._answers and time.monotonic() - self._asked_at < BELIEVED_S

    def found_silent(self) -> None:
        """Tell all other threads, for as long as they believe it."""
        self._answers, self._asked_at = False, time.monotonic()

    def answers(self, conninfo: str, params: dict[str, Any]) -> bool:
        """Knock, unless another thread has just done it."""
        with self._lock:
            if time.monotonic() - self._asked_at >= BELIEVED_S:
                self._answers = _answers(conninfo, params)
                self._asked_at = time.monotonic()
            return self._answers


def _answers(conninfo: str, params: dict[str, Any]) -> bool:
    try:
        with _Knock.connect(
            conninfo, **{**params, "connect_timeout": KNOCK_S}
        ) as knock:
            # What pools connections may let in without asking the server.
            knock.execute("SELECT 1")
    except (ConnectionTimeout, _Silence):
        return False
    except OperationalError:
        return True
    return True


class _Silence(OperationalError):
    """The server said nothing."""


class _Watched(psycopg.Connection[Any]):
    """A connection each of whose waits is looked at after some time, and again."""

    look_after_s: float

    def may_go_on(self) -> bool:
        raise NotImplementedError

    def wait(self, gen: Generator[Any, Any, Any], *args: Any, **options: Any) -> Any:
        return super().wait(self._watch(gen), *args, **options)

    def _watch(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """Hand on what a step of a query waits for; an interval without news is 0."""
        try:
            wanted = next(gen)
            since = time.monotonic()
            while True:
                ready = yield wanted
                if ready:
                    since = time.monotonic()
                elif time.monotonic() - since > self.look_after_s:
                    if not self.may_go_on():
                        # Nobody knows any more what an answer would be to.
                        self.pgconn.finish()
                        raise _Silence("the server does not answer")
                    since = time.monotonic()
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value


class _Knock(_Watched):
    """Waits for an answer for some time, and no longer."""

    look_after_s = KNOCK_S

    def may_go_on(self) -> bool:
        return False


class PatientConnection(_Watched):
    """Waits for as long as the server gives a sign of life."""

    look_after_s = KNOCK_AFTER_S
    door = Door()

    def may_go_on(self) -> bool:
        """Ask whether the server answers; all threads share the finding."""
        return self.door.answers(*self._address)

    def leads_to(self, params: dict[str, Any]) -> bool:
        """Tell whether it was made by just these parameters."""
        return self._address == ("", params)

    @classmethod
    def connect(cls, conninfo: str = "", **params: Any) -> Self:
        """Connect; at once refused while the server is known to say nothing."""
        if cls.door.is_known_silent:
            raise _Silence("the server does not answer")
        try:
            made = super().connect(conninfo, **params)
        except ConnectionTimeout:
            cls.door.found_silent()
            raise
        made._address = (conninfo, params)
        return made

    _address: tuple[str, dict[str, Any]]
