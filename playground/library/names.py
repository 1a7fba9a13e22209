"""Names and media types of picture files, and what a picture is called in words."""

import datetime
import re
import unicodedata
from functools import lru_cache

from django.utils import timezone
from django.utils.text import Truncator

from playground.library.models import Image

MEDIA_TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}
EXTENSIONS = {"jpeg": "jpg"}
LONGEST_SLUG = 40
LONGEST_SUMMARY = 120


def media_type(image: Image) -> str:
    """By the format in the database; the file is not read."""
    return MEDIA_TYPES.get(image.output_format, "application/octet-stream")


def download_name(image: Image, zone: datetime.tzinfo | None = None) -> str:
    """Return such as ``2026-11-21_paper-airplane_gpt-image-2_high_1024x1024.png``.

    ``zone`` is the current one, which whoever names many has looked up once.
    """
    words = _slug(image.prompt[:300])
    day = timezone.localtime(image.created_at, zone).date()
    size = f"{image.width_px}x{image.height_px}"
    others = "_".join(filter(None, [image.model, image.quality, size]))
    others = re.sub(r"[^\w.-]+", "-", others)
    stem = f"{day}_{words or 'picture'}_{others}"
    return f"{stem}.{EXTENSIONS.get(image.output_format, image.output_format)}"


def slug(text: str) -> str:
    """Return words for the name of a file, in their own script.

    Unlike Django's, with the marks that many scripts write their vowels by.
    """
    text = unicodedata.normalize("NFKC", text).lower()
    kept = [it for it in text if it in "-_" or it.isspace() or _is_of_word(it)]
    return re.sub(r"[-\s]+", "-", "".join(kept)).strip("-_")


def _is_of_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


# Many pictures are of one prompt.
@lru_cache(maxsize=256)
def _slug(text: str) -> str:
    words = slug(text)
    if len(words) > LONGEST_SLUG:
        words = words[: LONGEST_SLUG + 1].rpartition("-")[0] or words[:LONGEST_SLUG]
    return words


def summary(image: Image, longest: int = LONGEST_SUMMARY) -> str:
    """Say in one line what the picture is of: its prompt, shortened."""
    prompt = " ".join(image.prompt.split())
    return Truncator(prompt).chars(longest)


def named(image: Image, longest: int = LONGEST_SUMMARY) -> str:
    """Tell it from others of its prompt: also by its quality, size and moment."""
    made = timezone.localtime(image.created_at)
    size = f"{image.width_px}×{image.height_px}"
    words = summary(image, longest) or "Picture without a prompt"
    facts = filter(None, [words, image.quality, size])
    return ", ".join([*facts, f"{made.day} {made:%b %H:%M:%S}"])
