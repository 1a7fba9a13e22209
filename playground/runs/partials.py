"""Pictures on their way: kept small, shown while the call runs."""

import logging
from contextlib import suppress
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from PIL import Image as Pillow

from playground.imaging.outcome import PartialImage
from playground.library.models import Generation
from playground.library.pictures import MAX_PIXELS, OPENED

logger = logging.getLogger(__name__)

EDGE_PX = 640


def _storage() -> Storage:
    return storages["renditions"]


class PartialKeeper:
    """Callback for ``run``: keeps the newest partial and counts all of them.

    The last one of a call that fails stays: it is all there is to see of it.
    """

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.count = 0

    def __call__(self, partial: PartialImage) -> None:
        try:
            preview = _preview(partial.data)
        except Exception as error:  # noqa: BLE001
            # A preview that cannot be read is no reason to stop a paid call, or the
            # previews after it.
            logger.warning(
                "Generation %s: unreadable partial: %r", self.generation.code, error
            )
            return
        self.count += 1
        name = _storage().save(
            f"partials/{self.generation.code}/{self.count}.webp", ContentFile(preview)
        )
        before = self.generation.partial_file
        Generation.objects.filter(
            pk=self.generation.pk, state=Generation.State.SENDING
        ).update(partial_count=self.count, partial_file=name)
        self.generation.partial_count = self.count
        self.generation.partial_file = name
        if before and before != name:
            _storage().delete(before)


def _preview(data: bytes) -> bytes:
    # Other formats are not only pictures: to read some, Pillow starts other programs.
    with Pillow.open(BytesIO(data), formats=OPENED) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        picture.thumbnail((EDGE_PX, EDGE_PX))
        out = BytesIO()
        mode = "RGBA" if "A" in picture.getbands() else "RGB"
        picture.convert(mode).save(out, "WEBP", quality=70, method=2)
    return out.getvalue()


def partials_clear(generation: Generation) -> None:
    """Forget the partials of a call that will be made again."""
    if generation.partial_count:
        partial_files_delete(generation)
        Generation.objects.filter(pk=generation.pk).update(
            partial_count=0, partial_file=""
        )


def partial_files_delete(generation: Generation) -> None:
    """Delete the files alone, where the row says already that there are none."""
    if not generation.partial_count:
        return
    folder = f"partials/{generation.code}"
    try:
        names = _storage().listdir(folder)[1]
    except FileNotFoundError:
        names = []
    for name in names:
        _storage().delete(f"{folder}/{name}")
    with suppress(OSError):
        _storage().delete(folder)
