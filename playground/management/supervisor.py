"""Keeps one child process alive."""

import logging
import subprocess
import threading
import time

logger = logging.getLogger(__name__)

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0
# A child that lived this long was well; its end is no reason to wait longer.
WELL_AFTER_S = 60.0


class Supervisor:
    """Start a command, start it again whenever it ends, until stopped.

    The child gets a pipe as its standard input, which closes when this process
    ends in whatever way, and a session of its own, so that Ctrl+C reaches it
    only through us.
    """

    def __init__(self, command: list[str], *, cwd: str) -> None:
        self.command = command
        self.cwd = cwd
        self.child: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name="supervisor")

    def start(self) -> None:
        """Return at once: a thread starts the child, and starts it again."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the child to end in good order, and return at once."""
        with self._lock:
            self._stopping.set()
            if self.child:
                self.child.terminate()

    def kill(self) -> None:
        """End the child now."""
        if self.child:
            self.child.kill()

    def wait(self) -> None:
        """Wait until the child has ended for good."""
        self._thread.join()

    def _keep(self) -> None:
        wait_s = FIRST_WAIT_S
        while True:
            with self._lock:
                if self._stopping.is_set():
                    return
                self.child = subprocess.Popen(  # noqa: S603  (a command of our own)
                    self.command,
                    cwd=self.cwd,
                    stdin=subprocess.PIPE,
                    start_new_session=True,
                )
            started = time.monotonic()
            code = self.child.wait()
            if self.child.stdin:
                self.child.stdin.close()
            if self._stopping.is_set():
                return
            if time.monotonic() - started > WELL_AFTER_S:
                wait_s = FIRST_WAIT_S
            logger.warning("The worker ended (%s); starting it again.", code)
            self._stopping.wait(wait_s)
            wait_s = min(wait_s * 2, LONGEST_WAIT_S)
