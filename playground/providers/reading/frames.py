"""From bytes to JSON values, whatever the body is, while it arrives."""

import re
from collections.abc import Iterator
from typing import Any

from playground.providers.reading.pictures import (
    data_urls,
    holds_picture,
    is_drawing,
    is_picture,
    is_whole,
    looks_like_base64,
)
from playground.providers.reading.values import (
    Damaged,
    escaped,
    read_values,
    text_end,
)

# Enough to tell what a body is.
_ENOUGH = 16
# Of a text, what is worth keeping for a person.
_TEXT_BYTES = 2000
_MARK = b"\xef\xbb\xbf"
_FIELD = re.compile(rb"\s*(?::|(?:data|event|id|retry)\s*:)", re.I)
_LINE_END = re.compile(rb"\r\n|\n|\r")
_JSON_MARK = re.compile(rb'["{}\[\]]')
# The names of events; "image_generation" alone is a tool, "image_generation_call" an item.
_PIECE = re.compile(
    rb'"type"\s*:\s*"(?:image_(?:generation|edit)\.|response\.)|"partial_image'
)
# What only an answer has; a word of progress has none of it.
_END = re.compile(
    rb'"(?:data|output|images?|b64_json|url|result|errors?|detail)"\s*:\s*'
    rb'(?!null|false|""|\[\s*\]|\{\s*\})'
)
# No sign of life is as long.
_LONG_BYTES = 2**16
_JSON_START = re.compile(rb'[{[]\s*["{\[]')
_LOOKS_PAID = re.compile(rb'"(?:b64_json|result|url)"\s*:\s*"|[A-Za-z0-9+/_-]{4096}')


