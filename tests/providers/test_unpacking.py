"""Packed answers are unpacked as far as they go."""

import gzip
import random
import zlib

import brotli
import httpx2
import pytest

from playground.providers.unpacking import unpacked

TEXT = b'{"data": "' + random.Random(1).randbytes(30_000).hex().encode() + b'"}'
PACKED = {
    "gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT, quality=4),
}


def unpack(body: bytes, name: str, piece: int = 4096) -> tuple[bytes, bool]:
    """Return what comes out, and whether it is said that something is wrong."""
    pieces = [body[start : start + piece] for start in range(0, len(body), piece)]
    request = httpx2.Request("GET", "http://localhost/")
    found = b""
    try:
        for part in unpacked(pieces, [name], request):
            found += part
    except httpx2.DecodingError:
        return found, True
    return found, False


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("piece", [1, 4096, 10**6])
def test_a_packed_body_comes_out_whole(name, piece):
    assert unpack(PACKED[name], name, piece) == (TEXT, False)
    assert unpack(TEXT, name, piece) == (TEXT, False)  # A label that is not true.


@pytest.mark.parametrize("piece", [4096, 10**6])
def test_a_wrong_checksum_takes_nothing_away(piece):
    for name, size in (("gzip", 8), ("deflate", 4)):
        body = PACKED[name][:-size] + b"\0" * size
        assert unpack(body, name, piece) == (TEXT, True)


@pytest.mark.parametrize("name", PACKED)
def test_what_comes_before_the_damage_is_kept(name):
    packed = PACKED[name]
    found, _ = unpack(packed[:20_000] + b"\xff" * 500, name, 10**6)
    assert TEXT.startswith(found[:18_000])
    assert len(found) > 18_000


def test_brotli_comes_out_in_small_pieces():
    request = httpx2.Request("GET", "http://localhost/")
    bomb = brotli.compress(b" " * 50 * 2**20, quality=1)
    sizes = [len(piece) for piece in unpacked([bomb], ["br"], request)]
    assert sum(sizes) == 50 * 2**20
    assert max(sizes) <= 2 * 2**20
