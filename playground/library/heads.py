"""Whether a file has more parts than any picture: those are walked over one by one.

What decodes a picture does so in Python, several times: a small file of nothing but
parts, or of bytes that fill up between them, would hold a processor for minutes.
"""

import re
import struct

from PIL.JpegImagePlugin import MARKER

PARTS = 10_000
# Bytes between the parts of a JPEG that belong to none.
FILLED = 64 * 2**10
# The least that a part of a large file has on average.
PNG_PART, GIF_PART = 512, 128
TOO_MANY_PARTS = "consists of more parts than any picture needs. Save it anew."

_PNG = b"\x89PNG\r\n\x1a\n"
_NEXT = re.compile(rb"\xff[^\xff\x00]")
_START_OF_SCAN = 0xFFDA


def has_too_many_parts(data: bytes) -> bool:
    """Tell it of a PNG, JPEG or GIF; False for others, and for what is broken."""
    try:
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data.startswith(_PNG):
            return _png(data)
        if data.startswith(b"GIF8"):
            return _gif(data)
    except (IndexError, struct.error):
        # Cut off: who decodes it says so.
        return False
    return False


def _jpeg(data: bytes) -> bool:
    """As Pillow walks: behind a part that it does not know, byte by byte."""
    at, filled = 2, 0
    for _ in range(PARTS):
        found = _NEXT.search(data, at)
        filled += (found.start() if found else len(data)) - at
        if filled > FILLED:
            return True
        if not found:
            return False
        (mark,) = struct.unpack_from(">H", data, found.start())
        if mark == _START_OF_SCAN or mark not in MARKER:
            return False
        at = found.end()
        if MARKER[mark][2] is not None:
            at += max(struct.unpack_from(">H", data, at)[0], 2)
    return True


def _png(data: bytes) -> bool:
    at = len(_PNG)
    for _ in range(PARTS + len(data) // PNG_PART):
        if at >= len(data):
            return False
        at += struct.unpack_from(">I", data, at)[0] + 12
    return True


def _gif(data: bytes) -> bool:
    left = PARTS + len(data) // GIF_PART
    at = 13 + _colours(data[10])
    while left > 0:
        left -= 1
        kind = data[at]
        at += 1
        if kind == 0x3B:
            return False
        if kind == 0x21:
            at += 1
        elif kind == 0x2C:
            at += 10 + _colours(data[at + 8])
        else:
            continue
        while left > 0 and (length := data[at]):
            at += length + 1
            left -= 1
        at += 1
    return True


def _colours(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0