class Body:
    """An answer's bytes, read piece by piece.

    ``feed`` and ``finish`` yield each JSON value with the name of its event, "" without
    one. ``complete`` is True once the body has said all it can: a JSON text that is
    closed and says how it ended, or the end mark of a stream. ``unread`` counts pieces
    that hold something and cannot be read, ``broken`` tells that the text breaks off.
    ``piecewise`` is True for JSON that comes one event a line, where a closed text need
    not be the last.
    ``words`` is the last thing said in a stream that is not JSON. ``kind`` is "json",
    "events", "picture", "text", or "" until it is known.
    """

    def __init__(self, content_type: str = "") -> None:
        self.kind = ""
        self.complete = False
        self.broken = False
        self.unread = 0
        self.piecewise = False
        self.words = ""
        self._is_stream = "event-stream" in content_type.lower()
        self._framed = False
        self._unframed = bytearray()
        self._bytes = bytearray()
        self._searched = 0
        self._name = ""
        self._data: list[bytes] = []
        self._closing = _Closing()
        self._closed = False

    def feed(self, chunk: bytes) -> Iterator[tuple[str, Any]]:
        """Yields what has become whole by it; pieces may end anywhere."""
        self._bytes += chunk
        if not self.kind:
            # Blanks that keep the line open while the picture is drawn.
            self._bytes = self._bytes.lstrip(b" \t\r\n").removeprefix(_MARK)
            if len(self._bytes) < _ENOUGH:
                return
            self.kind = self._recognise()
            chunk = bytes(self._bytes)
        if self.kind == "events":
            yield from self._lines()
        elif self.kind == "json":
            self._closed = self._closing.feed(chunk)
            self.complete = self._closed and self._says_the_end()
            if self._closed and _PIECE.search(self._bytes, 0, _TEXT_BYTES):
                self.piecewise = self.complete = True
                yield from self._piece()
        elif self.kind == "picture":
            self.complete = is_whole(self._bytes)

    def finish(self) -> Iterator[tuple[str, Any]]:
        """Yield what is left at the end, or where the body broke off."""
        if not self.kind:
            self.kind = self._recognise()
        if self.kind == "text" and re.search(rb"^data\s*:", self._bytes, re.M):
            self.kind = "events"
        if self.kind == "events":
            self._bytes += b"\n\n"
            yield from self._lines(to_the_end=True)
            if not self._framed:
                # A label that is not true.
                self.kind, self._bytes = "text", self._unframed.strip()
        elif self.kind == "json" and self._bytes.strip():
            yield from self._json(self._bytes, "")
        if self.kind == "text":
            yield from self._in_text()

    @property
    def raw(self) -> bytes:
        """What was not cut into values: a picture, or a text."""
        return bytes(self._bytes)

    def _recognise(self) -> str:
        start = bytes(self._bytes[:200]).removeprefix(_MARK)
        if is_picture(start):
            return "picture"
        if _FIELD.match(start):
            return "events"
        if start.replace(b"\0", b"").lstrip(b"\xff\xfe\x1e \t\r\n")[:1] in (b"{", b"["):
            return "json"
        return "events" if self._is_stream else "text"

    def _lines(self, *, to_the_end: bool = False) -> Iterator[tuple[str, Any]]:
        last = max(
            self._bytes.rfind(b"\n", self._searched),
            self._bytes.rfind(b"\r", self._searched),
        )
        if (
            last == len(self._bytes) - 1
            and self._bytes[-1:] == b"\r"
            and not to_the_end
        ):
            # Half of a line end, perhaps.
            last = max(
                self._bytes.rfind(b"\n", self._searched, last),
                self._bytes.rfind(b"\r", self._searched, last),
            )
        if last < 0:
            self._searched = max(0, len(self._bytes) - 1)
            return
        whole = bytes(self._bytes[: last + 1])
        del self._bytes[: last + 1]
        self._searched = 0
        if not self._framed:
            self._unframed += whole
        for line in _LINE_END.split(whole)[:-1]:
            yield from self._line(line)
        if self._framed:
            self._unframed.clear()

    def _line(self, line: bytes) -> Iterator[tuple[str, Any]]:
        if not line.strip():
            data, name = b"\n".join(self._data), self._name
            self._data, self._name = [], ""
            if data.strip().startswith(b"[DONE]"):
                self.complete = True
            elif data.strip():
                yield from self._json(data, name)
            return
        field, _, value = line.partition(b":")
        field = field.strip().lower()
        self._framed = self._framed or field in (b"data", b"event")
        if field == b"data":
            self._data.append(value.removeprefix(b" "))
        elif field == b"event":
            self._name = value.strip().decode("utf-8", "replace")
        elif line.lstrip()[:1] == b"{":
            # Its name was forgotten.
            self._framed = True
            self._data.append(line)

    def _says_the_end(self) -> bool:
        """Whether a closed text is the answer, and not a sign of life before it."""
        if len(self._bytes) > _LONG_BYTES:
            return True
        return self.piecewise or bool(_END.search(self._bytes))

    def _piece(self) -> Iterator[tuple[str, Any]]:
        """Yield what is closed by now of JSON that comes in pieces."""
        raw, self._bytes = self._bytes, bytearray()
        try:
            values, whole = read_values(raw)
        except Damaged:
            values, whole = [], False
        if not whole:
            # What was read holds on to ``raw``, which could not grow any more.
            self._bytes = bytearray(raw)
            return
        for value in values:
            yield "", value

    def _in_text(self) -> Iterator[tuple[str, Any]]:
        """Yield the picture, or the JSON, that lies in what is neither."""
        if is_drawing(self._bytes):
            self.kind = "picture"
        elif looks_like_base64(self._bytes):
            yield "", {"b64_json": self._bytes.decode("ascii", "replace")}
        elif urls := data_urls(self._bytes):
            yield "", {"data": [{"b64_json": url} for url in urls]}
        elif found := _JSON_START.search(self._bytes):
            # Something else has spoken first: a warning, a callback's name.
            try:
                values, _ = read_values(bytes(self._bytes[found.start() :]))
            except Damaged:
                values = []
            for value in values:
                yield "", value
            self.unread += not values and self._looks_paid()
        else:
            self.unread += self._looks_paid()

    def _looks_paid(self) -> bool:
        return bool(_LOOKS_PAID.search(self._bytes)) or holds_picture(self._bytes)

    def _json(self, raw: bytes | bytearray, name: str) -> Iterator[tuple[str, Any]]:
        try:
            values, whole = read_values(raw)
        except Damaged:
            if looks_like_base64(raw):
                yield name, {"b64_json": bytes(raw).decode("ascii", "replace")}
                return
            # A heartbeat, a comment: nothing that was paid for.
            self.unread += bool(_LOOKS_PAID.search(raw))
            self.broken = self.broken or self.kind == "json"
            if self.kind == "events":
                yield from self._said(raw, name)
            return
        # What follows after the end of all brackets is no part of the answer.
        self.broken = self.broken or not (whole or self._closed or self.complete)
        for value in values:
            yield name, value

    def _said(self, raw: bytes | bytearray, name: str) -> Iterator[tuple[str, Any]]:
        text = " ".join(raw[:_TEXT_BYTES].decode("utf-8", "replace").split())
        if name == "error":
            yield name, {"message": text}
        elif " " in text:
            self.words = text


class _Closing:
    """Tells, while a JSON text arrives, whether every bracket in it is closed.

    Inside of a text only its end is looked for: that is nearly all of an answer.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._in_text = False
        self._held = b""

    def feed(self, chunk: bytes) -> bool:
        chunk = self._held + chunk
        place = 0
        while place < len(chunk):
            if self._in_text:
                place = text_end(chunk, place) + 1
                if not place:
                    break
                self._in_text = False
                continue
            mark = _JSON_MARK.search(chunk, place)
            if mark is None:
                break
            place = mark.end()
            if mark[0] == b'"':
                self._in_text = True
            else:
                self._depth += 1 if mark[0] in b"{[" else -1
        # An escape that is cut in two is looked at with what follows.
        cut = self._in_text and escaped(chunk, len(chunk))
        self._held = b"\\" if cut else b""
        return not self._depth and not self._in_text
