"""A ZIP that is made while it is read, in constant memory, of a size known before.

Pictures are compressed already: they are stored as they are. What a ZIP tells at its end
of each file is collected in a file that goes with it. Sizes beyond 4 GB are told in the
form of ZIP64, only where they have to be.
"""

import datetime
import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_BIG = 0xFFFFFFFF
_MANY = 0xFFFF
# Names are UTF-8; checksum and size stand behind the data.
_FLAGS = 0x0808
_PLAIN, _ZIP64 = 20, 45
_UNIX = 3 << 8
_FILE_MODE = 0o100644 << 16
_LOCAL = struct.Struct("<4s5H3L2H")
_BEHIND = struct.Struct("<4s3L")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_FAR = struct.Struct("<2HQ")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_END = struct.Struct("<4s4H2LH")
PIECE = 256 * 1024


class WrongSize(OSError):
    """A file has another size than was told before: the archive cannot be ended."""


@dataclass(frozen=True)
class Entry:
    """A file to be: its size in bytes, and its pieces, which are read once."""

    name: str
    size: int
    pieces: Iterable[bytes]
    made: datetime.datetime


def zip_size(files: Iterable[tuple[str, int]]) -> int:
    """Return how large a ZIP of files with these names and sizes will be."""
    at = central = count = 0
    for name, size in files:
        far = at >= _BIG
        length = len(name.encode())
        at += _LOCAL.size + length + size + _BEHIND.size
        central += _CENTRAL.size + length + (_FAR.size if far else 0)
        count += 1
    is_large = max(at, central) >= _BIG or count >= _MANY
    more = _END64.size + _LOCATOR.size if is_large else 0
    return at + central + more + _END.size


def zip_stream(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the ZIP. A file that is not as large as was told raises ``WrongSize``."""
    at = count = 0
    with tempfile.TemporaryFile() as central:
        for entry in entries:
            name, clock = entry.name.encode(), _dos(entry.made)
            yield (
                _LOCAL.pack(b"PK\3\4", _PLAIN, _FLAGS, 0, *clock, 0, 0, 0, len(name), 0)
                + name
            )
            crc = length = 0
            for piece in entry.pieces:
                crc, length = zlib.crc32(piece, crc), length + len(piece)
                yield piece
            if length != entry.size or length >= _BIG:
                raise WrongSize(f"{entry.name} has {length} bytes, not {entry.size}.")
            yield _BEHIND.pack(b"PK\7\10", crc, length, length)
            central.write(_told(name, clock, crc, length, at))
            at += _LOCAL.size + len(name) + length + _BEHIND.size
            count += 1
        size = central.tell()
        central.seek(0)
        while piece := central.read(PIECE):
            yield piece
    yield _ended(at, size, count)


def _told(name: bytes, clock: tuple[int, int], crc: int, size: int, at: int) -> bytes:
    far = _FAR.pack(1, 8, at) if at >= _BIG else b""
    needed = _ZIP64 if far else _PLAIN
    return (
        _CENTRAL.pack(
            *(b"PK\1\2", _UNIX | _ZIP64, needed, _FLAGS, 0, *clock, crc, size, size),
            *(len(name), len(far), 0, 0, 0, _FILE_MODE, min(at, _BIG)),
        )
        + name
        + far
    )


def _ended(at: int, size: int, count: int) -> bytes:
    end = b""
    if max(at, size) >= _BIG or count >= _MANY:
        end = _END64.pack(
            b"PK\6\6", 44, _UNIX | _ZIP64, _ZIP64, 0, 0, count, count, size, at
        ) + _LOCATOR.pack(b"PK\6\7", 0, at + size, 1)
    many = min(count, _MANY)
    return end + _END.pack(
        b"PK\5\6", 0, 0, many, many, min(size, _BIG), min(at, _BIG), 0
    )


def _dos(moment: datetime.datetime) -> tuple[int, int]:
    """Time and date as a ZIP has them: two seconds, and no year before 1980."""
    year = min(max(moment.year, 1980), 2107)
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    return time, (year - 1980) << 9 | moment.month << 5 | moment.day
