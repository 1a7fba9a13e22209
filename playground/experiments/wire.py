"""Pictures as voters get them: all pixels, and nothing else that could tell them apart."""

import io
import zlib
from collections import OrderedDict
from threading import Lock

from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from playground.library.models import Image
from playground.library.pictures import flattened

# Moving pictures and drawings are not pixels of one frame: they go as they are.
AS_THEY_ARE = {"gif": "image/gif", "svg": "image/svg+xml"}
# A picture comes in many pairs: packing it takes longer than sending it. In bytes.
KEPT = 64_000_000
# Bytes for each pixel that a file is filled up to, or to a multiple of it.
CLASS = 2


class _Packed:
    """The pictures that were packed last, as many as there is room for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self._size = 0

    def get(self, name: str) -> tuple[bytes, str] | None:
        with self._lock:
            if name in self._found:
                self._found.move_to_end(name)
            return self._found.get(name)

    def keep(self, name: str, packed: tuple[bytes, str]) -> None:
        with self._lock:
            if name in self._found or len(packed[0]) > KEPT:
                return
            self._found[name] = packed
            self._size += len(packed[0])
            while self._size > KEPT:
                _, (data, _kind) = self._found.popitem(last=False)
                self._size -= len(data)


_packed = _Packed()


def packed(image: Image) -> tuple[bytes, str]:
    """Return ``neutral(image)``, from memory where it was wanted lately."""
    found = _packed.get(image.file)
    if found is None:
        found = neutral(image)
        _packed.keep(image.file, found)
    return found


def neutral(image: Image) -> tuple[bytes, str]:
    """Return a picture without its name, format, metadata and weight; with its type.

    PNG without loss, whatever it was: every pixel is the original's. It is filled up, so
    that pictures of one size weigh the same unless one is much harder to pack. Raises
    ``FileNotFoundError`` when the file is gone.
    """
    with default_storage.open(image.file, "rb") as file:
        data = file.read()
    if image.output_format in AS_THEY_ARE:
        return data, AS_THEY_ARE[image.output_format]
    with Pillow.open(io.BytesIO(data)) as opened:
        profile = opened.info.get("icc_profile")
        picture = flattened(ImageOps.exif_transpose(opened))
    if profile:
        picture = _in_srgb(picture, profile)
    picture.info.clear()
    buffer = io.BytesIO()
    # Level 1: three times as fast as the usual 6 for a tenth more bytes.
    picture.save(buffer, "PNG", compress_level=1)
    return filled(
        buffer.getvalue(), CLASS * picture.width * picture.height
    ), "image/png"


def _in_srgb(picture: Pillow.Image, profile: bytes) -> Pillow.Image:
    try:
        found = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return found or picture


def filled(png: bytes, step: int) -> bytes:
    """Fill a PNG up to a multiple of ``step`` bytes, with a chunk that nobody shows."""
    missing = -(len(png) + 12) % max(1, step)
    content = bytes(missing)
    chunk = b"paDd" + content
    filler = missing.to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4)
    # Before the end, which is a chunk of twelve bytes.
    return png[:-12] + filler + png[-12:]
