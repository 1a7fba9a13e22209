"""``manage.py simulator``: the simulator over HTTP, for any client of the API."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from playground.checks import OURS
from playground.core.clock import today
from playground.management.arguments import port
from playground.simulator.pace import Latency
from playground.simulator.server import make_server

MAX_LATENCY_S = 3600


def latency(value: str) -> Latency:
    """Read it for argparse: a word, or seconds up to a limit."""
    if value in ("instant", "realistic"):
        return value  # type: ignore[return-value]
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= MAX_LATENCY_S:
        raise ArgumentTypeError(
            f"must be instant, realistic or 0 to {MAX_LATENCY_S} seconds, not {value!r}"
        )
    return seconds


class Command(BaseCommand):
    """For other programs; ends with an error where the port is taken."""

    help = "Serve the simulator over HTTP on this machine, for any client of the API."
    requires_system_checks = [OURS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port",
            type=port,
            default=8001,
            help="the port to listen on (default: %(default)s)",
        )
        parser.add_argument(
            "--latency",
            type=latency,
            default="realistic",
            help="instant, realistic, or how many seconds a call takes "
            "(default: %(default)s)",
        )

    def handle(self, *, port: int, latency: Latency, **options: Any) -> None:
        try:
            server = make_server(port=port, latency=latency, day=today)
        except OSError as error:
            raise CommandError(f"Cannot listen on port {port}: {error}") from None
        url = f"http://127.0.0.1:{port}/v1"
        self.stdout.write(
            f"The simulator answers at {url} for any key. Point a client at it:\n"
            f"  OPENAI_BASE_URL={url} OPENAI_API_KEY=sim-ok"
        )
        self.stdout.flush()
        try:
            server.run()
        finally:
            server.close()
