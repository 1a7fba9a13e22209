"""Answers that flow for as long as their reader takes.

Each holds one of the server's few threads until its last byte is taken: a handful of
downloads that nobody reads would lock everybody out. So some may flow at once, and the
other threads stay for pages.
"""

from collections.abc import Callable, Iterable, Iterator
from threading import BoundedSemaphore
from typing import Generic, TypeVar

Made = TypeVar("Made", bound=Iterable[bytes])

# Of each process: half of its threads.
MOST = 4

_free = BoundedSemaphore(MOST)


class Flow(Generic[Made]):
    """Pieces of an answer, and the place that they take up until they are closed."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._is_open = True
        self._close: Callable[[], object] | None = None
        try:
            self.pieces = make()
            self._close = getattr(self.pieces, "close", None)
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self.pieces
        finally:
            self.close()

    def close(self) -> None:
        """Give the place back. The web server calls it however the answer ends."""
        if self._is_open:
            self._is_open = False
            try:
                if self._close:
                    self._close()
            finally:
                _free.release()

    def __del__(self) -> None:
        """An answer that was given up before the server had it."""
        self.close()


def flow(make: Callable[[], Made]) -> Flow[Made] | None:
    """Take a place and make an answer; None where all places are taken."""
    return Flow(make) if _free.acquire(blocking=False) else None
