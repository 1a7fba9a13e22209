"""The plan's own fields, read from what was posted. ``problems`` are by field."""

from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from playground.runs.posted import UNREADABLE, is_readable


def read_text(
    posted: QueryDict,
    name: str,
    longest: int,
    problems: dict[str, str],
    field: str = "",
) -> str:
    """Read a text; what of it did not arrive or has no room is told at its field."""
    text = posted.get(name, "").replace("\r\n", "\n")
    if not is_readable(text):
        problems[field or name] = UNREADABLE
    elif len(text) > longest:
        problems[field or name] = (
            f"Only the first {longest:,} characters have room here. Shorten it."
        )
    return text.replace("\0", "")[:longest]


def read_whole(
    posted: QueryDict,
    name: str,
    usual: int,
    low: int,
    high: int,
    problems: dict[str, str],
) -> int:
    """Read a number; what is none is told in ``problems``, and ``usual`` is returned."""
    text = posted.get(name, "").strip()
    if not text:
        return usual
    # Not more digits than Python reads, and not only the first of them.
    short = text.isascii() and text.isdigit() and len(text) < 10
    if short and low <= int(text) <= high:
        return int(text)
    problems[name] = f"Choose {low} to {high} draws."
    return usual


def read_number(
    posted: QueryDict,
    name: str,
    problems: dict[str, str],
    *,
    least: Decimal = Decimal(0),
    most: int,
    whole: bool = False,
) -> str:
    """Read an amount as text, "" for none; what is none is told in ``problems``."""
    text = posted.get(name, "").strip().lstrip("$")[:20]
    if not text:
        return ""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 < value <= most or value < least:
        to = f"from {least} to" if least else "up to"
        problems[name] = f"This has to be a number {to} {most:,}."
        return ""
    if whole and value != int(value):
        problems[name] = "This has to be a whole number."
        return ""
    return str(int(value)) if whole else format(value.normalize(), "f")
