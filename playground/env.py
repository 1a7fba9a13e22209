"""Strict reading of environment variables.

Every reader raises ``ImproperlyConfigured`` naming the variable when its value
cannot be used, so that a typing error stops the start instead of being ignored.
An empty value counts as unset.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
# No setting of anybody's: ``serve`` tells by it those processes that it starts.
_RUNNING = "IMAGE_PLAYGROUND_IS_RUNNING"


def _read(name: str, default: T, parse: Callable[[str], T], expected: str) -> T:
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        return parse(raw)
    except ValueError:
        shown = without_password(raw)
        raise ImproperlyConfigured(
            f"{name} must be {expected}, not {shown!r}."
        ) from None


def without_password(address: str) -> str:
    """Return an address as it may be shown: without the name and password in it."""
    return re.sub(r"//.*@", "//…@", address)


@contextmanager
def running() -> Iterator[None]:
    """Let processes that are started meanwhile know that there is an installation."""
    os.environ[_RUNNING] = "1"
    try:
        yield
    finally:
        del os.environ[_RUNNING]


def is_running() -> bool:
    """Whether this process belongs to an installation whose folder was there already."""
    return bool(os.environ.get(_RUNNING))


def text(name: str, default: str = "") -> str:
    """Read it without blanks around it; set but empty is as good as not set."""
    return _read(name, default, str, "text")


def secret(name: str) -> str:
    """Read a secret from ``NAME``, or from the file named in ``NAME_FILE``."""
    path = text(f"{name}_FILE")
    if not path:
        return text(name)
    try:
        found = Path(path).read_text(encoding="utf-8").strip()
        why = "" if found else "It is empty"
    except OSError as error:
        why = str(error.strerror)
    except UnicodeDecodeError:
        why = "It is not UTF-8"
    if why:
        raise ImproperlyConfigured(
            f"{name}_FILE names a file that cannot be used: {why}."
        )
    return found


def flag(name: str, *, default: bool = False) -> bool:
    """Read true, false, 1 or 0; anything else raises ``ImproperlyConfigured``."""
    values = {"true": True, "false": False, "1": True, "0": False}

    def parse(raw: str) -> bool:
        try:
            return values[raw.lower()]
        except KeyError:
            raise ValueError from None

    return _read(name, default, parse, "true or false")


def integer(name: str, default: int, *, low: int, high: int) -> int:
    """Read digits, no sign; raise ``ImproperlyConfigured`` outside of low to high."""

    def parse(raw: str) -> int:
        if not (raw.isascii() and raw.isdigit()):
            raise ValueError
        value = int(raw)
        if not low <= value <= high:
            raise ValueError
        return value

    return _read(name, default, parse, f"a whole number from {low} to {high}")


def choice(name: str, default: str, options: tuple[str, ...]) -> str:
    """Raise ``ImproperlyConfigured`` for what is not an option, letter for letter."""

    def parse(raw: str) -> str:
        if raw not in options:
            raise ValueError
        return raw

    return _read(name, default, parse, "one of " + ", ".join(options))


def path(name: str, default: Path) -> Path:
    """Read an absolute path: ``~`` and links are resolved. It need not exist."""

    def parse(raw: str) -> Path:
        try:
            return Path(raw).expanduser().resolve()
        except RuntimeError:  # "~nobody" has no home, or links go round in a circle.
            raise ValueError from None

    return _read(name, default, parse, "a folder")


def path_or_none(name: str) -> Path | None:
    """Read a folder that need not be named."""
    return path(name, Path()) if text(name) else None


def prefix(name: str) -> str:
    """Read the path that a proxy puts in front, such as "/pictures"; "" for none."""

    def parse(raw: str) -> str:
        found = raw.rstrip("/")
        if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*", found):
            raise ValueError
        return found

    return _read(name, "", parse, "a path such as /pictures")


def address(name: str) -> str:
    """Read a URL that can be taken apart; what it leads to is checked elsewhere."""

    def parse(raw: str) -> str:
        _ = urlsplit(raw).port
        return raw

    return _read(name, "", parse, "an address such as https://images.example.org/v1")


def zone(name: str, default: str) -> str:
    """Read the name of a time zone."""

    def parse(raw: str) -> str:
        try:
            return ZoneInfo(raw).key
        except (OSError, LookupError):
            raise ValueError from None

    return _read(name, default, parse, "a time zone such as Europe/Lisbon")


def words(name: str) -> list[str]:
    """Read a comma-separated list."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def amount(name: str, default: str) -> Decimal:
    """Read an amount of US dollars, such as 1.50."""

    def parse(raw: str) -> Decimal:
        try:
            value = Decimal(raw)
        except InvalidOperation:
            raise ValueError from None
        if not (value.is_finite() and 0 <= value <= 1_000_000):
            raise ValueError
        return value

    return _read(name, Decimal(default), parse, "an amount in US dollars such as 1.50")
