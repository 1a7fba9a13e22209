"""Deciding by content what a file is, and refusing what cannot be used."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image as Pillow

from playground.library.pictures import UnusableFile, check_picture
from playground.library.svg import without_words
from playground.library.uploads import UnusableSource, upload
from tests.factories import picture_bytes


def facts_of(data: bytes):
    return check_picture(data)[0]


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "gif"])
def test_tells_format_and_size_from_the_content(kind):
    data = picture_bytes(kind, (60, 40))
    facts = facts_of(data)
    assert (facts.format, facts.width_px, facts.height_px) == (kind, 60, 40)
    assert facts.bytes == len(data)
    assert len(facts.sha256) == 64
    assert facts.fully_opaque
    assert facts.frame_count == 1


@pytest.mark.parametrize("kind", ["png", "webp", "gif"])
def test_sees_real_transparency(kind):
    facts = facts_of(picture_bytes(kind, alpha=True))
    assert facts.has_alpha
    assert not facts.fully_opaque


def test_an_alpha_channel_without_a_transparent_pixel_is_fully_opaque():
    buffer = BytesIO()
    Pillow.new("RGBA", (8, 8), (10, 20, 30, 255)).save(buffer, "PNG")
    facts = facts_of(buffer.getvalue())
    assert facts.has_alpha
    assert facts.fully_opaque


def test_a_palette_with_a_transparent_colour_has_alpha():
    buffer = BytesIO()
    picture = Pillow.new("P", (8, 8))
    picture.putpalette([255, 0, 0, 0, 255, 0])
    picture.save(buffer, "PNG", transparency=0)
    assert facts_of(buffer.getvalue()).has_alpha


def test_counts_the_frames_of_an_animation():
    assert facts_of(picture_bytes("gif", frames=5)).frame_count == 5
    assert facts_of(picture_bytes("webp", frames=3)).frame_count == 3


def test_the_colour_is_the_average_of_what_can_be_seen():
    assert facts_of(picture_bytes(colour="#204060")).colour == "#204060"
    seen = facts_of(picture_bytes(colour="#204060", alpha=True)).colour
    assert [
        abs(int(seen[i : i + 2], 16) - want) <= 2
        for i, want in ((1, 0x20), (3, 0x40), (5, 0x60))
    ] == [True] * 3


def test_a_picture_of_nothing_has_a_colour_all_the_same():
    buffer = BytesIO()
    Pillow.new("RGBA", (8, 8), (0, 0, 0, 0)).save(buffer, "PNG")
    assert facts_of(buffer.getvalue()).colour == "#808080"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB", "CMYK"])
def test_every_mode_of_pixels_can_be_read(mode):
    buffer = BytesIO()
    Pillow.new(mode, (8, 8)).save(buffer, "JPEG" if mode == "CMYK" else "PNG")
    assert facts_of(buffer.getvalue()).width_px == 8


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "gif"])
def test_refuses_a_truncated_file(kind):
    data = picture_bytes(kind, (300, 200), colour="teal")
    with pytest.raises(UnusableFile, match="damaged or incomplete"):
        check_picture(data[: int(len(data) * 0.6)])


def _begun(kind, parts, at):
    data = picture_bytes(kind)
    return data[:at] + parts + data[at:]


@pytest.mark.parametrize(
    "data",
    [
        _begun("jpeg", b"\xff" * 200_000, 2),
        # As Pillow has it, these are between the parts.
        _begun("jpeg", b"\x01" * 200_000, 2),
        _begun("jpeg", b"\xff\xd0" * 20_000, 2),
        _begun("jpeg", b"\xff\xfe\0\2" * 20_000, 2),
        _begun("png", b"\0\0\0\0puNk\xcb\xa8\x0b\x0c" * 20_000, 33),
        _begun("gif", b"!\xfe" + b"\1a" * 20_000 + b"\0", -1),
        _begun("gif", b"\0" * 20_000, -1),
    ],
)
def test_refuses_a_file_of_nothing_but_parts_before_walking_over_them(data):
    with pytest.raises(UnusableFile, match="more parts"):
        check_picture(data)
    if not data.startswith(b"GIF"):
        with pytest.raises(UnusableSource, match="more parts"):
            upload(BytesIO(data), "kite")


def test_a_few_bytes_between_the_parts_are_no_reason_to_refuse_a_photo():
    assert check_picture(_begun("jpeg", b"\xff" * 60_000, 2))[0].format == "jpeg"


def test_refuses_a_png_with_a_wrong_checksum():
    data = bytearray(picture_bytes("png"))
    data[-20] ^= 0xFF
    with pytest.raises(UnusableFile, match="damaged"):
        check_picture(bytes(data))


def _png_that_claims(width, height):
    def chunk(kind, body):
        return (
            struct.pack(">I", len(body))
            + kind
            + body
            + struct.pack(">I", zlib.crc32(kind + body))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("edge", [8_000, 10_000, 60_000])
def test_refuses_a_decompression_bomb_before_decoding_it(edge):
    with pytest.raises(UnusableFile, match="too many pixels"):
        check_picture(_png_that_claims(edge, edge))


def test_refuses_an_animation_that_is_a_bomb_only_in_all_its_frames(monkeypatch):
    monkeypatch.setattr("playground.library.pictures.MAX_ANIMATION_PIXELS", 10_000)
    with pytest.raises(UnusableFile, match="animation is too large"):
        check_picture(picture_bytes("gif", (64, 48), frames=5))
    monkeypatch.setattr("playground.library.pictures.MAX_FRAMES", 4)
    with pytest.raises(UnusableFile, match="5 frames"):
        check_picture(picture_bytes("gif", (64, 48), frames=5))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"just some text", "not a picture"),
        (b"<html><body>Not found</body></html>", "a web page"),
        (b"BM" + b"\0" * 60, "a BMP"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\0\0\0\x1cftypheic\0\0\0\0", "a HEIC photo"),
        (b"\0\0\0\x1cftypisom\0\0\0\0", "a video"),
        (b"\x89PNG\r\n\x1a\n", "damaged|not a picture"),
    ],
)
def test_refuses_other_files_in_plain_words(data, words):
    with pytest.raises(UnusableFile, match=words):
        check_picture(data)


def test_whatever_a_decoder_raises_is_told_as_a_damaged_picture(monkeypatch):
    """So that it does not take away the pictures that came beside it."""

    def broken(*_, **__):
        raise struct.error("unpack requires a buffer of 4 bytes")

    monkeypatch.setattr("playground.library.pictures.Pillow.open", broken)
    with pytest.raises(UnusableFile, match="damaged"):
        check_picture(picture_bytes())


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="640" height="480"', (640, 480)),
        ('width="10in" height="5in"', (960, 480)),
        ('viewBox="0 0 512 256"', (512, 256)),
        ('width="100%" height="100%" viewBox="0 0 24 24"', (24, 24)),
        ('width="1024" viewBox="0 0 2 1"', (1024, 512)),
        ('height="300" viewBox="0,0,4,3"', (400, 300)),
        ("", (300, 150)),
        ('width="0" height="-4"', (300, 150)),
        ('viewBox="0 0 nan inf"', (300, 150)),
    ],
)
def test_reads_the_size_of_an_svg(attributes, size):
    data = f'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" {attributes}><g/></svg>'
    facts = facts_of(data.encode())
    assert facts.format == "svg"
    assert (facts.width_px, facts.height_px) == size
    assert facts.has_alpha


def test_a_drawing_nested_too_deep_is_not_shown_to_guests():
    nested = "<g>" * 3000 + "</g>" * 3000
    data = f'<svg xmlns="http://www.w3.org/2000/svg">{nested}</svg>'
    assert without_words(data.encode()) is None


def test_reads_an_svg_with_a_byte_order_mark_and_a_doctype():
    data = (
        '\ufeff<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC '
        '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="7"/>'
    )
    assert facts_of(data.encode()).width_px == 9


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
            '<svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>',
            "entities",
        ),
        (
            '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            '<svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
            "entities",
        ),
        ('<svg xmlns="http://www.w3.org/2000/svg"><g>', "not well-formed"),
        ("<svg width='3' height='3'/>", "not an SVG"),
        ("<html><svg xmlns='http://www.w3.org/2000/svg'/></html>", "not an SVG"),
        (
            '<svg xmlns="http://www.w3.org/2000/svg" width="900000" height="5"/>',
            "too large",
        ),
    ],
)
def test_refuses_an_svg_that_is_unsafe_or_none(data, words):
    with pytest.raises(UnusableFile, match=words):
        check_picture(data.encode())
