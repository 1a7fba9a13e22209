"""An answer's bytes on their way into the spool."""

import json
import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from playground.core.folders import make_folder
from playground.core.locks import lock
from playground.providers.run import Head

logger = logging.getLogger(__name__)


def spool_folder() -> Path:
    """Where answers lie until they are kept. It need not exist yet."""
    return Path(settings.PLAYGROUND_DATA_DIR) / "spool"


def spool_path(code: str, kind: str = "answer") -> Path:
    """The file of a run; ``kind`` is the end of its name. It need not exist."""
    return spool_folder() / f"{code}.{kind}"


class Recording:
    """Keeps an answer's bytes while they arrive. Never raises, never leaves half a file.

    What has arrived and is not written dies with the process, so its file is there
    before anything is sent, and the first bytes need one call to the system.
    ``whole`` is True once all that arrived is safe on disk. Where the disk fails, what
    had been written is taken away: it would only be in the way.
    """

    def __init__(self, code: str) -> None:
        self._path = spool_path(code, "raw")
        self._file: BinaryIO | None = None
        self._head = b""
        self.whole = False
        with self._guarded():
            make_folder(self._path.parent)
            # Unbuffered: a killed process leaves nothing behind in its memory.
            self._file = self._path.open("wb", buffering=0)
            lock(self._file)

    def begin(self, head: Head) -> None:
        """Writes nothing yet: see ``write``."""
        self._head = json.dumps(head.to_json()).encode() + b"\n"

    def write(self, chunk: bytes) -> None:
        if self._file is not None:
            with self._guarded():
                self._write(self._head + chunk if self._head else chunk)

    def end(self) -> None:
        """When this returns, ``whole`` tells whether all of it is on the disk."""
        if self._file is None:
            return
        with self._guarded():
            self._write(self._head)
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None
            self.whole = True

    def _write(self, data: bytes) -> None:
        self._head = b""
        view = memoryview(data)
        while view and self._file is not None:
            view = view[self._file.write(view) :]

    def _guarded(self) -> "_Guard":
        return _Guard(self)

    def give_up(self) -> None:
        """Take away what was written."""
        self.whole = False
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


class _Guard:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        if not isinstance(error, OSError):
            return False
        logger.warning("An answer could not be written while it came: %s", error)
        self._recording.give_up()
        return True
