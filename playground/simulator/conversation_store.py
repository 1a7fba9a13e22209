"""What the Responses API keeps: pictures by their id, and what a response showed.

The real API keeps a response for thirty days at least, so that a conversation
goes on tomorrow and from another process. Given a file, so does the simulator;
without one it forgets with its process. The oldest pictures give way.
"""

import hashlib
import sqlite3
import threading
import weakref
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCHEMA = """
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS picture (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT UNIQUE NOT NULL,
        data BLOB NOT NULL
    );
    CREATE TABLE IF NOT EXISTS response (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT UNIQUE NOT NULL,
        prompt TEXT NOT NULL,
        shown TEXT NOT NULL
    );
"""
_MAX_BYTES = 512 * 2**20
_MAX_RESPONSES = 2_000
_BUSY_S = 20


@dataclass(frozen=True)
class KeptPicture:
    """A picture of a conversation. ``id`` is its item's, or one of its content."""

    id: str
    data: bytes

    @classmethod
    def of_input(cls, data: bytes) -> "KeptPicture":
        """Named by its bytes, so that the same picture is kept once."""
        return cls(f"in_{hashlib.sha256(data).hexdigest()}", data)


@dataclass(frozen=True)
class KeptResponse:
    """What a later turn can build on: the newest picture in view, and the words."""

    prompt: str
    picture: KeptPicture | None


class Conversations:
    """Safe to use from many threads, and from many processes on one file."""

    def __init__(
        self, path: Path | None = None, *, max_bytes: int = _MAX_BYTES
    ) -> None:
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._database = sqlite3.connect(
            path or ":memory:",
            timeout=_BUSY_S,
            check_same_thread=False,
            isolation_level="IMMEDIATE",
        )
        self._database.executescript(_SCHEMA)
        weakref.finalize(self, self._database.close)

    def keep(
        self, response_id: str, prompt: str, pictures: Sequence[KeptPicture]
    ) -> None:
        """Keep a finished response with all pictures in view, newest last."""
        shown = pictures[-1].id if pictures else ""
        with self._lock, self._database as database:
            database.executemany(
                "INSERT OR IGNORE INTO picture (id, data) VALUES (?, ?)",
                [(picture.id, picture.data) for picture in pictures],
            )
            database.execute(
                "INSERT OR REPLACE INTO response (id, prompt, shown) VALUES (?, ?, ?)",
                (response_id, prompt, shown),
            )
            self._make_room(database)

    def response(self, response_id: str) -> KeptResponse | None:
        """Return a response; none whose picture had to give way."""
        found = self._one(
            "SELECT prompt, shown FROM response WHERE id = ?", response_id
        )
        if found is None:
            return None
        prompt, shown = found
        picture = self.picture(shown) if shown else None
        return KeptResponse(prompt, picture) if picture or not shown else None

    def picture(self, picture_id: str) -> KeptPicture | None:
        """None for an id that was never given out, or is forgotten."""
        found = self._one("SELECT id, data FROM picture WHERE id = ?", picture_id)
        return KeptPicture(found[0], found[1]) if found else None

    def _one(self, query: str, key: str) -> tuple[str, Any] | None:
        # A client may send half a surrogate pair; no key has one.
        key = key.encode("utf-8", "replace").decode()
        with self._lock, closing(self._database.execute(query, (key,))) as rows:
            found: tuple[str, Any] | None = rows.fetchone()
            return found

    def _make_room(self, database: sqlite3.Connection) -> None:
        database.execute(
            "DELETE FROM response WHERE number <= "
            "(SELECT max(number) FROM response) - ?",
            (_MAX_RESPONSES,),
        )
        # The newest stays, whatever it weighs.
        database.execute(
            "DELETE FROM picture WHERE number IN ("
            "  SELECT number FROM ("
            "    SELECT number, sum(length(data)) OVER (ORDER BY number DESC) AS total,"
            "      row_number() OVER (ORDER BY number DESC) AS place FROM picture"
            "  ) WHERE total > ? AND place > 1)",
            (self._max_bytes,),
        )
