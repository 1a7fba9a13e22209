"""The simulator as a server of its own, for any client."""

import datetime
from collections.abc import Callable
from pathlib import Path

from waitress import create_server
from waitress.server import BaseWSGIServer

from playground.simulator.app import create_app
from playground.simulator.pace import Latency

# Most of a call is waiting, so many calls share the machine.
_THREADS = 128


def make_server(
    host: str = "127.0.0.1",
    port: int = 0,
    latency: Latency = "realistic",
    *,
    day: Callable[[], datetime.date] = datetime.date.today,
    hang_s: float | None = None,
    conversations: Path | None = None,
) -> BaseWSGIServer:
    """Return a server that listens, on a free port for port 0; ``run`` serves."""
    return create_server(
        create_app(
            latency=latency, day=day, hang_s=hang_s, conversations=conversations
        ),
        host=host,
        port=port,
        threads=_THREADS,
        connection_limit=1000,
        # A scenario that breaks the connection is no error of the server.
        log_socket_errors=False,
        max_request_body_size=2**30,
    )


def serve(
    host: str = "127.0.0.1", port: int = 8001, latency: Latency = "realistic"
) -> None:
    """Serve until interrupted."""
    server = make_server(host, port, latency)
    try:
        server.run()
    finally:
        server.close()
