"""``manage.py backup DIR``: copy what cannot be made again, while all is running."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from playground.backing_up import backup, told_wrong
from playground.checks import OURS
from playground.database_copies import BackupError
from playground.people import audit


class Command(BaseCommand):
    """Exit code 1: no backup was made. 3: it was made, of originals with faults."""

    help = (
        "Copy database, files and key into a new folder, and verify the copy. Ends with "
        "3 where the backup is made and originals were missing or changed before."
    )
    requires_system_checks = [OURS]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a new folder")

    def handle(self, **options: Any) -> None:
        try:
            listed = backup(options["folder"].absolute())
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from None
        audit.note("backup made", what=f"{len(listed['files'])} files")
        self.stdout.write(f"{len(listed['files'])} files copied and verified.")
        if wrong := told_wrong(listed):
            raise CommandError(f"The backup is made, but {wrong}", returncode=3)
