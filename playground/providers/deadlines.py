"""The end of a call's time, kept down to the socket.

The HTTP client's own limits start anew with every byte, so a server that trickles its
headers would hold a worker for ever. Here each wait for the network is cut to what is
left of the whole call. A call is made and read in one thread, so the time is kept per
thread.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2
import httpx2

_end: ContextVar[float | None] = ContextVar("end", default=None)
_most: ContextVar[float | None] = ContextVar("most", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give calls that are made meanwhile no more than this, whatever their limit."""
    before = _most.set(seconds)
    try:
        yield
    finally:
        _most.reset(before)


def begin(limit_s: float) -> float:
    """Start a call's time in this thread; returns the moment at which it is over."""
    most = _most.get()
    end = time.monotonic() + (limit_s if most is None else min(limit_s, most))
    _end.set(end)
    return end


def hurry(seconds: float) -> None:
    """Give what is still to come no more than this."""
    end = time.monotonic() + seconds
    before = _end.get()
    _end.set(end if before is None else min(before, end))


def _left(timeout: float | None, kind: type[Exception]) -> float | None:
    end = _end.get()
    if end is None:
        return timeout
    left = end - time.monotonic()
    if left <= 0:
        raise kind("the call took longer than the limit")
    return left if timeout is None else min(timeout, left)


def watch(client: httpx2.Client) -> None:
    """Let every connection of this client keep to the time of its call."""
    for transport in (client._transport, *client._mounts.values()):
        pool = getattr(transport, "_pool", None)
        if pool is not None:
            pool._network_backend = _Backend(pool._network_backend)


class _Backend(httpcore2.NetworkBackend):
    def __init__(self, inner: httpcore2.NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        timeout = _left(timeout, httpcore2.ConnectTimeout)
        return _Stream(
            self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        )

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        timeout = _left(timeout, httpcore2.ConnectTimeout)
        return _Stream(self._inner.connect_unix_socket(path, timeout, socket_options))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Stream(httpcore2.NetworkStream):
    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        timeout = _left(timeout, httpcore2.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
