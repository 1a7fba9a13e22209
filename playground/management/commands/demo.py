"""Fill the gallery with simulated pictures, or take them away again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from playground.library.models import Generation
from playground.management.demo import demo_count, demo_fill, demo_remove
from playground.people.models import User
from playground.providers.client import current_provider


class Command(BaseCommand):
    """Refuses to draw where an API is configured; ``--remove`` works there, too."""

    help = (
        "Fill the gallery with about 60 pictures from the simulator, so that it can "
        "be seen full. Safe to run twice; --remove takes them away again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="take the pictures away"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.local()
        if options["remove"]:
            self.stdout.write(f"{demo_remove(user)} pictures removed.")
            return
        if current_provider().kind != "simulator":
            raise CommandError(
                "The demo is drawn by the simulator, and an API is configured. Run it "
                "with OPENAI_API_KEY and OPENAI_BASE_URL unset."
            )
        # Nobody watches these being drawn.
        settings.PLAYGROUND_SIMULATOR_LATENCY = "instant"
        self.stdout.write(f"Drawing up to {demo_count()} pictures …")
        made = demo_fill(user, on_picture=self._tell)
        self.stdout.write(
            f"{made} pictures made." if made else "All of them are there already."
        )

    def _tell(self, generation: Generation) -> None:
        self.stdout.write(f"  {generation.prompt[:60]}", ending="\n")
