"""Whether a file carries content credentials (a C2PA manifest), signed by its maker.

Only that they are there is found out, by walking over the file's own parts; nothing is
decoded. Nobody here verifies the signature, and nothing of ours rewrites such a file.
"""

import struct
from typing import IO

# More parts than any picture has.
MOST = 10_000
# More bytes to fill up before a part than any encoder writes.
FILLED = 64
PNG = b"\x89PNG\r\n\x1a\n"


def has_credentials(file: IO[bytes]) -> bool:
    """Tell it of a PNG, JPEG or WebP; False for anything else, and for broken ones."""
    head = file.read(12)
    try:
        if head.startswith(PNG):
            file.seek(len(PNG))
            return _in_png(file)
        if head.startswith(b"\xff\xd8"):
            file.seek(2)
            return _in_jpeg(file)
        if head[:4] == b"RIFF" and head[8:] == b"WEBP":
            return _in_webp(file)
    except (OSError, ValueError, struct.error):
        return False
    return False


def _in_png(file: IO[bytes]) -> bool:
    for _ in range(MOST):
        head = file.read(8)
        if len(head) < 8 or head[4:] == b"IEND":
            return False
        if head[4:] == b"caBX":
            return True
        file.seek(struct.unpack(">I", head[:4])[0] + 4, 1)
    return False


def _in_jpeg(file: IO[bytes]) -> bool:
    """JUMBF boxes in APP11 segments."""
    for _ in range(MOST):
        head = file.read(2)
        # The format allows to fill up before a part.
        for _ in range(FILLED):
            if head != b"\xff\xff":
                break
            head = head[1:] + file.read(1)
        else:
            return False
        head += file.read(2)
        # The picture itself begins at "start of scan".
        if len(head) < 4 or head[0] != 0xFF or head[1] in (0xDA, 0xD9):
            return False
        length = struct.unpack(">H", head[2:])[0] - 2
        if head[1] == 0xEB:
            part = file.read(min(length, 64))
            if part[:2] == b"JP" and b"jumb" in part:
                return True
            length -= len(part)
        file.seek(length, 1)
    return False


def _in_webp(file: IO[bytes]) -> bool:
    for _ in range(MOST):
        head = file.read(8)
        if len(head) < 8:
            return False
        if head[:4] == b"C2PA":
            return True
        length = struct.unpack("<I", head[4:])[0]
        file.seek(length + length % 2, 1)
    return False
