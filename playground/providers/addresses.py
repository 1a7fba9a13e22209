"""Pictures that wait at an address: loaded from the server itself, and patiently.

Reading a picture costs nothing, so unlike the call itself it is tried again.
"""

import time
from urllib.parse import urljoin, urlsplit

import httpx2

from playground.providers.client import Connection
from playground.providers.errors.secrets import scrub
from playground.providers.reading.pictures import PICTURE_MAX_BYTES, Unreadable

PICTURE_TIMEOUT_S = 120.0
# Between the tries. A file may take a moment to be there after its address is known.
WAITS_S = (0.5, 1.0, 2.0, 4.0, 8.0)
_LATER = (202, 204, 404, 408, 425, 429, 500, 502, 503, 504)
_NOT_THERE_YET_TRIES = 2
_MOVED = 300
_MOST_MOVES = 3
# A server in a container does not know by which name it was asked.
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104


def load_picture(
    url: str,
    connection: Connection,
    *,
    waits: tuple[float, ...] = WAITS_S,
    end: float | None = None,
) -> bytes:
    """Load a picture from the configured server, and from nowhere else.

    ``end`` is the moment at which nobody waits for it any more.

    An answer that could name any address would let a server make this one ask
    its neighbours. Raises ``Unreadable``.
    """
    try:
        address = urljoin(f"{connection.base_url}/", url)
    except ValueError:
        raise Unreadable("A picture's address in the answer is not one.") from None
    address = _on_this_machine(address, connection.base_url)
    if _origin(address) != _origin(connection.base_url):
        raise Unreadable(
            "The answer points to a picture on another server "
            f"({_place(address) or shown(url)[:80]}), which is not loaded."
        )
    deadline = time.monotonic() + PICTURE_TIMEOUT_S if end is None else end
    for number, wait in enumerate((*waits, None)):
        data, why, later = _try(address, connection, deadline)
        for _ in range(_MOST_MOVES):
            if later != _MOVED:
                break
            why = _on_this_machine(why, connection.base_url)
            # To another server nothing goes, the key least of all.
            if _origin(why) != _origin(connection.base_url):
                break
            data, why, later = _try(why, connection, deadline)
        if data is not None:
            return data
        if later == _MOVED:
            why, later = f"the server sends on to {_place(why) or shown(why)[:80]}", 0
        patient = later != 404 or number < _NOT_THERE_YET_TRIES
        if wait is None or not later or not patient or time.monotonic() > deadline:
            break
        time.sleep(wait)
    raise Unreadable(
        f"The picture was made but could not be loaded from {shown(url)}: {why}."
    )


def shown(url: str) -> str:
    """Return an address for a page: a query may be a signature that opens it."""
    return scrub(url.partition("?")[0])[:200]


def _try(
    address: str, connection: Connection, deadline: float
) -> tuple[bytes | None, str, int]:
    """Try once; return the bytes, or why not and the status if it may pass."""
    # Same origin as the API itself, so it may see the key.
    headers = {"Authorization": f"Bearer {connection.key}"}
    left = max(0.1, deadline - time.monotonic())
    try:
        with connection.http.stream(
            "GET", address, headers=headers, timeout=left
        ) as response:
            status = response.status_code
            if response.is_redirect:
                target = urljoin(address, response.headers.get("location", ""))
                return None, target, _MOVED
            if status != 200:
                why = f"the server answered {status}"
                return None, why, status if status in _LATER else 0
            chunks: list[bytes] = []
            seen = 0
            for chunk in response.iter_bytes():
                seen += len(chunk)
                if seen > PICTURE_MAX_BYTES or time.monotonic() > deadline:
                    return None, "it is too large or came too slowly", 0
                chunks.append(chunk)
            data = b"".join(chunks)
            return data or None, "the file is empty", -1
    except httpx2.HTTPError as error:
        return None, f"{type(error).__name__} at {_place(address)}", -1
    # An address that is none is no HTTPError.
    except (httpx2.InvalidURL, ValueError) as error:
        return None, type(error).__name__, 0


def _on_this_machine(address: str, base_url: str) -> str:
    """Return the address with the name of this machine that ``base_url`` uses."""
    try:
        found, base = urlsplit(address), urlsplit(base_url)
        same = {found.hostname, base.hostname} <= set(_THIS_MACHINE)
        if not same or found.port != base.port:
            return address
    except ValueError:
        return address
    return found._replace(netloc=base.netloc).geturl()


def _place(address: str) -> str:
    """Return server and port, as far as they can be told."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    return f"{host}:{port}" if port else host


def _origin(address: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", "", None
    return parts.scheme, (parts.hostname or "").lower(), port
