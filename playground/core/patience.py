"""Waiting longer each time with what fails again and again."""

import time
from typing import ClassVar


class Patience:
    """Which rows are not to be tried yet; in the memory of a process."""

    FIRST_S: ClassVar = 60.0
    LONGEST_S: ClassVar = 24 * 3600.0
    # As many keys as a query takes with ease.
    MOST: ClassVar = 5000

    def __init__(self) -> None:
        # By key: not before which moment, and how long to wait after that.
        self._later: dict[int, tuple[float, float]] = {}

    @property
    def waiting(self) -> list[int]:
        """The keys to leave alone for now: of very many, those that failed last."""
        now = time.monotonic()
        return [key for key, (at, _) in self._later.items() if at > now][-self.MOST :]

    def failed(self, key: int) -> None:
        """Wait for a minute, and twice as long each time it fails again."""
        _, wait_s = self._later.pop(key, (0.0, self.FIRST_S))
        self._later[key] = time.monotonic() + wait_s, min(2 * wait_s, self.LONGEST_S)

    def done(self, key: int) -> None:
        """Forget that it ever failed."""
        self._later.pop(key, None)
