"""Is there room on disk for what a run brings? Asked before it is paid for."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.storage.filesystem import FileSystemStorage

from playground.catalog import parse_size
from playground.core.units import bytes_text
from playground.imaging.request import ImageRequest
from playground.providers.errors import SetupError

# For the database, its log, previews, and whoever else writes here.
RESERVE_BYTES = 16 * 2**20
# What "auto" may become.
_AUTO_PIXELS = 2_400_000
# Bytes of a file for each pixel: the most that is usual.
_BYTES_A_PIXEL = {"jpeg": 0.8, "webp": 0.8, "svg": 0.2}
_BYTES_A_PIXEL_OTHERWISE = 3.0
# The file itself, its thumbnails, and the answer as base64 until the file is kept; on
# the Responses route a stream holds each picture twice.
_COPIES = {"responses": 4.0}
_COPIES_OTHERWISE = 2.7


def room_needed(request: ImageRequest, route: str) -> int:
    """Return how many bytes a run may need at once, rather too many than too few."""
    size = parse_size(request.size)
    pixels = size[0] * size[1] if size else _AUTO_PIXELS
    weight = _BYTES_A_PIXEL.get(request.output_format, _BYTES_A_PIXEL_OTHERWISE)
    copies = _COPIES.get(route, _COPIES_OTHERWISE)
    return int(pixels * weight * copies * request.n) + RESERVE_BYTES


def check_room(request: ImageRequest, route: str) -> None:
    """Raise where the disk is too full for this run; nothing has been sent then."""
    needed = room_needed(request, route)
    for folder in _folders():
        free = shutil.disk_usage(folder).free
        if free < needed:
            raise SetupError(
                f"The disk is too full: this run may need {bytes_text(needed)} for a "
                f"moment, and {bytes_text(free)} are free in {folder}.",
                remedy="Nothing was sent and nothing charged. Make room, then run it "
                "again.",
                code="disk_full",
            )


def _folders() -> Iterable[Path]:
    """Yield the folders that are written to, as far as they are there."""
    places = [Path(settings.PLAYGROUND_DATA_DIR)]
    if isinstance(default_storage, FileSystemStorage):
        places.append(Path(default_storage.base_location))
    for place in places:
        while not place.exists() and place != place.parent:
            place = place.parent
        yield place
