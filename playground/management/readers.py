"""Readers of the built-in server that have stopped reading, and their bounded end.

waitress waits for a reader without end: a download that nobody takes would keep its
thread and its place among the downloads (``core/streams.py``) for ever.
"""

import socket
from contextlib import suppress
from functools import partial
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

# Who takes less than this in that time has stopped.
LEAST_BYTES = 64 * 1024
STALLED_S = 60.0


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that knows how much of its answers has been taken."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._taken = self._taken_before = 0
        self._since = self.creation_time

    def send(self, data: bytes, do_close: bool = True) -> int:
        sent: int = super().send(data, do_close=do_close)
        self._taken += sent
        return sent

    def has_stalled(self, now: float) -> bool:
        """Whether what waits to be taken is not. To be asked again and again."""
        progress = self._taken - self._taken_before
        if not self.total_outbufs_len or progress >= LEAST_BYTES:
            self._taken_before, self._since = self._taken, now
        return bool(now - self._since > STALLED_S)

    def cut(self) -> None:
        """Let the server's loop find the connection broken, and end what is sent."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)


def cut_stalled(server: Any) -> None:
    """Let a server of waitress cut off readers that have stopped."""
    listening = getattr(server, "map", None) or server._map
    for one in list(listening.values()):
        if isinstance(one, BaseWSGIServer):
            one.channel_class = Channel
            one.maintenance = partial(_look_after, one, one.maintenance)


def _look_after(server: Any, silent_ones: Any, now: float) -> None:
    silent_ones(now)
    for channel in list(server.active_channels.values()):
        if channel.has_stalled(now):
            channel.cut()
