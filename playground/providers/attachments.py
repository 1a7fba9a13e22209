"""Pictures inside a JSON body, put in while it is sent.

The Responses route takes pictures as data URLs. Sixteen of 10 MB would lie in
memory several times: as base64, as JSON, as bytes. So the body is built with a
stand-in for each, and the stand-ins are replaced on the way out.
"""

import base64
import contextlib
import logging
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import BinaryIO

import httpx2

from playground.imaging.outcome import InputFile
from playground.providers.errors import RequestError

logger = logging.getLogger(__name__)

_STAND_IN = re.compile(rb"attached-[0-9a-f]{32}")
# A multiple of three, so that the pieces' base64 can be joined.
_CHUNK_BYTES = 3 * 2**14

_attached: ContextVar[Mapping[bytes, InputFile] | None] = ContextVar(
    "attached", default=None
)


def source_unreadable() -> RequestError:
    """Certainly unsent, so never billed. Names ``sources`` as its field."""
    return RequestError(
        "A source picture could not be read any more, so nothing was sent.",
        remedy="Add the picture again, then send the request.",
        code="source_unreadable",
        param="sources",
    )


def opened(file: InputFile) -> BinaryIO:
    """Open a file that is to be sent, wherever it is kept; the caller closes it."""
    try:
        return file.open()
    except Exception:
        # Each storage has errors of its own.
        logger.exception("A source could not be opened.")
        raise source_unreadable() from None


class Attachments:
    """The pictures of one call."""

    def __init__(self) -> None:
        self._files: dict[bytes, InputFile] = {}

    def stand_in(self, file: InputFile) -> str:
        """Return the text that becomes the file's data URL on the way out."""
        mark = f"attached-{secrets.token_hex(16)}"
        self._files[mark.encode()] = file
        return mark

    @contextlib.contextmanager
    def sending(self) -> Iterator[None]:
        """Put the pictures into whatever this thread sends meanwhile."""
        token = _attached.set(self._files)
        try:
            yield
        finally:
            _attached.reset(token)


def filled(request: httpx2.Request) -> httpx2.Request:
    """Return the request with its pictures in place; unchanged without any."""
    files = _attached.get()
    if not files:
        return request
    body = _Body(request.read(), files)
    headers = request.headers.copy()
    headers["Content-Length"] = str(body.length)
    return httpx2.Request(
        request.method,
        request.url,
        headers=headers,
        stream=body,
        extensions=request.extensions,
    )


class _Body(httpx2.SyncByteStream):
    def __init__(self, text: bytes, files: Mapping[bytes, InputFile]) -> None:
        self._pieces: list[bytes | InputFile] = []
        start = 0
        for match in _STAND_IN.finditer(text):
            file = files.get(match[0])
            if file is not None:
                self._pieces += [text[start : match.start()], file]
                start = match.end()
        self._pieces.append(text[start:])
        self.length = sum(map(_length, self._pieces))

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield _head(piece)
                yield from _base64(piece)


def _head(file: InputFile) -> bytes:
    return f"data:{file.media_type};base64,".encode()


def _length(piece: bytes | InputFile) -> int:
    if isinstance(piece, bytes):
        return len(piece)
    with opened(piece) as stream:
        size = stream.seek(0, os.SEEK_END)
    return len(_head(piece)) + (size + 2) // 3 * 4


def _base64(file: InputFile) -> Iterator[bytes]:
    with opened(file) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK_BYTES):
            # A read may bring less than was asked for.
            chunk = rest + chunk
            whole = len(chunk) // 3 * 3
            rest = chunk[whole:]
            yield base64.b64encode(chunk[:whole])
        yield base64.b64encode(rest)
