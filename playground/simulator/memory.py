"""What the simulator remembers between calls: little, bounded, and shared safely."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Hashable
from pathlib import Path
from typing import Generic, TypeVar

from playground.simulator.conversation_store import Conversations

V = TypeVar("V")


class Shelf(Generic[V]):
    """A mapping that forgets its oldest entries beyond a number and a weight."""

    def __init__(self, *, entries: int, weight: int) -> None:
        self._entries = entries
        self._weight = weight
        self._kept: OrderedDict[str, tuple[V, int]] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, key: str, value: V, weight: int) -> None:
        """The oldest give way where there are too many; the newest always stays."""
        with self._lock:
            self._kept[key] = (value, weight)
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and self._is_over():
                self._kept.popitem(last=False)

    def get(self, key: str) -> V | None:
        """None for what has had to give way. Reading does not make it newer."""
        with self._lock:
            found = self._kept.get(key)
            return found[0] if found else None

    def _is_over(self) -> bool:
        total = sum(weight for _, weight in self._kept.values())
        return len(self._kept) > self._entries or total > self._weight


class Memory:
    """Conversations, files behind an address, and requests met once before."""

    def __init__(self, path: Path | None = None) -> None:
        self.conversations = Conversations(path)
        self.files: Shelf[tuple[bytes, str]] = Shelf(entries=200, weight=128 * 2**20)
        self._met: set[Hashable] = set()
        self._lock = threading.Lock()

    def keep_file(self, data: bytes, media_type: str) -> str:
        """Returns the name that it is asked for by, which nobody can guess."""
        name = secrets.token_hex(16)
        self.files.put(name, (data, media_type), len(data))
        return name

    def first_of_two(self, key: Hashable) -> bool:
        """Return True on the first, third, fifth … time that this key comes."""
        with self._lock:
            if key in self._met:
                self._met.remove(key)
                return False
            if len(self._met) > 1000:
                self._met.clear()
            self._met.add(key)
            return True
