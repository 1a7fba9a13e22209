"""From the text of a picture to its bytes, in whatever dress the base64 comes."""

import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

import pybase64

# A picture of 8.3 megapixels that cannot be compressed, four bytes a pixel, is half.
PICTURE_MAX_BYTES = 64 * 2**20

Text = str | bytes | memoryview

_HEAD = re.compile(rb"\s*[\"']?\s*(?:(?:data:|image/)[^,]{0,200},|base64[,:])", re.I)
# What copying or a careless ``str()`` of bytes leaves around it.
_NOT_SEEN = re.compile(rb"^b(?=[\"'])|\xe2\x80[\x8b-\x8f]|\xef\xbb\xbf")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_BLANKS = b" \t\r\n\v\f"
# The first bytes of PNG, JPEG, WebP, GIF and SVG, as base64 writes them.
_BASE64_PICTURE = re.compile(
    rb"\s*[\"']?\s*(?:(?:data:)?image/[\w.+-]+[^,]{0,200},|iVBORw0KGgo|/9j/|_9j_|UklGR"
    rb"|R0lGOD|PHN2Zy|PD94bWwg)"
)
_DATA_URL = re.compile(rb"data:image/[\w.+-]+;base64,[A-Za-z0-9+/_=-]{100,}", re.I)
_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"GIF8")


class Unreadable(ValueError):
    """The text of a picture that cannot be decoded; says why."""


def decode_picture(text: Text) -> bytes:
    """Return a picture's bytes: base64, bare or as a data URL.

    Both alphabets, blanks, line breaks, missing padding, percent signs and quotes are
    read. Raises ``Unreadable``.
    """
    raw = text.encode("utf-8", "replace") if isinstance(text, str) else text
    if len(raw) * 3 // 4 > PICTURE_MAX_BYTES:
        raise Unreadable(
            f"A picture of the answer is larger than {PICTURE_MAX_BYTES >> 20} MB."
        )
    if not len(raw):
        raise Unreadable("A picture of the answer is empty.")
    try:
        data = pybase64.b64decode(raw, validate=True)
    except (binascii.Error, ValueError):
        data = _in_another_dress(bytes(raw))
    # Some wrap it twice.
    return decode_picture(data) if looks_like_base64(data) else data


def looks_like_base64(text: bytes | bytearray) -> bool:
    """Whether this begins like a picture's base64, bare or as a data URL."""
    return bool(_BASE64_PICTURE.match(text))


def data_urls(text: str | bytes | bytearray) -> list[str]:
    """Return the pictures that stand as addresses in the words of a text."""
    raw = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return [found.decode() for found in _DATA_URL.findall(raw)]


def holds_picture(data: bytes | bytearray) -> bool:
    """Whether a picture begins somewhere in bytes that are something else."""
    return any(start in data for start in (_STARTS[0], _STARTS[1] + b"\xe0"))


def is_drawing(data: bytes | bytearray) -> bool:
    """Whether this text is an SVG drawing."""
    start = bytes(data[:1000]).lower()
    return (
        start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg"))
        and b"<svg" in start
    )


def is_whole(data: bytes | bytearray) -> bool:
    """Whether a picture that still arrives has come to its end, as far as it says."""
    if data.startswith(_STARTS[0]):
        return b"IEND" in data[-64:]
    if data.startswith(b"RIFF"):
        return len(data) >= int.from_bytes(data[4:8], "little") + 8
    return False


def _in_another_dress(raw: bytes) -> bytes:
    head = _HEAD.match(raw)
    body = raw[head.end() :] if head else _NOT_SEEN.sub(b"", raw)
    if head and b"data:" in head[0].lower() and b"base64" not in head[0].lower():
        data = unquote_to_bytes(body)
        if data.startswith(_STARTS) or b"<svg" in data[:1000]:
            return data
        raise Unreadable("A picture of the answer is a data URL without base64.")
    first = b""
    for candidate in _candidates(body.strip(_BLANKS + b"\"'")):
        try:
            data = pybase64.b64decode(candidate, validate=True)
        except (binascii.Error, ValueError):
            continue
        if seems_whole(data):
            return data
        first = first or data
    if not first:
        raise Unreadable("A picture of the answer is damaged.")
    return first


def _candidates(body: bytes) -> Iterator[bytes]:
    if b"%" in body:
        body = unquote_to_bytes(body)
    if b"\\" in body:
        # Escaped twice on its way.
        body = re.sub(rb"\\[nrt]", b"", body).replace(b"\\/", b"/")
    for text in (
        body.translate(_URL_SAFE, _BLANKS),
        # A form has made blanks of the plus signs.
        body.translate(_URL_SAFE, b"\t\r\n\v\f").replace(b" ", b"+"),
    ):
        bare = text.rstrip(b"=")
        yield bare + b"=" * (-len(bare) % 4)


def seems_whole(data: bytes) -> bool:
    """Whether the bytes begin and end as a picture does. Not a check of the picture."""
    if data.startswith(_STARTS[0]):
        return b"IEND" in data[-64:]
    if data.startswith(_STARTS[1]):
        return b"\xff\xd9" in data[-64:]
    if data.startswith(b"RIFF"):
        return len(data) >= int.from_bytes(data[4:8], "little") + 8
    if data.startswith(b"GIF8"):
        return b";" in data[-8:]
    return b"</svg" in data[-200:] or data.rstrip().endswith(b"/>")


def is_picture(data: bytes) -> bool:
    """Whether a body that starts like this is itself a picture."""
    if data.startswith(b"RIFF"):
        return data[8:12] == b"WEBP"
    return data.startswith((_STARTS[0], _STARTS[1], _STARTS[3]))
