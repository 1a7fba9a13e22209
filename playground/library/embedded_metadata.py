"""Prompt and settings inside of picture files: reading what is there, and writing a copy.

Read are our own copies, the text "parameters" of a PNG that most programs write, and
the description in XMP. A copy is written by putting parts between the parts of the
file: no pixel is touched, and the file it is made of stays as it is.
"""

import datetime
import json
import re
import struct
import zlib
from decimal import Decimal
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from PIL import Image as Pillow

from playground.core.storable import storable_text
from playground.imaging.outcome import Resolved
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import ImageRequest
from playground.library.models import Image
from playground.library.uploads import OPENED
from playground.library.xmp import MAX_CHARACTERS, told_by_xmp

UNKNOWN_MODEL = "unknown"
MAX_PROMPT = 32_000
# What of a file's text is looked at.
MAX_TEXT = 200_000
OURS = "urn:image-playground:settings:1"
# The line of settings: the last one of these, since a prompt may hold such words too.
_SETTINGS = re.compile(r"^(?:Steps: \d|Model: [^\n]*\bSize: \d)", re.M)
_NEGATIVE = re.compile(r"^Negative prompt:", re.M)
_MODEL = re.compile(r'\bModel: (?:"([^"\n]{1,80})"|([^,\n]{1,80}))')
_SIZE = re.compile(r"\bSize: (\d{1,5})x(\d{1,5})")
_VALUE = re.compile(r"[\w×.-]{1,16}")
_PRICE = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,8})?", re.ASCII)
_NAME = re.compile(r"[\w.-]{1,100}")
# What is told of besides prompt and model: all that shapes a picture, and is no file.
TOLD = tuple(
    it.name
    for it in PARAMETERS.settings
    if not it.is_circumstance and it.name not in ("model", "action")
)
_LARGEST = 10**6
PNG = b"\x89PNG\r\n\x1a\n"
# No other decoder is let at a file that anybody brings.
_READ = (*OPENED, "GIF")
_XMP_KEYS = ("xmp", "XML:com.adobe.xmp")


class CannotEmbed(Exception):
    """No copy can be made. The message is fit to show to a person."""


def embedded(file: IO[bytes]) -> dict[str, Any]:
    """What a file tells of itself, as an entry of a manifest does; {} for nothing.

    Only its head is read: in a PNG, what stands before the pixels.
    """
    file.seek(0)
    try:
        with Pillow.open(file, formats=_READ) as picture:
            info = dict(picture.info)
    except (OSError, ValueError, SyntaxError, EOFError, Pillow.DecompressionBombError):
        return {}
    found = next((info[key] for key in _XMP_KEYS if info.get(key)), b"")
    if isinstance(found, bytes):
        found = found[: 4 * MAX_CHARACTERS].decode("utf-8", "replace")
    by_xmp = told_by_xmp(str(found))
    written = info.get("parameters")
    if isinstance(written, str) and "requested" not in by_xmp:
        return _widespread(written[:MAX_TEXT])
    return by_xmp


def _widespread(written: str) -> dict[str, Any]:
    """Read "prompt, a line of Negative prompt, a line of Key: value, …"."""
    lines = [found.start() for found in _SETTINGS.finditer(written)]
    at = lines[-1] if lines else len(written)
    prompt = _NEGATIVE.split(written[:at], maxsplit=1)[0].rstrip("\n")
    settings = written[at:]
    asked = {"prompt": prompt}
    if model := _MODEL.search(settings):
        asked["model"] = (model[1] or model[2]).strip()
    if size := _SIZE.search(settings):
        asked["size"] = f"{size[1]}x{size[2]}"
    return {"requested": asked}


def request_told(told: dict[str, Any]) -> ImageRequest:
    """The request that an entry of a manifest, or a file, tells of.

    Anybody may have written it: what cannot be a value is left out.
    """
    asked, parameters = told.get("requested"), told.get("parameters")
    # What came of "auto" was not asked for, where both are told.
    known = asked if isinstance(asked, dict) else parameters
    known = known if isinstance(known, dict) else {}
    values: dict[str, Any] = {}
    for name in TOLD:
        if _can_be(name, value := known.get(name)):
            values[name] = value
    prompt = text_of(known.get("prompt") or told.get("prompt"))
    model = text_of(known.get("model"))[:100] or UNKNOWN_MODEL
    return ImageRequest(prompt=prompt, model=model, **values)


def resolved_told(told: dict[str, Any]) -> Resolved:
    """What the API made of what was asked for, as an entry of a manifest tells it.

    Size and format are the file's own.
    """
    told_of = told.get("parameters")
    known = told_of if isinstance(told_of, dict) else {}
    values = {name: known.get(name) for name in ("quality", "background")}
    return Resolved(
        model=text_of(known.get("model"))[:100] or None,
        **{name: value for name, value in values.items() if _can_be(name, value)},
    )


