"""``manage.py reindex``: write what the search looks through anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from playground.library.models import Image
from playground.library.search.documents import documents_write

BATCH = 400


class Command(BaseCommand):
    help = "Make every picture findable by the search again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--missing",
            action="store_true",
            help="only those that cannot be found at all",
        )

    def handle(self, *, missing: bool, **options: Any) -> None:
        # What was deleted for good is not to be found.
        images = Image.objects.filter(purged_at=None)
        images = images.filter(document=None) if missing else images
        done, last = 0, 0
        while True:
            found = images.filter(pk__gt=last).order_by("pk")
            keys = list(found.values_list("pk", flat=True)[:BATCH])
            if not keys:
                break
            with transaction.atomic():
                documents_write(Image.objects.filter(pk__in=keys))
            done, last = done + len(keys), keys[-1]
        self.stdout.write(f"{done} pictures can be found.")
