"""Large pictures of few squares, packed without looking at each of their pixels."""

import struct
import zlib
from functools import lru_cache
from io import BytesIO

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import putchunk

# Each row of a PNG begins with its filter. With number 2 it holds what differs from
# the row above: a repeated one is nothing but zeros, which are packed once for all.
LIKE_ABOVE = b"\2"
KINDS = {"RGB": 2, "RGBA": 6}


def enlarged_png(picture: Image.Image, size: tuple[int, int]) -> bytes:
    """Return a picture at a larger size as a PNG, each of its pixels a rectangle."""
    width, height = size
    wide = picture.resize((width, picture.height), Image.Resampling.NEAREST)
    rows = np.asarray(wide).reshape(picture.height, -1)
    length = rows.shape[1]
    differences = np.diff(rows, axis=0, prepend=np.zeros((1, length), np.uint8))
    ends = [height * number // len(rows) for number in range(len(rows) + 1)]
    checksum, packed = 1, [b"\x78\x01"]
    for number, difference in enumerate(differences):
        row = LIKE_ABOVE + difference.tobytes()
        repeats, packed_repeats = _repeated(length, ends[number + 1] - ends[number] - 1)
        checksum = zlib.adler32(repeats, zlib.adler32(row, checksum))
        packed += [_packed(row), packed_repeats]
    end = [b"\3\0", struct.pack(">I", checksum)]
    head = struct.pack(">IIBBBBB", width, height, 8, KINDS[picture.mode], 0, 0, 0)
    file = BytesIO()
    file.write(b"\x89PNG\r\n\x1a\n")
    putchunk(file, b"IHDR", head)
    putchunk(file, b"IDAT", b"".join([*packed, *end]))
    putchunk(file, b"IEND")
    return file.getvalue()


@lru_cache(maxsize=16)
def _repeated(length: int, count: int) -> tuple[bytes, bytes]:
    """Return so many rows that are like the one above, and the same packed."""
    rows = (LIKE_ABOVE + bytes(length)) * count
    return rows, _packed(rows)


def _packed(data: bytes) -> bytes:
    """Return a piece of what is packed, to which others can be added."""
    packer = zlib.compressobj(1, wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)
