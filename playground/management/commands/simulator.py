"""``manage.py simulator``: the simulator over HTTP, for any client of the API."""

from typing import Any

import waitress
from django.core.management.base import BaseCommand, CommandError, CommandParser

from playground.core.clock import today
from playground.simulator.app import create_app

# Each request in flight holds a thread while it takes its realistic while.
THREADS = 64


def latency(value: str) -> str | float:
    return value if value in ("instant", "realistic") else float(value)


class Command(BaseCommand):
    help = "Serve the simulator over HTTP on this machine, for any client of the API."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8001)
        parser.add_argument(
            "--latency",
            type=latency,
            default="realistic",
            help="instant, realistic, or seconds a picture takes (default: realistic)",
        )

    def handle(self, *, port: int, latency: str | float, **options: Any) -> None:
        app = create_app(latency=latency, day=today)
        try:
            server = waitress.create_server(
                app, host="127.0.0.1", port=port, threads=THREADS, ident=None
            )
        except OSError as error:
            raise CommandError(f"Cannot listen on port {port}: {error}") from None
        self.stdout.write(
            f"The simulator answers at http://127.0.0.1:{port}/v1 for any key.\n"
            f"Use it with: OPENAI_BASE_URL=http://127.0.0.1:{port}/v1 OPENAI_API_KEY=sim-ok"
        )
        self.stdout.flush()
        server.run()