def _can_be(name: str, value: Any) -> bool:
    if PARAMETERS[name].is_number:
        return type(value) is int and 0 <= value <= _LARGEST
    if name == "route":
        return value in ("auto", "images", "responses")
    pattern = _NAME if name.endswith("_model") else _VALUE
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def moment_told(told: dict[str, Any]) -> datetime.datetime | None:
    """When it was made, if that can be: not to come, and not before there were any."""
    value = told.get("created")
    try:
        made = parse_datetime(value) if isinstance(value, str) else None
        if made is None or timezone.is_naive(made) or made.year < 2000:
            return None
        return made.astimezone(datetime.UTC) if made <= timezone.now() else None
    except (ValueError, OverflowError):
        return None


def duration_told(told: dict[str, Any]) -> int | None:
    """Milliseconds; None for what the database has no room for."""
    value = told.get("duration_ms")
    return value if type(value) is int and 0 <= value < 2**31 else None


def price_told(told: dict[str, Any]) -> Decimal | None:
    """What it is told to have cost elsewhere: the picture's, never the run's, so that
    no book here knows of it."""
    value = told.get("cost_usd")
    if not isinstance(value, str) or not _PRICE.fullmatch(value):
        return None
    return Decimal(value)


def text_of(value: Any) -> str:
    """Make a text of what a file holds that can be kept; "" of what is none."""
    text = value.replace("\0", "") if isinstance(value, str) else ""
    return storable_text(text, MAX_PROMPT).strip()


def copy_with_parameters(data: bytes, image: Image) -> bytes:
    """Return a copy of a file that carries its prompt and settings.

    ``image`` has its generation. The caller has made sure that the file has no
    content credentials: this would break their signature.
    """
    asked = {
        name: value
        for name, value in image.generation.requested.items()
        if name in (*TOLD, "model", "prompt")
    }
    xmp = _xmp(image.prompt, asked).encode()
    if data.startswith(PNG):
        written = _as_widespread(image).encode()
        parts = _itxt("parameters", written) + _itxt("XML:com.adobe.xmp", xmp)
        # Behind the head, which is the first part and always as long.
        at = len(PNG) + 25
        return data[:at] + parts + data[at:]
    if data.startswith(b"\xff\xd8"):
        return _in_jpeg(data, b"http://ns.adobe.com/xap/1.0/\0" + xmp)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _in_webp(data, xmp, image)
    raise CannotEmbed(
        f"A {image.output_format.upper()} has no place for settings: PNG, JPEG and "
        "WebP have."
    )


def _as_widespread(image: Image) -> str:
    return (
        f"{image.prompt}\nModel: {image.model}, Size: {image.width_px}x"
        f"{image.height_px}, Quality: {image.quality}, Background: "
        f"{image.background}, Format: {image.output_format}"
    )


def _xmp(prompt: str, asked: dict[str, Any]) -> str:
    told = quoteattr(json.dumps(asked), {'"': "&quot;"})
    # Characters that XML has no way to write.
    prompt = "".join(it for it in prompt if it in "\t\n" or it >= " ")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:playground="{OURS}" playground:requested={told}>'
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(prompt)}</rdf:li></rdf:Alt></dc:description>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )


def _itxt(key: str, text: bytes) -> bytes:
    body = b"iTXt" + key.encode() + b"\0\0\0\0\0" + text
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def _in_jpeg(data: bytes, part: bytes) -> bytes:
    if len(part) > 65_533:
        raise CannotEmbed("The prompt is too long for a JPEG: it takes 64 KB.")
    at = 2
    # Behind the parts of JFIF and Exif, which want to be the first.
    while data[at : at + 2] in (b"\xff\xe0", b"\xff\xe1"):
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    segment = b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part
    return data[:at] + segment + data[at:]


def _in_webp(data: bytes, xmp: bytes, image: Image) -> bytes:
    """XMP is the last part, and a flag in the head of the extended form tells of it."""
    parts = data[12:]
    if parts[:4] == b"VP8X":
        parts = parts[:8] + bytes([parts[8] | 0x04]) + parts[9:]
    else:
        flags = 0x04 | (0x10 if image.has_alpha else 0)
        size = struct.pack("<I", image.width_px - 1)[:3]
        size += struct.pack("<I", image.height_px - 1)[:3]
        head = struct.pack("<II", 10, flags) + size
        parts = b"VP8X" + head + parts
    part = b"XMP " + struct.pack("<I", len(xmp)) + xmp + b"\0" * (len(xmp) % 2)
    body = b"WEBP" + parts + b"\0" * (len(parts) % 2) + part
    return b"RIFF" + struct.pack("<I", len(body)) + body
