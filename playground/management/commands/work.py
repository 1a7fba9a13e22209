"""``manage.py work``: a worker process, alone or one of many."""

import gc
import os
import secrets
import signal
import socket
import threading
from functools import partial
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from playground.checks import OURS
from playground.experiments.chores import experiment_chores
from playground.management.arguments import whole_number
from playground.providers.client import get_ready
from playground.runs import beat
from playground.runs.engines.chosen import new_worker
from playground.site.retention import retention_chores
from playground.temporary import temporary_folder_ready

how_many = partial(whole_number, low=1, high=64)


class Command(BaseCommand):
    """Told to stop, it finishes what is in hand; told twice, it gives that up."""

    help = "Run generations from the queue, several at once, until stopped."
    requires_system_checks = [OURS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--concurrency",
            type=how_many,
            default=settings.PLAYGROUND_CONCURRENCY,
            metavar="N",
            help="how many generations run at once (default: %(default)s)",
        )
        parser.add_argument(
            "--until-input-ends",
            action="store_true",
            help="stop when standard input is closed: when the parent process ends",
        )

    def handle(
        self, *, concurrency: int, until_input_ends: bool, **options: Any
    ) -> None:
        temporary_folder_ready()
        name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(3)}"
        self.worker = new_worker(
            name=name,
            concurrency=concurrency,
            also=experiment_chores() + retention_chores(),
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        if until_input_ends:
            threading.Thread(target=self._wait_for_end, daemon=True).start()
        get_ready()
        # What is loaded now stays; looking through it for garbage, again and again,
        # would stop all threads for a tenth of a second each time.
        gc.freeze()
        self.stdout.write(f"Worker {name} is ready, {concurrency} generations at once.")
        self.stdout.flush()
        self.worker.run()
        try:
            beat.depart(name)
        except DatabaseError as error:
            # Silence tells the same, a little later.
            self.stderr.write(f"The database does not know that it stops: {error}")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.worker.is_stopping:
            # Asked twice: what is in hand is given up, and the next worker finds
            # it and says that its outcome is unknown.
            os._exit(1)
        if self.worker.in_hand:
            self.stdout.write(
                f"Finishing {self.worker.in_hand} in hand, so that nothing paid for "
                "is lost. Ask again to stop at once."
            )
            self.stdout.flush()
        self.worker.stop()

    def _wait_for_end(self) -> None:
        # Not through sys.stdin: its lock, held here, would stop the interpreter from
        # ending in good order.
        while os.read(0, 1024):
            pass
        self.worker.stop()
