"""``manage.py serve``: the web server, and a worker beside it."""

import errno
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from playground import checks, env
from playground.core.cookies import cookie_name
from playground.management.arguments import port
from playground.management.servers import SERVERS, Server
from playground.management.supervisor import Supervisor
from playground.people.invitations import first_invitation, public_address
from playground.providers.client import current_provider
from playground.temporary import temporary_folder_ready


class Command(BaseCommand):
    """Refuses to start before ``migrate`` and ``collectstatic``."""

    help = "Serve the pages, with a worker beside them, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host",
            default=settings.PLAYGROUND_HOST,
            help="the address to listen on (default: %(default)s)",
        )
        parser.add_argument(
            "--port",
            type=port,
            default=settings.PLAYGROUND_PORT,
            help="the port to listen on (default: %(default)s)",
        )
        parser.add_argument(
            "--server",
            choices=SERVERS,
            default=settings.PLAYGROUND_SERVER,
            help="waitress for one person, granian for a team (default: %(default)s)",
        )
        parser.add_argument(
            "--no-worker",
            action="store_true",
            help="serve pages only; workers run elsewhere (manage.py work)",
        )

    def handle(
        self, *, host: str, port: int, server: str, no_worker: bool, **options: Any
    ) -> None:
        for problem in checks.exposure(host):
            raise CommandError(f"{problem.msg}\n{problem.hint}")
        self._refuse_unprepared()
        temporary_folder_ready()
        # Addresses that are handed out and names of cookies go by what is served.
        settings.PLAYGROUND_HOST, settings.PLAYGROUND_PORT = host, port
        named = (port, settings.SECRET_KEY, settings.COOKIE_PREFIX)
        settings.SESSION_COOKIE_NAME = cookie_name("session", *named)
        settings.CSRF_COOKIE_NAME = cookie_name("csrf", *named)
        with env.running():
            self._run(host, port, server, no_worker=no_worker)

    def _run(self, host: str, port: int, server: str, *, no_worker: bool) -> None:
        serving = self._listen(server, host, port)
        worker = None if no_worker else self._worker()
        # Both: started in the background by a shell, Ctrl+C's signal is ignored.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _interrupt)
        try:
            if worker:
                worker.start()
            self._greet(host, port)
            serving.run()  # Returns on KeyboardInterrupt.
        finally:
            serving.close()
            if worker:
                self._end(worker)

    def _refuse_unprepared(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not up to date. Run: manage.py migrate")
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
            raise CommandError(
                "The static files are not prepared. Run: manage.py collectstatic"
            )

    def _listen(self, server: str, host: str, port: int) -> Server:
        try:
            return SERVERS[server](host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(f"Cannot listen on {host}:{port}: {error}") from None
            raise CommandError(
                f"Port {port} is taken, perhaps by an Image Playground that is still "
                f"running. Choose another one: PLAYGROUND_PORT={port + 1}"
            ) from None

    def _worker(self) -> Supervisor:
        command = [sys.executable, "manage.py", "work", "--until-input-ends"]
        return Supervisor(command, cwd=str(settings.BASE_DIR))

    def _greet(self, host: str, port: int) -> None:
        name = f"[{host}]" if ":" in host else host
        provider = current_provider()
        self.stdout.write(f"Image Playground: http://{name}:{port}/")
        if settings.PLAYGROUND_ACCOUNTS:
            home = reverse("studio:index")
            self.stdout.write(f"People reach it at {public_address(home)}")
        if settings.PLAYGROUND_ACCOUNTS and (address := first_invitation()):
            self.stdout.write(f"The first administrator joins here, once: {address}")
        if provider.kind == "simulator":
            self.stdout.write(
                "No API key is set: pictures come from the simulator and cost nothing."
            )
        else:
            self.stdout.write(f"Pictures come from {provider.label} and cost money.")
        self.stdout.write("Press Ctrl+C to stop.")
        self.stdout.flush()

    def _end(self, worker: Supervisor) -> None:
        worker.stop()
        try:
            worker.wait()
        except KeyboardInterrupt:
            worker.kill()
            worker.wait()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
