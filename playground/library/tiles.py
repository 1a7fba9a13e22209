"""How a picture is shown in a list: which file, under which words."""

from django.urls import reverse

from playground.imaging.money import usd_paid
from playground.library.models import Image
from playground.library.thumbnails import thumbnail_edges


def thumbnail_url(image: Image, edge: int) -> str:
    """Return the smallest file whose longest edge is at least ``edge``.

    That is the original while there are no thumbnails, and where it is small.
    """
    edges = thumbnail_edges(image) if image.has_thumbnails else ()
    wanted = next((size for size in edges if size >= edge), None)
    if wanted is None:
        return reverse("gallery:file", args=[image.code])
    return reverse("gallery:thumbnail", args=[image.code, wanted])


def thumbnail_srcset(image: Image) -> str:
    """List all thumbnails with their widths; "" when there are none yet."""
    edges = thumbnail_edges(image) if image.has_thumbnails else ()
    longest = max(image.width_px, image.height_px)
    return ", ".join(
        f"{reverse('gallery:thumbnail', args=[image.code, edge])} "
        f"{max(1, round(image.width_px * edge / longest))}w"
        for edge in edges
    )


def tile_sizes(image: Image, layout: str = "") -> str:
    """Say how wide its tile will be: a row's height times its shape.

    A square tile is filled, so a wide picture is larger than what is seen of it.
    """
    shape = image.width_px / image.height_px
    if layout == "square":
        shape = max(1, shape)
    narrow, wide = (f"{round(height * shape, 1):g}rem" for height in (9.5, 14))
    return f"(max-width: 44rem) min(100vw, {narrow}), {wide}"


def size_text(image: Image) -> str:
    """The pixels that it has, not those that were asked for: "1024×1536"."""
    return f"{image.width_px}×{image.height_px}"


def price_text(image: Image) -> str:
    """Return the price, marked as a share where the call made several pictures."""
    if image.cost_usd is None:
        return "price unknown"
    share = "≈ " if image.cost_is_share else ""
    return f"{share}{usd_paid(image.cost_usd)}"
