"""Keeping one picture as a worker does, in one call."""

from typing import Any

from django.db import transaction

from playground.library.keeping import image_create, original_delete, store_original
from playground.library.models import Image
from playground.library.writing import Writing


def image_keep(*, data: bytes, **values: Any) -> Image:
    """Write file and row; a row that cannot be written takes its file away."""
    with Writing() as writing:
        stored = store_original(data, writing)
        try:
            with transaction.atomic():
                return image_create(stored=stored, **values)
        except BaseException:
            original_delete(stored.name)
            raise
