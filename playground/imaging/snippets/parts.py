"""What all three languages are written from."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from playground.catalog import catalog
from playground.core.clock import today
from playground.imaging import wire
from playground.imaging.request import ImageRequest
from playground.imaging.routing import Endpoint, choose

_MEDIA_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
_SUFFIXES = {"jpeg": "jpg"}


@dataclass(frozen=True, kw_only=True)
class FileNames:
    """How the files of a request are called on the reader's machine."""

    sources: tuple[str, ...] = ()
    mask: str | None = None
    markup: str | None = None


@dataclass(frozen=True)
class File:
    """A file that the code reads. It stands in a body where its content goes."""

    name: str

    @property
    def media_type(self) -> str:
        """By the end of its name; PNG where that says nothing."""
        suffix = PurePath(self.name).suffix.lower()
        return _MEDIA_TYPES.get(suffix, "image/png")


@dataclass(frozen=True)
class Call:
    """One call, before it is written down in a language.

    ``arguments`` are the SDK's keyword arguments, with ``File`` where files go.
    ``base_url`` is None for OpenAI itself. ``stem`` and ``suffix`` make the names
    of the pictures that are saved: ``stem-1.suffix``.
    """

    endpoint: Endpoint
    arguments: dict[str, Any]
    base_url: str | None
    stem: str
    suffix: str


def call_of(
    request: ImageRequest,
    names: FileNames,
    *,
    base_url: str | None,
    previous_response_id: str | None,
) -> Call:
    """Return the call as values, the same for all languages; each file has a name of its own."""
    endpoint = choose(request).endpoint
    files = iter(_distinct([*names.sources, names.mask or "", names.markup or ""]))
    sources = [File(next(files)) for _ in names.sources]
    mask, markup = (File(name) if name else None for name in files)
    single = endpoint == "edits" and len(sources) == 1
    supplied: dict[str, Any] = {
        "sources": sources[0] if single else sources,
        "mask": mask,
        "markup": markup,
    }
    supplied |= {
        "previous": previous_response_id,
        "responses_model": request.responses_model
        or catalog().default_responses_model(today()),
    }
    return Call(
        endpoint,
        wire.arguments(request, endpoint, supplied, stream=False),
        base_url,
        _stem(request.prompt),
        _SUFFIXES.get(request.output_format, request.output_format),
    )


def _distinct(names: Sequence[str]) -> list[str]:
    """Number the names that come twice: they lie in one folder."""
    found: list[str] = []
    for name in names:
        path, number, candidate = PurePath(name), 2, name
        while name and candidate in found:
            candidate = f"{path.stem}-{number}{path.suffix}"
            number += 1
        found.append(candidate)
    return found


def _stem(prompt: str) -> str:
    words = re.findall(r"[a-z0-9]+", prompt.lower())
    return "-".join(words[:6])[:40].strip("-") or "picture"


def escaped(text: str, *, wide: str) -> str:
    """Return ``text`` as a double-quoted literal of visible characters.

    What cannot be seen, or turns the direction of the line, would hide what the
    code does. ``wide`` is how the language writes characters beyond 16 bits:
    ``"U"`` (Python) or ``"pair"`` (JSON).
    """

    def visible(char: str) -> str:
        code = ord(char)
        if char.isprintable() or code < 0x80:
            return char
        if code > 0xFFFF and wide == "U":
            return f"\\U{code:08x}"
        if code > 0xFFFF:
            high, low = divmod(code - 0x10000, 0x400)
            return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
        return f"\\u{code:04x}"

    literal = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    return "".join(visible(char) for char in literal)


def json_text(value: Any, indent: int = 0) -> str:
    """Return indented strict JSON, with every invisible character escaped."""
    pad = "  " * (indent + 1)
    end = "  " * indent
    if isinstance(value, dict):
        rows = [
            f"{pad}{escaped(key, wide='pair')}: {json_text(item, indent + 1)}"
            for key, item in value.items()
        ]
        return "{\n" + ",\n".join(rows) + f"\n{end}}}" if rows else "{}"
    if isinstance(value, list):
        rows = [f"{pad}{json_text(item, indent + 1)}" for item in value]
        return "[\n" + ",\n".join(rows) + f"\n{end}]" if rows else "[]"
    if isinstance(value, File):
        return escaped(value.name, wide="pair")
    if isinstance(value, str):
        return escaped(value, wide="pair")
    return json.dumps(value)
