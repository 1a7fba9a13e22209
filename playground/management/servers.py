"""The web servers that ``manage.py serve`` runs.

Both answer while hundreds of connections stay open idle or send their headers a byte at
a time; ``docs/operate.md`` tells what was measured.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from typing import Protocol

from django.conf import settings
from waitress.server import create_server

from playground.core.heads import without_bodies_for_head
from playground.management.readers import cut_stalled

# Requests that one process works on at once.
THREADS = 8
# Connections that may be open: a browser keeps up to six. A process may have 1,024 files.
CONNECTIONS = 900
# Seconds after which a connection that says nothing is closed; when nobody else could
# come in, the silent ones go at the next look.
SILENT_S = 30
LOOK_EVERY_S = 10
# What is still being answered when the server is stopped has so many seconds.
END_S = 10


class Server(Protocol):
    """What listens from the moment it is made."""

    def run(self) -> None:
        """Serve until KeyboardInterrupt."""

    def close(self) -> None:
        """Stop listening."""


class Waitress:
    """One process, in this one: for one person."""

    def __init__(self, host: str, port: int) -> None:
        from playground.wsgi import application

        self._server = create_server(
            without_bodies_for_head(application),
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            connection_limit=CONNECTIONS,
            channel_timeout=SILENT_S,
            cleanup_interval=LOOK_EVERY_S,
            # The other way of looking ends at 1,024 files, with a crash.
            asyncore_use_poll=True,
            # A proxy in front tells us by header that it speaks HTTPS.
            clear_untrusted_proxy_headers=not settings.PLAYGROUND_HTTPS,
        )
        cut_stalled(self._server)

    def run(self) -> None:
        self._server.run()

    def close(self) -> None:
        self._server.close()


class Granian:
    """Several processes, started again when one dies: for a team."""

    def __init__(self, host: str, port: int) -> None:
        # It reports a port that is taken only from its own processes.
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
        command = [
            # What the settings are read from, in the processes that it starts.
            "env",
            f"PLAYGROUND_HOST={host}",
            f"PLAYGROUND_PORT={port}",
            "DJANGO_SETTINGS_MODULE=playground.settings",
            sys.executable,
            "-m",
            "granian",
            "--interface=wsgi",
            f"--host={host}",
            f"--port={port}",
            f"--workers={settings.PLAYGROUND_SERVER_PROCESSES}",
            f"--blocking-threads={THREADS}",
            "--respawn-failed-workers",
            "--no-ws",
            "--log-level=warning",
            "playground.wsgi:application",
        ]
        self._process = subprocess.Popen(  # noqa: S603  (a command of our own)
            command, cwd=settings.BASE_DIR, start_new_session=True
        )

    def run(self) -> None:
        with suppress(KeyboardInterrupt):
            self._process.wait()

    def close(self) -> None:
        """Let it answer what it has taken on, and end.

        All of its processes are told, and told again: one that is still loading the
        pages forgets what it hears, and is waited for without end. So is a reader that
        has stopped reading, until the time is over.
        """
        over = time.monotonic() + END_S
        while self._process.poll() is None:
            is_over = time.monotonic() > over
            os.killpg(self._process.pid, signal.SIGKILL if is_over else signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(1)


SERVERS: dict[str, type[Waitress] | type[Granian]] = {
    "waitress": Waitress,
    "granian": Granian,
}
