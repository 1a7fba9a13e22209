"""Requests that nobody in their senses would send, to every address there is.

``python -m benchmarks junk`` sends 10,000 of them to a running installation, the tests
a few hundred to the application itself.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW")
WORDS = (
    "",
    "0",
    "-1",
    "²",
    "null",
    "None",
    "foo",
    "../../etc/passwd",
    "9" * 400,
    "x" * 3000,
    "\0",
    "\ud7ff\uffff",
    "%00%ff",
    "'; DROP TABLE image; --",
    "<script>alert(1)</script>",
    "//elsewhere.example",
    "http://[",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "é" * 50,
    "a\r\nSet-Cookie: a=b",
    '"unbalanced',
    "quality:",
    "model:( OR -",
    "NaN",
    "1e999",
    "2026-13-45",
)
KEYS = (
    "q", "sort", "after", "before", "image", "list", "page", "next", "code", "action",
    "prompt", "model", "size", "size_custom", "quality", "n", "route", "mode", "review",
    "parameter", "value", "name", "draft_version", "variable", "from", "to", "by",
    "partial", "sources", "mask", "state", "stars", "flag", "tag", "csrfmiddlewaretoken",
)  # fmt: skip
TYPES = (
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/json",
    "text/plain; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nonsense",
    "",
)
HEADERS = {
    "HX-Request": ("true", "false", "\x80"),
    "HX-Target": ("composer", "results", "²", "x" * 900),
    "HX-Current-URL": ("http://[", "?q=%ff", "/gallery/?q=a", "x"),
    "HX-Trigger": ("prompt", "%"),
    "Referer": ("foo", "http://[", "/gallery/", "http://testserver/images/"),
    "If-None-Match": ("*", '"', "W/", "x" * 500),
    "If-Modified-Since": ("yesterday", "Thu, 99 Nov 2026 99:99:99 GMT"),
    "Range": ("bytes=5-1", "bytes=-", "lines=1", "bytes=0-99999999999999999999"),
    "Accept": ("*/*", ";q=2", "application/json"),
    "Accept-Encoding": ("gzip;q=nan", "br", "*"),
    "Cookie": ("=", "playground-session-8000=%00", "a" * 3000),
    "Origin": ("null", "http://[", "http://elsewhere.example"),
    "X-Forwarded-Proto": ("https", "gopher"),
}


@dataclass(frozen=True)
class Junk:
    """One request: ``path`` is percent-encoded with its query."""

    method: str
    path: str
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def junk(count: int, *, seed: int, codes: list[str]) -> Iterator[Junk]:
    """Yield so many requests, always the same ones for a seed.

    ``codes`` are codes of things that exist, so that not all are answered by 404.
    """
    dice = random.Random(seed)
    patterns = list(_routes())
    for number in range(count):
        # Each address gets its share; what follows is up to the dice.
        route = patterns[number % len(patterns)]
        path = "".join(_piece(piece, dice, codes) for piece in route)
        method = dice.choice(METHODS[:3]) if dice.random() < 0.8 else _odd(dice)
        body, content_type = _body(dice) if method not in ("GET", "HEAD") else (b"", "")
        yield Junk(method, f"/{path}{_query(dice)}", body, content_type, _headers(dice))


def _routes(
    resolver: URLResolver | None = None, before: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Yield every address as its pieces; what stands for a value begins with "<"."""
    for pattern in (resolver or get_resolver()).url_patterns:
        pieces = (*before, *_pieces(str(pattern.pattern)))
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, pieces)
        elif isinstance(pattern, URLPattern):
            yield pieces


def _pieces(pattern: str) -> Iterator[str]:
    while "<" in pattern:
        start, _, rest = pattern.partition("<")
        name, _, pattern = rest.partition(">")
        yield start
        yield f"<{name}"
    yield pattern.replace("\\", "").strip("^$")


def _piece(piece: str, dice: random.Random, codes: list[str]) -> str:
    if not piece.startswith("<"):
        return piece
    if piece.startswith("<int"):
        return dice.choice(("0", "320", "9" * 30))
    if dice.random() < 0.7:
        return dice.choice(codes)
    return _quoted(dice.choice(WORDS))[:300] or "x"


def _query(dice: random.Random) -> str:
    if dice.random() < 0.4:
        return ""
    pairs = [_pair(dice) for _ in range(dice.randint(1, 4))]
    return "?" + "&".join(pairs)


def _pair(dice: random.Random) -> str:
    return f"{dice.choice(KEYS)}={_quoted(dice.choice(WORDS))}"


def _quoted(word: str) -> str:
    return "".join(f"%{byte:02X}" for byte in word.encode("utf-8", "surrogatepass"))


def _odd(dice: random.Random) -> str:
    return dice.choice(METHODS)


def _body(dice: random.Random) -> tuple[bytes, str]:
    content_type = dice.choice(TYPES)
    kind = dice.random()
    if kind < 0.5:
        return "&".join(_pair(dice) for _ in range(dice.randint(0, 6))).encode(), (
            content_type
        )
    if kind < 0.6:
        return b"&".join(b"a=b" for _ in range(1500)), TYPES[0]
    if kind < 0.8:
        part = (
            '--x\r\nContent-Disposition: form-data; name="image"; filename="a.png"'
            f"\r\n\r\n{dice.choice(WORDS)}\r\n--x--\r\n"
        )
        return part.encode(), TYPES[2]
    return dice.randbytes(dice.randint(0, 400)), content_type


def _headers(dice: random.Random) -> dict[str, str]:
    chosen = dice.sample(sorted(HEADERS), dice.randint(0, 4))
    return {name: dice.choice(HEADERS[name]) for name in chosen}
