"""Content credentials are found where the formats keep them."""

import io
import struct
import zlib

import pytest

from playground.library.credentials import has_credentials
from tests.factories import picture_bytes

JUMB = struct.pack(">I", 24) + b"jumb" + b"\0" * 16


def _png(kind=b"caBX"):
    data = picture_bytes("png")
    chunk = struct.pack(">I", len(JUMB)) + kind + JUMB
    chunk += struct.pack(">I", zlib.crc32(kind + JUMB))
    return data[:33] + chunk + data[33:]


def _jpeg(kind=b"JP"):
    data = picture_bytes("jpeg")
    body = kind + b"\0\1" + struct.pack(">I", 1) + JUMB
    return data[:2] + b"\xff\xeb" + struct.pack(">H", len(body) + 2) + body + data[2:]


def _filled_up():
    data = _jpeg()
    return data[:2] + b"\xff\xff" + data[2:]


def _webp(kind=b"C2PA"):
    data = picture_bytes("webp")
    return data + kind + struct.pack("<I", len(JUMB)) + JUMB


class Counted(io.BytesIO):
    reads = 0

    def read(self, *args):
        self.reads += 1
        return super().read(*args)


def test_a_file_of_bytes_to_fill_up_costs_no_walk():
    file = Counted(b"\xff\xd8" + b"\xff" * 100_000)
    assert not has_credentials(file)
    assert file.reads < 100


@pytest.mark.parametrize("data", [_png(), _jpeg(), _webp(), _filled_up()])
def test_credentials_are_found(data):
    assert has_credentials(io.BytesIO(data))


@pytest.mark.parametrize(
    "data",
    [
        picture_bytes("png"),
        picture_bytes("jpeg"),
        picture_bytes("webp"),
        picture_bytes("gif"),
        picture_bytes("svg"),
        _png(b"caBY"),
        _jpeg(b"XX"),
        _webp(b"EXIF"),
        _png()[:40],
        b"",
        b"\xff\xd8\xff\xeb\x00\x00",
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 50,
    ],
)
def test_what_has_none_or_is_broken_has_none(data):
    assert not has_credentials(io.BytesIO(data))
