"""From bytes to JSON values, whatever the body is, while it arrives."""

import re
from collections.abc import Iterator
from typing import Any

from playground.providers.reading.pictures import is_picture
from playground.providers.reading.values import (
    Damaged,
    escaped,
    read_values,
    text_end,
)

# Enough to tell what a body is.
_ENOUGH = 16
_FIELD = re.compile(rb"\s*(?::|(?:data|event|id|retry)\s*:)", re.I)
_LINE_END = re.compile(rb"\r\n|\n|\r")
_JSON_MARK = re.compile(rb'["{}\[\]]')
_LOOKS_PAID = re.compile(rb'"(?:b64_json|result|url)"\s*:\s*"|[A-Za-z0-9+/_-]{4096}')


class Body:
    """An answer's bytes, read piece by piece.

    ``feed`` and ``finish`` yield each JSON value with the name of its event, "" without
    one. ``complete`` is True once the body has said all it can: a JSON text that is
    closed, or the end mark of a stream. ``unread`` counts pieces that hold something
    and cannot be read, ``broken`` tells that the text breaks off. ``kind`` is "json",
    "events", "picture", "text", or "" until it is known.
    """

    def __init__(self, content_type: str = "") -> None:
        self.kind = ""
        self.complete = False
        self.broken = False
        self.unread = 0
        self._is_stream = "event-stream" in content_type.lower()
        self._bytes = bytearray()
        self._searched = 0
        self._name = ""
        self._data: list[bytes] = []
        self._closing = _Closing()

    def feed(self, chunk: bytes) -> Iterator[tuple[str, Any]]:
        self._bytes += chunk
        if not self.kind:
            # Blanks that keep the line open while the picture is drawn.
            self._bytes = self._bytes.lstrip(b" \t\r\n")
            if len(self._bytes) < _ENOUGH:
                return
            self.kind = self._recognise()
            chunk = bytes(self._bytes)
        if self.kind == "events":
            yield from self._lines()
        elif self.kind == "json":
            self.complete = self._closing.feed(chunk)

    def finish(self) -> Iterator[tuple[str, Any]]:
        """Yield what is left at the end, or where the body broke off."""
        if not self.kind:
            self.kind = self._recognise()
        if self.kind == "text" and re.search(rb"^data\s*:", self._bytes, re.M):
            self.kind = "events"
        if self.kind == "events":
            self._bytes += b"\n\n"
            yield from self._lines(to_the_end=True)
        elif self.kind == "json":
            yield from self._json(self._bytes, "")

    @property
    def raw(self) -> bytes:
        """What was not cut into values: a picture, or a text."""
        return bytes(self._bytes)

    def _recognise(self) -> str:
        start = bytes(self._bytes[:200]).removeprefix(b"\xef\xbb\xbf")
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
        for line in _LINE_END.split(whole)[:-1]:
            yield from self._line(line)

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
        if field == b"data":
            self._data.append(value.removeprefix(b" "))
        elif field == b"event":
            self._name = value.strip().decode("utf-8", "replace")

    def _json(self, raw: bytes | bytearray, name: str) -> Iterator[tuple[str, Any]]:
        try:
            values, whole = read_values(raw)
        except Damaged:
            # A heartbeat, a comment: nothing that was paid for.
            self.unread += bool(_LOOKS_PAID.search(raw))
            self.broken = self.broken or self.kind == "json"
            return
        if not whole:
            self.broken = True
        for value in values:
            yield name, value


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
