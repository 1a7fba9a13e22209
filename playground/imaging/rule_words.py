"""The words the rules speak in."""

import datetime
from collections.abc import Iterable

FORMAT_NAMES = {
    "png": "PNG",
    "jpeg": "JPEG",
    "webp": "WebP",
    "gif": "GIF",
    "svg": "SVG",
}
QUALITY_NAMES = {
    "auto": "Auto",
    "low": "Low",
    "medium": "Medium",
    "high": "High",
    "xhigh": "Extra high",
    "max": "Max",
}


def format_name(output_format: str) -> str:
    """As people write it, "JPEG"; a format that is not known stays as it is."""
    return FORMAT_NAMES.get(output_format, output_format)


def date_text(day: datetime.date) -> str:
    """Write a day for people: ``1 December 2026``."""
    return f"{day.day} {day:%B %Y}"


def days_text(days: int) -> str:
    """Say how soon: ``today``, ``tomorrow``, ``in 10 days``."""
    if days == 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"


def listed(words: Iterable[object], last: str = "and") -> str:
    """Join words as in a sentence: ``a, b and c``."""
    texts = [str(word) for word in words]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {last} {texts[-1]}"


def megabytes(size: int) -> str:
    """Write a size as the API counts it: a megabyte of its limits has 2^20 bytes."""
    return f"{size / 2**20:.1f}".rstrip("0").rstrip(".") + " MB"
