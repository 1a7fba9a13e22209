"""The size of an SVG, read without trusting it.

Nothing is resolved, loaded or run: the parser stops at the first entity
declaration, so that a small file cannot expand into a large one.
"""

import re
from typing import NoReturn
from xml.etree import ElementTree
from xml.parsers import expat

from playground.library.unusable import UnusableFile

NAMESPACE = "http://www.w3.org/2000/svg"
XML = "http://www.w3.org/XML/1998/namespace"
MAX_BYTES = 20 * 2**20
# Larger than any screen, small enough for every arithmetic to follow.
MAX_EDGE_PX = 65_535
# What a browser takes when a drawing does not say its size.
DEFAULT_SIZE_PX = (300, 150)
PX_PER_UNIT = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
}
LENGTH = re.compile(r"\+?(\d{1,9}(?:\.\d*)?|\.\d+)\s*([a-z]*)", re.IGNORECASE)
# Longer than any length that somebody means.
_LENGTH_CHARACTERS = 100


def looks_like_svg(data: bytes) -> bool:
    """Tell whether it is worth parsing: some mark-up with an ``<svg`` near its start."""
    head = data[:65_536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    start = head[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and b"<svg" in head


def size(data: bytes) -> tuple[int, int]:
    """Return width and height in CSS pixels, each at least 1.

    Raises ``UnusableFile`` unless the whole file is a well-formed SVG without
    entities.
    """
    if len(data) > MAX_BYTES:
        raise UnusableFile("The SVG is larger than 20 MB.")
    root: dict[str, str] = {}
    names: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if not names:
            root.update(attributes)
        if len(names) < 1:
            names.append(name)

    def refuse(*_: object) -> NoReturn:
        raise UnusableFile("The SVG declares entities, which are not safe to read.")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise UnusableFile("The SVG is damaged: it is not well-formed.") from None
    if names != [f"{NAMESPACE} svg"]:
        raise UnusableFile("This is mark-up, but not an SVG picture.")
    return _size_of(root)


# What a drawing says about itself, and nobody sees.
_WORDS = {f"{{{NAMESPACE}}}{name}" for name in ("title", "desc", "metadata")}
# Programs keep their own names and settings in elements and attributes like these.
_SHOWN = {NAMESPACE, "http://www.w3.org/1999/xlink", XML}


def without_words(data: bytes) -> bytes | None:
    """Return a drawing without what is not drawn; None when it cannot be read.

    Comments, titles, descriptions and what belongs to no drawing are left out.
    """
    try:
        size(data)
        root = ElementTree.fromstring(data)  # noqa: S314  (no entities, see ``size``)
    except (UnusableFile, ElementTree.ParseError):
        return None
    for element in list(root.iter()):
        _keep_drawn(element)
        for name in list(element.attrib):
            if _namespace(name) not in {"", *_SHOWN}:
                del element.attrib[name]
    ElementTree.register_namespace("", NAMESPACE)
    try:
        drawing: bytes = ElementTree.tostring(root, encoding="utf-8")
    except RecursionError:
        # Nested a thousand deep: nothing that anybody draws.
        return None
    return drawing


def _namespace(name: str) -> str:
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def _keep_drawn(element: ElementTree.Element) -> None:
    """Take out the children that are not drawn; their tails fall to who stood before.

    All at once: taken out one by one, a million of them would take hours.
    """
    kept: list[ElementTree.Element] = []
    tails: list[str] = [element.text or ""]
    for child in element:
        if child.tag in _WORDS or _namespace(child.tag) != NAMESPACE:
            tails.append(child.tail or "")
            continue
        _put_tail(element, kept, tails)
        kept.append(child)
        tails = [child.tail or ""]
    _put_tail(element, kept, tails)
    element[:] = kept


def _put_tail(
    element: ElementTree.Element, kept: list[ElementTree.Element], tails: list[str]
) -> None:
    if kept:
        kept[-1].tail = "".join(tails)
    else:
        element.text = "".join(tails)


def _size_of(root: dict[str, str]) -> tuple[int, int]:
    width, height = _length(root.get("width")), _length(root.get("height"))
    box = _view_box(root.get("viewBox", ""))
    ratio = box[0] / box[1] if box else DEFAULT_SIZE_PX[0] / DEFAULT_SIZE_PX[1]
    if width is None and height is None:
        width, height = box or DEFAULT_SIZE_PX
    elif width is None:
        width = (height or 0) * ratio
    elif height is None:
        height = width / ratio
    edges = max(1, round(width)), max(1, round(height or 0))
    if max(edges) > MAX_EDGE_PX:
        raise UnusableFile("The SVG is drawn too large to be shown.")
    return edges


def _length(text: str | None) -> float | None:
    """Return pixels; None for percentages, font-relative units and nonsense."""
    text = (text or "").strip()
    found = LENGTH.fullmatch(text) if len(text) <= _LENGTH_CHARACTERS else None
    if not found or found[2].lower() not in PX_PER_UNIT:
        return None
    return float(found[1]) * PX_PER_UNIT[found[2].lower()] or None


def _view_box(text: str) -> tuple[float, float] | None:
    parts = re.split(r"[\s,]+", text.strip())
    if len(parts) != 4:
        return None
    width, height = _length(parts[2]), _length(parts[3])
    return (width, height) if width and height else None
