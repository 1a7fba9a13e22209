"""JSON from a server: with pictures left where they lie, and mended where it is cut.

Base64 makes up nearly all of an answer. It is not decoded as text and not copied: each
long piece becomes a ``memoryview`` into the answer's bytes.
"""

import json
import re
import secrets
from collections.abc import Mapping
from typing import Any

# Shorter texts are not worth the trouble.
_LIFTED_FROM = 4096
_ALPHABET = (
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-% \t\r\n"
)
_WINDOW = 2**20
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.S)
# No answer of the API is half as deep.
_MAX_DEPTH = 64
_TRIES = 60


class Damaged(ValueError):
    """Not JSON, and nothing in it can be saved."""


def read_values(raw: bytes | bytearray) -> tuple[list[Any], bool]:
    """Return the JSON values in ``raw``, one after the other, and whether all was read.

    Of a text that breaks off, what had come to its end is returned. Raises ``Damaged``.
    """
    raw = _as_utf8(raw)
    mark = f"lifted-{secrets.token_hex(8)}-"
    text, lifted = _lift(raw, mark)
    values, whole = _decode(text)
    return [_put_back(value, mark, lifted) for value in values], whole


def escaped(raw: bytes | bytearray, place: int) -> bool:
    """Whether what stands at ``place`` has an odd number of backslashes before it."""
    count = 0
    while place > count and raw[place - count - 1] == 0x5C:
        count += 1
    return count % 2 == 1


def text_end(raw: bytes | bytearray, start: int) -> int:
    """Return where the text ends that began before ``start``; -1 where it does not."""
    end = raw.find(b'"', start)
    while end > start and escaped(raw, end):
        end = raw.find(b'"', end + 1)
    return end


def _lift(raw: bytes | bytearray, mark: str) -> tuple[bytes, list[memoryview]]:
    """Put a short text into the place of each long piece of base64."""
    lifted: list[memoryview] = []
    pieces: list[bytes | memoryview] = []
    view = memoryview(raw)
    kept = 0
    opening = raw.find(b'"')
    while opening >= 0 and (closing := text_end(raw, opening + 1)) >= 0:
        if closing - opening > _LIFTED_FROM and _is_base64(raw, opening + 1, closing):
            pieces += [view[kept : opening + 1], f"{mark}{len(lifted)}".encode()]
            lifted.append(view[opening + 1 : closing])
            kept = closing
        opening = raw.find(b'"', closing + 1)
    return b"".join([*pieces, view[kept:]]), lifted


def _is_base64(raw: bytes | bytearray, start: int, end: int) -> bool:
    if raw[start : start + 5].lower() == b"data:":
        start = raw.find(b",", start, start + 250) + 1
    return bool(start) and not any(
        raw[place : min(place + _WINDOW, end)].translate(None, _ALPHABET)
        for place in range(start, end, _WINDOW)
    )


def as_text(value: Any) -> str:
    """Return a text value, also one that was taken for a picture; "" for no text."""
    if isinstance(value, memoryview):
        return bytes(value).decode("ascii", "replace")
    return value if isinstance(value, str) else ""


def _as_utf8(raw: bytes | bytearray) -> bytes | bytearray:
    if raw[:3] == b"\xef\xbb\xbf":
        return raw[3:]
    encoding = json.detect_encoding(bytes(raw[:4]))
    if encoding.startswith("utf-8"):
        return raw
    return raw.decode(encoding, "replace").encode()


def _decode(text: bytes) -> tuple[list[Any], bool]:
    if text.count(b"[") + text.count(b"{") > _MAX_DEPTH:
        text = _flattened(text)
    try:
        return _loads(text), True
    except ValueError:
        return _saved(text), False


def _loads(raw: bytes) -> list[Any]:
    """Decode all values of a text that holds nothing else."""
    text = raw.decode("utf-8", "replace")
    decoder = json.JSONDecoder(strict=False, parse_int=_whole)
    values: list[Any] = []
    place = 0
    while True:
        place += len(text[place:]) - len(text[place:].lstrip(" \t\r\n,\x1e"))
        if place >= len(text):
            break
        value, place = decoder.raw_decode(text, place)
        values.append(value)
    if not values:
        raise Damaged
    return values


def _whole(digits: str) -> int | float:
    # Python refuses to read numbers of thousands of digits.
    return int(digits) if len(digits) < 100 else float("inf")


def _flattened(text: bytes) -> bytes:
    """Replace by null what is nested deeper than any answer."""
    pieces: list[bytes] = []
    depth, start = 0, 0
    for match in _TOKEN.finditer(text):
        if match[0] in (b"{", b"["):
            depth += 1
            if depth == _MAX_DEPTH:
                pieces += [text[start : match.start()], b"null"]
        elif match[0] in (b"}", b"]"):
            if depth == _MAX_DEPTH:
                start = match.end()
            depth -= 1
    return b"".join([*pieces, text[start:]]) if depth < _MAX_DEPTH else b"".join(pieces)


def _saved(text: bytes) -> list[Any]:
    """Close a text that breaks off, after the last thing in it that was whole."""
    open_: list[bytes] = []
    ends: list[tuple[int, bytes]] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in (b"{", b"["):
            open_.append(b"}" if token == b"{" else b"]")
            continue
        if token in (b"}", b"]") and open_:
            open_.pop()
        ends.append((match.end(), b"".join(reversed(open_))))
        del ends[:-_TRIES]
    for end, closers in reversed(ends):
        try:
            return _loads(text[:end] + closers)
        except ValueError:
            continue
    raise Damaged


def _put_back(value: Any, mark: str, lifted: list[memoryview]) -> Any:
    def one(part: Any) -> Any:
        if isinstance(part, str) and mark in part:
            if part.startswith(mark):
                return lifted[int(part[len(mark) :])]
            return re.sub(
                rf"{mark}(\d+)", lambda found: as_text(lifted[int(found[1])]), part
            )
        if isinstance(part, Mapping):
            return {name: one(inner) for name, inner in part.items()}
        if isinstance(part, list):
            return [one(inner) for inner in part]
        return part

    return one(value) if lifted else value
