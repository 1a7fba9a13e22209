"""``manage.py reindex``: write what the search looks through anew."""

from collections.abc import Sequence
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from playground.checks import OURS
from playground.library.models import Image
from playground.library.pictures import UnusableFile, size_seen
from playground.library.search.documents import documents_write

BATCH = 400


class Command(BaseCommand):
    """Goes through in batches while all is running; can be cut off and begun again."""

    help = "Make every picture findable by the search again, imported ones as they are seen."
    requires_system_checks = [OURS]

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
        done, turned, last = 0, 0, 0
        while True:
            found = images.filter(pk__gt=last).order_by("pk")
            keys = list(found.values_list("pk", flat=True)[:BATCH])
            if not keys:
                break
            turned += 0 if missing else _turn(keys)
            with transaction.atomic():
                documents_write(Image.objects.filter(pk__in=keys))
            done, last = done + len(keys), keys[-1]
        self.stdout.write(f"{done} pictures can be found.")
        if turned:
            self.stdout.write(f"{turned} imported pictures have the size they show.")


def _turn(keys: Sequence[int]) -> int:
    """Measure what was imported anew: photos once kept the size they lie in the file."""
    imported = Image.objects.filter(pk__in=keys, generation__provider="imported")
    turned = []
    for image in imported.exclude(output_format="svg"):
        try:
            with default_storage.open(image.file, "rb") as file:
                width, height = size_seen(file)
        except (OSError, UnusableFile):
            # What is gone or damaged is told where it is shown.
            continue
        if (width, height) == (image.width_px, image.height_px):
            continue
        image.width_px, image.height_px = width, height
        image.size = f"{width}x{height}"
        turned.append(image)
    Image.objects.bulk_update(turned, ["width_px", "height_px", "size"])
    return len(turned)
