"""``manage.py restore DIR``: put a backup into an empty installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from playground.backing_up import told_wrong
from playground.database_copies import BackupError
from playground.restoring import CUT_OFF, is_cut_off, restore


class Command(BaseCommand):
    """Refuses a folder that is not empty, unless this restore was cut off there."""

    help = "Verify a backup and put it into an empty data folder and database."
    # The tables are still to come.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a backup")

    def handle(self, **options: Any) -> None:
        try:
            listed = restore(options["folder"].absolute())
        except (BackupError, OSError) as error:
            # As soon as the first file is here, it is no empty folder any more.
            again = f" {CUT_OFF}" if is_cut_off() else ""
            raise CommandError(f"{error}{again}") from None
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write(f"{len(listed['files'])} files restored.")
        if wrong := told_wrong(listed):
            self.stderr.write(f"Not all could come back: {wrong}")
