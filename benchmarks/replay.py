"""The simulator's answer, painted once and given again after a fixed time.

Run as ``python -m benchmarks.replay PORT SECONDS [THREADS]``. Painting takes processor time
that belongs to neither side of a comparison; the wire format stays the simulator's.
"""

import hashlib
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import waitress

from playground.simulator.app import create_app

THREADS = 64
# How many bytes leave at once.
PIECE = 64 * 1024


class Replay:
    """Answers each different request body from memory after its first time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._app = create_app(latency="instant")
        self._kept: dict[str, tuple[str, list[tuple[str, str]], bytes]] = {}
        self._lock = threading.Lock()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        started = time.monotonic()
        status, headers, body = self._answer(environ)
        time.sleep(max(0.0, self.seconds - (time.monotonic() - started)))
        start_response(status, headers)
        return [body[at : at + PIECE] for at in range(0, len(body), PIECE)]

    def _answer(
        self, environ: dict[str, Any]
    ) -> tuple[str, list[tuple[str, str]], bytes]:
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        key = hashlib.sha256(environ["PATH_INFO"].encode() + sent).hexdigest()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = self._paint(environ, sent)
            return self._kept[key]

    def _paint(
        self, environ: dict[str, Any], sent: bytes
    ) -> tuple[str, list[tuple[str, str]], bytes]:
        import io

        told: list[Any] = []
        environ = {**environ, "wsgi.input": io.BytesIO(sent)}
        body = b"".join(self._app(environ, lambda *args: told.extend(args)))
        return told[0], told[1], body


def main() -> None:
    threads = int(sys.argv[3]) if len(sys.argv) > 3 else THREADS
    waitress.serve(
        Replay(float(sys.argv[2])),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        threads=threads,
        # Clients keep their connections; its own limit of 100 would make the others wait.
        connection_limit=4 * threads,
        ident=None,
    )


if __name__ == "__main__":
    main()
