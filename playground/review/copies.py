"""What guests get of a picture: a copy of its pixels, and nothing else.

The original's bytes may hold a record of where they come from, and its format, weight
and size tell how it was made. A copy is WebP without any of that. Those of a blind link
have one longest edge, and are filled up to one weight, so that a dear picture is not
known by its size. A drawing (SVG) stays one, without words that nobody
sees: comments, titles, descriptions and the records of programs. A blind link holds
drawings or pixels, never both, since the format would tell.
"""

import io
import logging
import time
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db.models import Min, Q
from django.db.models.functions import Greatest
from PIL import Image as Pillow
from PIL import ImageOps

from playground.library import svg
from playground.library.models import Image
from playground.library.pictures import flattened
from playground.review.models import ReviewItem, ReviewLink

logger = logging.getLogger(__name__)

EDGE = 1280
# All copies of a blind link weigh as much, which only the finest do not reach by the first.
WEIGHT = 2**19
QUALITIES = (90, 80, 65, 50, 30, 10)
MOST_DELETED = 2000
# A store that is away fails for all: then not every one waits for it.
MOST_FAILED = 10
ANEW_AFTER_S = 86400.0


def copy_of(item: ReviewItem, link: ReviewLink) -> bytes | None:
    """Return the copy, made when first asked for; None when the original is gone."""
    image = item.image
    if image.output_format == Image.Format.SVG:
        drawing = _drawing(image)
        return _padded(drawing) if drawing and link.blind else drawing
    edge = blind_edge(link) if link.blind else EDGE
    name = _name(image, edge, even=link.blind)
    copies = storages["renditions"]
    try:
        with copies.open(name, "rb") as file:
            webp = bytes(file.read())
    except FileNotFoundError:
        made = _make(image, edge, even=link.blind)
        if made is None:
            return None
        webp = made
        copies.save(name, ContentFile(webp))
    return filled_up(webp) if link.blind else webp


def copy_shape(image: Image, edge: int) -> tuple[int, int]:
    """Return width and height of the copy, for the page that waits for it."""
    width, height = image.width_px, image.height_px
    scale = min(1, edge / max(width, height, 1))
    return max(1, round(width * scale)), max(1, round(height * scale))


def blind_edge(link: ReviewLink) -> int:
    """Return the longest edge that all pictures of a blind link can have."""
    longest = Greatest("image__width_px", "image__height_px")
    least = link.items.order_by().aggregate(edge=Min(longest))["edge"]
    return EDGE if least is None else min(EDGE, least)


def filled_up(webp: bytes) -> bytes:
    """Add a chunk that says nothing, up to the weight of all; readers skip it.

    https://developers.google.com/speed/webp/docs/riff_container: unknown chunks.
    """
    # A simple file takes no further chunks; readers of one stop at its picture.
    missing = -(len(webp) + 8) % WEIGHT
    chunk = b"fill" + missing.to_bytes(4, "little") + bytes(missing)
    whole = webp + chunk
    return whole[:4] + (len(whole) - 8).to_bytes(4, "little") + whole[8:]


def _make(image: Image, edge: int, *, even: bool) -> bytes | None:
    data = _original(image)
    if data is None:
        return None
    with Pillow.open(io.BytesIO(data)) as original:
        picture = ImageOps.exif_transpose(flattened(original))
    scale = edge / max(picture.size)
    if scale < 1:
        width, height = picture.size
        small = max(1, round(width * scale)), max(1, round(height * scale))
        picture = picture.resize(small, Pillow.Resampling.LANCZOS, reducing_gap=3)
    # Who may know what is dear gets the best of it.
    for quality in QUALITIES if even else QUALITIES[:1]:
        webp = _encoded(picture, quality)
        if len(webp) + 8 <= WEIGHT:
            break
    return webp


def _encoded(picture: Pillow.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    # Without exif and xmp: Pillow writes neither unless it is asked to.
    picture.save(
        buffer,
        "WEBP",
        quality=quality,
        method=2,
        exif=b"",
        xmp=b"",
        icc_profile=picture.info.get("icc_profile"),
    )
    return buffer.getvalue()


def _original(image: Image) -> bytes | None:
    try:
        with default_storage.open(image.file, "rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def _drawing(image: Image) -> bytes | None:
    data = _original(image)
    return svg.without_words(data) if data else None


def _padded(drawing: bytes) -> bytes:
    """Fill up with spaces, which may stand after the end of an XML document."""
    return drawing + b" " * (-len(drawing) % WEIGHT)


class CopySweep:
    """Deletes copies of pictures that were deleted for good, the oldest first.

    A process begins at the first one, since another may have stopped anywhere, and goes
    on from where it was: no copy is made of a picture that is gone. What could not be
    deleted stops nothing after it; once a day it begins at the first one again.
    """

    def __init__(self) -> None:
        self._done: tuple[datetime, int] | None = None
        self._begun = time.monotonic()

    def __call__(self) -> None:
        if time.monotonic() - self._begun >= ANEW_AFTER_S:
            self._done, self._begun = None, time.monotonic()
        failed = 0
        purged = ReviewItem.objects.filter(image__purged_at__isnull=False)
        if self._done is not None:
            moment, pk = self._done
            purged = purged.filter(
                Q(image__purged_at__gt=moment) | Q(image__purged_at=moment, pk__gt=pk)
            )
        edges: dict[int, set[int]] = {}
        found = purged.select_related("image", "link")
        for item in found.order_by("image__purged_at", "pk")[:MOST_DELETED]:
            if item.link_id not in edges:
                edges[item.link_id] = {EDGE, blind_edge(item.link)}
            try:
                _delete_copies(item.image, edges[item.link_id])
            except Exception:
                # A store has errors of its own kinds.
                logger.exception("Copies for guests of %s stay", item.image.code)
                failed += 1
            if item.image.purged_at is not None:
                self._done = item.image.purged_at, item.pk
            if failed == MOST_FAILED:
                break


def _delete_copies(image: Image, edges: set[int]) -> None:
    for edge in edges:
        # Blind links had copies under the other name once.
        for even in (False, True):
            storages["renditions"].delete(_name(image, edge, even=even))


def _name(image: Image, edge: int, *, even: bool) -> str:
    """Return the copy's name; ``even`` are those of blind links, of one weight."""
    kind = "even.webp" if even else "webp"
    return f"thumbnails/guests/{image.sha256[:2]}/{image.sha256}.{edge}.{kind}"
