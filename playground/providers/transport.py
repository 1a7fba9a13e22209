"""How bytes travel: with a limit on time and size, or to the simulator in process."""

import ssl
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

import httpx2

from playground.providers import deadlines
from playground.providers.attachments import filled
from playground.providers.unpacking import PACKED, is_readable, names_of, unpacked

# Ten pictures of 8.3 megapixels as base64 PNG stay well below it.
MAX_ANSWER_BYTES = 2**30
# Above this, a request on its way to the simulator waits on disk.
_IN_MEMORY_BYTES = 2**20


@lru_cache(maxsize=1)
def authorities() -> ssl.SSLContext:
    """Return who vouches for servers: read once, which takes longer than a call."""
    return httpx2.create_ssl_context()


class AttachingClient(httpx2.Client):
    """Puts pictures into JSON bodies while they are sent."""

    def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        return super().send(filled(request), **options)


class GuardedClient(AttachingClient):
    """Ends an answer that takes too long in all, or grows too large.

    Answers are asked for as they are: one that is compressed all the same is unpacked
    here, and what counts is its size then. Redirects are not followed: they would
    take prompt, pictures and key to another address.
    """

    def __init__(
        self,
        *,
        limit_s: float,
        max_bytes: int = MAX_ANSWER_BYTES,
        timeout: httpx2.Timeout,
        limits: httpx2.Limits,
    ) -> None:
        super().__init__(
            verify=authorities(),
            timeout=timeout,
            limits=limits,
            follow_redirects=False,
            headers={"Accept-Encoding": "identity"},
        )
        deadlines.watch(self)
        self._limit_s = limit_s
        self._max_bytes = max_bytes

    def send(
        self, request: httpx2.Request, *, stream: bool = False, **options: Any
    ) -> httpx2.Response:
        """Limits time and size while the body arrives, streamed or not."""
        deadline = deadlines.begin(self._limit_s)
        response = super().send(request, stream=True, **options)
        assert isinstance(response.stream, httpx2.SyncByteStream)  # noqa: S101
        encoding = response.headers.pop("content-encoding", "")
        names = names_of(encoding)
        if not is_readable(names):
            response.headers[PACKED] = encoding
        response.stream = _GuardedStream(
            response.stream, request, deadline, self._max_bytes, names
        )
        if not stream:
            try:
                response.read()
            finally:
                response.close()
        return response


class _GuardedStream(httpx2.SyncByteStream):
    def __init__(
        self,
        inner: httpx2.SyncByteStream,
        request: httpx2.Request,
        deadline: float,
        max_bytes: int,
        packed: list[str],
    ) -> None:
        self._inner = inner
        self._request = request
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._packed = packed

    def __iter__(self) -> Iterator[bytes]:
        seen = 0
        for chunk in unpacked(self._inner, self._packed, self._request):
            seen += len(chunk)
            if seen > self._max_bytes:
                raise httpx2.RemoteProtocolError(
                    "the answer is larger than the limit", request=self._request
                )
            if time.monotonic() > self._deadline:
                raise httpx2.ReadTimeout(
                    "the answer took longer than the limit", request=self._request
                )
            yield chunk

    def close(self) -> None:
        self._inner.close()


class InProcessTransport(httpx2.BaseTransport):
    """Calls a WSGI application as if it were a server.

    Unlike ``httpx2.WSGITransport`` it keeps a large upload on disk instead of
    twice in memory, and an application that breaks off looks like a connection
    that does. The answer streams: each chunk is produced when it is asked for.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Returns with the answer's first chunk; the rest comes as it is read."""
        assert isinstance(request.stream, httpx2.SyncByteStream)  # noqa: S101
        body = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115
        try:
            for chunk in request.stream:
                body.write(chunk)
            length = body.tell()
            body.seek(0)
            answer = _Answer()
            chunks = self._application(
                _environ(request, body, length), answer.start_response
            )
        except BaseException:
            body.close()
            raise
        stream = _AnswerStream(chunks, request, body.close)
        # A generator sets its status with its first chunk.
        stream.fetch_first()
        return httpx2.Response(answer.status, headers=answer.headers, stream=stream)


class _Answer:
    status = 500
    headers: list[tuple[str, str]]

    @property
    def start_response(self) -> StartResponse:
        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            self.status, self.headers = int(status.split()[0]), headers
            return lambda chunk: None

        return start


class _AnswerStream(httpx2.SyncByteStream):
    def __init__(
        self,
        chunks: Iterable[bytes],
        request: httpx2.Request,
        closed: Callable[[], object],
    ) -> None:
        self._close = getattr(chunks, "close", None)
        self._chunks = iter(chunks)
        self._request = request
        self._closed = closed
        self._first: bytes | None = None

    def fetch_first(self) -> None:
        self._first = self._next()

    def __iter__(self) -> Iterator[bytes]:
        chunk = self._first
        while chunk is not None:
            if chunk:
                yield chunk
            chunk = self._next()

    def _next(self) -> bytes | None:
        try:
            return next(self._chunks, None)
        except httpx2.TransportError:
            self.close()
            raise
        except OSError as error:
            self.close()
            raise httpx2.ReadError(str(error), request=self._request) from error

    def close(self) -> None:
        if self._close is not None:
            self._close()
        self._closed()


def _environ(request: httpx2.Request, body: Any, length: int) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": request.url.path,
        "QUERY_STRING": request.url.query.decode("ascii"),
        "SERVER_NAME": request.url.host,
        "SERVER_PORT": str(request.url.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.url.scheme,
        "wsgi.input": body,
        "wsgi.errors": _Silence(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        environ["HTTP_" + name.upper().replace("-", "_")] = value
    environ["CONTENT_TYPE"] = request.headers.get("content-type", "")
    environ["CONTENT_LENGTH"] = str(length)
    return environ


class _Silence:
    def write(self, text: str) -> int:
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        pass

    def flush(self) -> None:
        pass
