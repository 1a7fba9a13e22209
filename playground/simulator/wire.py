"""The API's wire format: what a request brings, and how an answer leaves.

Bodies that are not streamed are JSON indented by two spaces without a newline at
the end; streamed events are compact JSON. Both as recorded from the real API.
"""

import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpx2

StartResponse = Callable[..., Any]
Environ = dict[str, Any]
Headers = list[tuple[str, str]]

# The SDK's own names for a client's organisation and project, when they are sent.
_PLAIN_HEADER = re.compile(r"[\w.-]{1,100}")


class ConnectionDroppedError(httpx2.RemoteProtocolError, OSError):
    """The connection ends here.

    Mounted in process there is no connection that could break, so the break is
    told as the client's transport would tell it. Over HTTP the server takes it
    for a socket error and closes.
    """


class ReadTimedOutError(httpx2.ReadTimeout, OSError):
    """The client has waited long enough; see ``ConnectionDroppedError``."""


@dataclass(frozen=True)
class Request:
    """One request, its body not read yet."""

    method: str
    path: str
    environ: Environ
    request_id: str = field(default_factory=lambda: f"req_{secrets.token_hex(16)}")

    @property
    def content_type(self) -> str:
        """Without parameters, in small letters; "" where there is none."""
        value = str(self.environ.get("CONTENT_TYPE") or "")
        return value.split(";", 1)[0].strip().lower()

    @property
    def length(self) -> int:
        """0 where it is missing or no number."""
        value = str(self.environ.get("CONTENT_LENGTH") or "0")
        return int(value) if value.isascii() and value.isdigit() else 0

    @property
    def api_key(self) -> str:
        """Return the key, from a bearer token or as Azure's clients send it."""
        scheme, _, token = self.header("Authorization").partition(" ")
        if scheme.lower() == "bearer":
            return token.strip()
        return self.header("Api-Key")

    @property
    def origin(self) -> str:
        """Return the scheme and host that this request came to."""
        scheme = self.environ.get("wsgi.url_scheme", "http")
        host = self.header("Host") or self.environ.get("SERVER_NAME", "localhost")
        return f"{scheme}://{host}"

    def header(self, name: str) -> str:
        """ "" where it is missing; the case of the name does not matter."""
        return str(self.environ.get(f"HTTP_{name.upper().replace('-', '_')}") or "")

    def read(self) -> bytes:
        """The whole body; can be read once."""
        stream = self.environ.get("wsgi.input")
        return bytes(stream.read(self.length)) if stream and self.length else b""


@dataclass
class Reply:
    """An answer: ``body`` is bytes, or an iterator that is sent as it comes."""

    status: int
    body: bytes | Iterator[bytes]
    headers: Headers = field(default_factory=list)
    content_type: str = "application/json"


@dataclass(frozen=True)
class Event:
    """One server-sent event."""

    name: str
    data: Mapping[str, Any]

    def encode(self) -> bytes:
        """One event of a stream, with the empty line that ends it."""
        data = json.dumps(self.data, separators=(",", ":"))
        return f"event: {self.name}\ndata: {data}\n\n".encode()


def json_reply(
    body: Any, *, status: int = 200, headers: Headers | None = None
) -> Reply:
    """Indented, as the API's own bodies are."""
    return Reply(status, json.dumps(body, indent=2).encode(), headers or [])


def event_reply(events: Iterable[Event], headers: Headers | None = None) -> Reply:
    """Server-sent events, encoded as they are taken."""
    return Reply(
        200,
        (event.encode() for event in events),
        headers or [],
        "text/event-stream; charset=utf-8",
    )


def nothing_here() -> Reply:
    """Return what the API says to an address that it does not have: nothing."""
    return Reply(404, b"", content_type="")


def standing_headers(request: Request) -> Headers:
    """Return the headers that every answer of the API carries."""
    return [
        ("server", "cloudflare"),
        ("x-request-id", request.request_id),
        ("cf-ray", f"{secrets.token_hex(8)}-AMS"),
        ("cf-cache-status", "DYNAMIC"),
        ("alt-svc", 'h3=":443"; ma=86400'),
        ("access-control-expose-headers", "X-Request-ID, CF-Ray"),
        (
            "strict-transport-security",
            "max-age=31536000; includeSubDomains; preload",
        ),
        ("x-content-type-options", "nosniff"),
        ("set-cookie", "_cfuvid=simulated; path=/; HttpOnly; Secure; SameSite=None"),
    ]


def account_headers(request: Request, processing_ms: int) -> Headers:
    """Return the headers of an answer to somebody the API knows."""
    return [
        ("openai-version", "2020-10-01"),
        ("openai-organization", _named(request, "OpenAI-Organization", "simulator")),
        ("openai-project", _named(request, "OpenAI-Project", "proj_simulator")),
        ("openai-processing-ms", str(processing_ms)),
    ]


def _named(request: Request, header: str, default: str) -> str:
    value = request.header(header)
    return value if _PLAIN_HEADER.fullmatch(value) and value.isascii() else default


def status_line(status: int) -> str:
    """ "404 Not Found"; raises ``ValueError`` for a status that HTTP does not have."""
    return f"{status} {HTTPStatus(status).phrase}"
