"""How much a server takes a minute: the arithmetic, without a database.

The limit is a bucket that fills evenly and holds what a minute allows, as the waits in
refusals tell ("Limit 5, Used 5, Requested 1. Please try again in 12s").
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE_S = 60.0
# A refusal halves what is taken, at most so often; each quiet minute takes one back.
SLOWEST = 4


@dataclass
class Bucket:
    """So much is left at a moment, of so much a minute. Unlimited where that is None."""

    per_minute: int | None
    left: float
    at: datetime

    def fill(self, now: datetime, pace: float) -> None:
        """Let the time until now pass; a clock that was set back lets none pass."""
        if self.per_minute is not None:
            passed_s = max(0.0, (now - self.at).total_seconds())
            gained = passed_s * self.per_minute * pace / MINUTE_S
            self.left = min(float(self.per_minute), self.left + gained)
        self.at = now

    def moment(self, count: float, pace: float) -> datetime:
        """Return when so much can be taken; a full bucket is enough for any amount."""
        if self.per_minute is None:
            return self.at
        missing = min(count, float(self.per_minute)) - self.left
        wait_s = max(0.0, missing) * MINUTE_S / (self.per_minute * pace)
        return self.at + timedelta(seconds=wait_s)

    def take(self, count: float) -> None:
        """More than a whole minute's amount empties it, and no more."""
        if self.per_minute is not None:
            self.left -= min(count, float(self.per_minute))


@dataclass
class Flow:
    """Images and tokens a minute together, and how much a server has asked to slow down."""

    images: Bucket
    tokens: Bucket
    slowness: int = 0
    slowed_at: datetime | None = None
    blocked_until: datetime | None = None

    @property
    def pace(self) -> float:
        """1 at full speed, halved each time that the server asked to slow down."""
        return float(0.5**self.slowness)

    def go_on(self, now: datetime) -> None:
        """Let the time until now pass."""
        if self.slowed_at and self.slowness:
            minutes = int((now - self.slowed_at).total_seconds() // MINUTE_S)
            if minutes > 0:
                self.slowness = max(0, self.slowness - minutes)
                self.slowed_at = now
        for bucket in (self.images, self.tokens):
            bucket.fill(now, self.pace)

    def moment(self, images: float, tokens: float) -> datetime:
        """Return the first moment at which so much may be sent."""
        moments = [
            self.images.moment(images, self.pace),
            self.tokens.moment(tokens, self.pace),
        ]
        if self.blocked_until:
            moments.append(self.blocked_until)
        return max(moments)

    def take(self, images: float, tokens: float) -> None:
        """Take it whether it is there or not: see ``moment``."""
        self.images.take(images)
        self.tokens.take(tokens)

    def slow_down(self, now: datetime, wait_s: float) -> None:
        """Obey a refusal: nothing for a while, and then half as much."""
        self.go_on(now)
        self.slowness = min(SLOWEST, self.slowness + 1)
        self.slowed_at = now
        # What is on its way is refused as well, and may be told of a shorter wait.
        until = now + timedelta(seconds=wait_s)
        self.blocked_until = max(until, self.blocked_until or until)
        self.images.left = min(self.images.left, 0.0)
