"""``manage.py upgrade``: bring an installation to this version, or say why not."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from playground.temporary import temporary_folder_ready


class Command(BaseCommand):
    """Safe to run at every start; ends at the first error of the checks."""

    help = "Check the settings, bring the database up to date, collect static files."
    # Everything else would be checked before the tables are there.
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        settings.PLAYGROUND_DATA_DIR.mkdir(parents=True, exist_ok=True)
        temporary_folder_ready()
        call_command("check", databases=["default"], fail_level="ERROR")
        call_command("migrate", verbosity=options["verbosity"], interactive=False)
        if settings.PLAYGROUND_STATIC_ROOT is None:
            call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write("This installation is up to date.")
