"""Whether a worker of this machine is there: exactly, at once, and without a clock.

A worker holds a lock on a file of its name for as long as its process lives, whatever
ends it. Who can take that lock knows that the worker is gone. The kernel that gives out
the locks is named in the file: another machine that shares the folder may not ask it,
and has to go by heartbeats.

Beside it lies a pipe by which the web server wakes the worker.
"""

import fcntl
import os
import select
import socket
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from django.conf import settings

from playground.core.folders import make_folder

PIECE = 4096


def folder() -> Path:
    """Where workers show themselves. It need not exist yet."""
    return Path(settings.PLAYGROUND_DATA_DIR) / "workers"


def _kernel() -> str:
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    return socket.gethostname()


class Presence:
    """That a worker of this name is there, from ``with`` to its end."""

    def __init__(self, name: str) -> None:
        self.name = name
        # Whether runs are left that somebody has to find an end for: who sees that the
        # lock is free then knows at once that their worker is gone.
        self.leaves_runs = False
        self._lock = self._bell = -1

    def __enter__(self) -> "Presence":
        make_folder(folder())
        # It gets its name when it is locked: before, it would say "gone".
        draft = folder() / f"{self.name}.new"
        self._lock = os.open(draft, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        os.write(self._lock, _kernel().encode())
        bell = folder() / f"{self.name}.bell"
        with suppress(FileExistsError):
            os.mkfifo(bell, 0o600)
        # For writing too: without a writer a pipe is at its end all the time.
        self._bell = os.open(bell, os.O_RDWR | os.O_NONBLOCK)
        draft.replace(_lock_of(self.name))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self.leaves_runs:
            forget(self.name)
        bell, self._bell = self._bell, -1
        os.close(bell)
        os.close(self._lock)

    def wait(self, seconds: float) -> None:
        """Return when the bell rings, or after so long."""
        if select.select([self._bell], [], [], seconds)[0]:
            with suppress(BlockingIOError):
                os.read(self._bell, PIECE)

    def ring(self) -> None:
        """Let ``wait`` return; may be called from a thread or a signal."""
        with suppress(OSError):
            os.write(self._bell, b"!")


def _lock_of(name: str) -> Path:
    return folder() / f"{name}.lock"


def is_gone(name: str) -> bool | None:
    """Return whether this worker has ended; None where it cannot be known here."""
    if not name:
        return None
    try:
        handle = os.open(_lock_of(name), os.O_RDONLY)
    except OSError:
        return None
    try:
        if os.read(handle, PIECE).decode() != _kernel():
            return None
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    finally:
        os.close(handle)
    return True


def gone() -> list[str]:
    """Name the workers of this machine that have ended without a word."""
    names = [path.stem for path in folder().glob("*.lock")]
    return [name for name in names if is_gone(name)]


def forget(name: str) -> None:
    """Take away what a worker has left, when nothing of it is to be done any more."""
    for ending in ("lock", "bell", "new"):
        (folder() / f"{name}.{ending}").unlink(missing_ok=True)
