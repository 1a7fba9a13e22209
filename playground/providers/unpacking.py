"""Bodies that come packed, though they were asked for as they are.

What a body is counts, not what its label says: labels are forgotten on the way, or left
over. What is damaged is unpacked as far as it goes, so that a wrong checksum at the end
takes nothing away.
"""

import itertools
import zlib
from collections.abc import Iterable, Iterator

import brotli
import httpx2

# Says how a body is packed that arrives as it is.
PACKED = "x-packed-as"

# What is unpacked comes out in pieces of this size.
_PIECE_BYTES = 2**20
# Brotli gives nothing of a damaged piece: so it is fed with small ones.
_SMALL_BYTES = 1024
_GZIP = b"\x1f\x8b"
_UNPACKED = {"", "identity", "gzip", "x-gzip", "deflate", "br"}
# Enough to tell a text from what is packed.
_START_BYTES = 16
_TEXT = frozenset(b"\t\r\n") | frozenset(range(0x20, 0x7F))


def names_of(encoding: str) -> list[str]:
    """Return the packings that a label names."""
    return [name.strip().lower() for name in encoding.split(",")]


def is_readable(names: list[str]) -> bool:
    """Whether all of these packings can be undone here."""
    return set(names) <= _UNPACKED


def unpacked(
    chunks: Iterable[bytes], names: list[str], request: httpx2.Request
) -> Iterator[bytes]:
    """Unpack a body; raises ``DecodingError`` after the last that could be read."""
    rest = iter(chunks)
    start = b""
    enough = _START_BYTES if "br" in names else len(_GZIP)
    while len(start) < enough and (chunk := next(rest, None)) is not None:
        start += chunk
    whole = itertools.chain([start] if start else [], rest)
    try:
        if window := _window(start, names):
            yield from _inflated(whole, window)
        elif "br" in names and set(start[:_START_BYTES]) - _TEXT:
            yield from _from_brotli(whole)
        else:
            yield from whole
    except (zlib.error, brotli.error) as error:
        raise httpx2.DecodingError(str(error), request=request) from None


def _window(start: bytes, names: list[str]) -> int:
    """Return how zlib has to read a body that begins like this; 0 for not at all."""
    if start.startswith(_GZIP):
        return zlib.MAX_WBITS | 16
    if "deflate" not in names or start[:1] in (b"{", b"["):
        return 0
    is_zlib = (
        len(start) > 1 and start[0] & 15 == 8 and not (start[0] << 8 | start[1]) % 31
    )
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS


def _inflated(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    engine = zlib.decompressobj(window)
    for chunk in chunks:
        while chunk:
            before = engine.copy()
            try:
                piece = engine.decompress(chunk, _PIECE_BYTES)
            except zlib.error:
                yield from _bytewise(before, chunk)
                raise
            yield piece
            chunk = engine.unconsumed_tail
            if engine.eof and engine.unused_data.startswith(_GZIP):
                # One packed piece after the other.
                chunk, engine = engine.unused_data, zlib.decompressobj(window)
    while piece := engine.decompress(b"", _PIECE_BYTES):
        yield piece


def _bytewise(engine: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
    """Yield what comes before the byte at which it fails."""
    held = b""
    for number in range(len(chunk)):
        try:
            held += engine.decompress(
                engine.unconsumed_tail + chunk[number : number + 1], _PIECE_BYTES
            )
        except zlib.error:
            break
        if len(held) >= _PIECE_BYTES:
            yield held
            held = b""
    yield held


def _from_brotli(chunks: Iterable[bytes]) -> Iterator[bytes]:
    engine = brotli.Decompressor()
    for chunk in chunks:
        for start in range(0, len(chunk), _SMALL_BYTES):
            if engine.is_finished():
                return
            small = chunk[start : start + _SMALL_BYTES]
            piece = engine.process(small, output_buffer_limit=_PIECE_BYTES)
            while piece:
                yield piece
                if engine.is_finished():
                    return
                piece = engine.process(b"", output_buffer_limit=_PIECE_BYTES)
