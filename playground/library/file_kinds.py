"""What a file is, told by its first bytes and never by its name."""

# Enough of a file to tell; an SVG may begin with long comments.
HEAD_BYTES = 8192

_STARTS = (
    (b"8BPS", "a Photoshop file", "Export it as PNG or JPEG"),
    (b"%PDF", "a PDF", "Export the page as PNG or JPEG"),
    (b"%!PS", "a PostScript drawing", "Export it as PNG or JPEG"),
    (b"BM", "a BMP", "Save it as PNG"),
    (b"II*\0", "a TIFF or a camera's raw file", "Save it as PNG or JPEG"),
    (b"MM\0*", "a TIFF or a camera's raw file", "Save it as PNG or JPEG"),
    (b"II+\0", "a TIFF", "Save it as PNG or JPEG"),
    (b"MM\0+", "a TIFF", "Save it as PNG or JPEG"),
    (b"GIF8", "a GIF", "Save one frame of it as PNG"),
    (b"\0\0\1\0", "an icon file", "Save it as PNG"),
    (b"icns", "an icon file", "Save it as PNG"),
    (b"\xff\x0a", "a JPEG XL", "Save it as PNG or JPEG"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL", "Save it as PNG or JPEG"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000", "Save it as PNG or JPEG"),
    (b"\x76\x2f\x31\x01", "an OpenEXR", "Save it as PNG, with 8 bits a channel"),
    (b"#?RADIANCE", "a Radiance HDR", "Save it as PNG, with 8 bits a channel"),
    (b"gimp xcf", "a GIMP file", "Export it as PNG"),
    (b"PK\3\4", "an archive or a design file", "Export the picture as PNG or JPEG"),
    (b"Rar!", "an archive", "Unpack it first"),
    (b"7z\xbc\xaf", "an archive", "Unpack it first"),
    (b"\x1f\x8b", "an archive", "Unpack it first"),
    (b"\x1aE\xdf\xa3", "a video", "Save one frame of it as PNG"),
    (b"FLV\1", "a video", "Save one frame of it as PNG"),
    (b"\0\0\2\0", "a pointer's picture", "Save it as PNG"),
    (b"II\xbc", "a JPEG XR", "Save it as PNG or JPEG"),
    (b"\xffO\xffQ", "a JPEG 2000", "Save it as PNG or JPEG"),
    (b"BPG\xfb", "a BPG", "Save it as PNG or JPEG"),
    (b"qoif", "a QOI", "Save it as PNG"),
    (b"DDS ", "a texture of a game", "Save it as PNG"),
    *((f"P{number}\n".encode(), "a PNM", "Save it as PNG") for number in range(1, 8)),
    (b"\n\5\1", "a PCX", "Save it as PNG"),
    (b"SIMPLE  =", "a FITS", "Save it as PNG, with 8 bits a channel"),
    (b"BLENDER", "a Blender file", "Render it as PNG or JPEG"),
    (b"CSFCHUNK", "a Clip Studio file", "Export it as PNG or JPEG"),
    (b"\1\0\t\0", "a Windows metafile", "Export it as PNG"),
    *(
        (start, "a font", "Choose a picture")
        for start in (b"\0\1\0\0\0", b"OTTO", b"ttcf", b"wOFF", b"wOF2")
    ),
    (b"bplist", "a document of a Mac", "Save the picture itself"),
    (b"MZ", "a program", "Choose a picture"),
    *(
        (start, "a sound", "Choose a picture")
        for start in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9")
    ),
    (b"FUJIFILMCCD-RAW", "a camera's raw file", "Save it as JPEG"),
    (b"IIRO", "a camera's raw file", "Save it as JPEG"),
    (b"IIU\0", "a camera's raw file", "Save it as JPEG"),
    (b"FOVb", "a camera's raw file", "Save it as JPEG"),
    (b"fig-", "a Figma file", "Export it as PNG or JPEG"),
    (b"\0\xffKA", "an Affinity file", "Export it as PNG or JPEG"),
    (b"\xd7\xcd\xc6\x9a", "a Windows metafile", "Export it as PNG"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript drawing", "Export it as PNG or JPEG"),
    (b"\xd0\xcf\x11\xe0", "an Office document", "Save the picture itself"),
    (b"{\\rtf", "a text document", "Save the picture itself"),
    (b"ID3", "a sound", "Choose a picture"),
    (b"OggS", "a sound", "Choose a picture"),
    (b"fLaC", "a sound", "Choose a picture"),
)
_VIDEO = ("a video", "Save one frame of it as PNG")
_HEIC = ("a HEIC photo", "Save it as JPEG")
# ISO media files name what they are in their fourth to twelfth byte.
_BRANDS = {
    b"heic": _HEIC,
    b"heix": _HEIC,
    b"heim": _HEIC,
    b"hevc": _HEIC,
    b"mif1": _HEIC,
    b"msf1": _HEIC,
    b"avif": ("an AVIF", "Save it as PNG or JPEG"),
    b"avis": ("an AVIF", "Save it as PNG or JPEG"),
    b"crx ": ("a camera's raw file", "Save it as JPEG"),
}
_RIFF = {
    b"AVI ": _VIDEO,
    b"WAVE": ("a sound", "Choose a picture"),
    b"CDR6": ("a CorelDRAW file", "Export it as PNG or JPEG"),
}
_READABLE = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def what_it_is(head: bytes) -> tuple[str, str]:
    """Return such as ("a Photoshop file", "Export it as PNG or JPEG").

    ``head`` is the file's first ``HEAD_BYTES``. Both are "" for what is not known,
    and for pictures that everybody reads.
    """
    if head.startswith(_READABLE):
        return "", ""
    if later := _later(head):
        return later
    for start, name, way_out in _STARTS:
        if head.startswith(start):
            return name, way_out
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], _VIDEO)
    if head[4:8] in (b"moov", b"mdat", b"wide", b"pnot"):
        return _VIDEO
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    return _text(head)


def _later(head: bytes) -> tuple[str, str] | None:
    """What tells of itself only behind its first bytes."""
    if head[40:44] == b" EMF":
        return "a Windows metafile", "Export it as PNG"
    if head[128:132] == b"DICM":
        return "a medical picture", "Save it as PNG"
    if head[4:6] == b"\xe0\xa5":
        return "an Aseprite file", "Export it as PNG"
    if head[4:8] == b"ftyp" and head[8:12] in (b"mif1", b"msf1"):
        # A name for both; what it really is stands among those that it fits.
        return _BRANDS[b"avif" if b"avif" in head[16:64] else b"heic"]
    if head[:2] == b"\0\0" and head[2:3] in (b"\2", b"\x0a") and not any(head[3:8]):
        return "a TGA", "Save it as PNG"
    return None


def _text(head: bytes) -> tuple[str, str]:
    """Tell drawings and pages from other texts, "" for what is no text."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    # The last letter may be cut.
    text = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n").lower()
    if text.startswith(("<svg", "<?xml", "<!--", "<!doctype svg")) and "<svg" in text:
        return "an SVG drawing", "Export it as PNG"
    if text.startswith(("<!doctype html", "<html")):
        return "a web page", "Save the picture itself"
    is_whole = len(text.encode(encoding)) > len(head) - 16
    if (
        is_whole
        and len(text) > 1
        and all(it.isprintable() or it.isspace() for it in text)
    ):
        return "a text, not a picture", "Choose a picture"
    return "", ""
