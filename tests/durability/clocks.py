"""A clock of one process that is set forward and back, again and again.

What reads the time in Python, and SQLite's own idea of it, since that is the clock of
the process as well. PostgreSQL has the clock of its server.
"""

import random
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.backends.signals import connection_created
from django.utils import timezone

# From an hour to a day: shorter jumps only make a wait longer.
JUMPS_S = (3600, 86400)
EVERY_S = 0.2


class JumpingClock:
    """``JumpingClock().start()``: from then on no two readings need to agree."""

    def __init__(self) -> None:
        self._now, self._time = timezone.now, time.time
        self._off_s = 0.0

    def start(self) -> None:
        timezone.now = self.now  # type: ignore[assignment]
        time.time = lambda: self._time() + self._off_s
        connection_created.connect(self._teach, weak=False)
        threading.Thread(target=self._jump, daemon=True).start()

    def now(self) -> datetime:
        return self._now() + timedelta(seconds=self._off_s)

    def _jump(self) -> None:
        dice = random.Random()
        while True:
            time.sleep(EVERY_S)
            self._off_s = dice.choice((-1, 1)) * dice.uniform(*JUMPS_S)

    def _teach(self, connection: Any, **_: Any) -> None:
        if connection.vendor == "sqlite":
            connection.connection.create_function("strftime", 2, self._strftime)

    def _strftime(self, pattern: str, when: str) -> str:
        moment = (
            self.now()
            if when.lower() == "now"
            else datetime.fromisoformat(when).replace(tzinfo=UTC)
        )
        text = moment.strftime(pattern.replace("%f", "%S.@"))
        return text.replace("@", f"{moment.microsecond // 1000:03}")
