"""Files that are no pictures, or none that can be read, are called what they are."""

import pytest

from playground.library.file_kinds import what_it_is

SVG = '<?xml version="1.0"?><!-- {} --><svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (SVG.format("made by " * 300).encode(), "an SVG drawing"),
        (SVG.format("").encode("utf-16"), "an SVG drawing"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "an AVIF"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heicmiaf", "a HEIC photo"),
        (b"\0\0\2" + bytes(9) + b"\x40\0\x40\0\x20\x08", "a TGA"),
        (b"\0\0\2\0\1\0\x20\x20", "a pointer's picture"),
        (b"\xff\xfb\x90\0", "a sound"),
        (b"P3\n2 2\n255\n", "a PNM"),
        ("Ein Satz, kein Bild: é".encode(), "a text, not a picture"),
        (b"a,b\r\n1,2\r\n", "a text, not a picture"),
        (bytes(range(256)), ""),
        (b"\x89PNG\r\n\x1a\n", ""),
        (b"\xff\xd8\xff\xe0", ""),
    ],
)
def test_it_is_told_by_what_is_inside(head, what):
    assert what_it_is(head)[0] == what
