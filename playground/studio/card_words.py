"""The words and the marks of a card for a run's state and for its error."""

from collections.abc import Iterable, Mapping
from typing import Any

STATE_WORDS = {
    "queued": "Waiting for its turn",
    "sending": "Drawing",
    "succeeded": "Done",
    "failed": "Failed",
    "cancelled": "Cancelled",
    "unknown": "Outcome unknown",
}
ICONS = {
    "queued": "clock",
    "sending": "brush",
    "succeeded": "success",
    "failed": "error",
    "cancelled": "cancel",
    "unknown": "warning",
}
# Where the category alone would say something untrue.
CODE_WORDS = {
    "no_picture": "An answer in words",
    "unusable_answer": "An answer that cannot be read",
    "unusable_picture": "An answer that cannot be read",
    "disk_full": "No room on the disk",
    "database_away": "The database",
    "provider_changed": "Another provider",
    "proxy": "The proxy",
}
CATEGORY_WORDS = {
    "setup": "Setup is not complete",
    "access": "Access refused",
    "limits": "A limit is reached",
    "request": "The request was refused",
    "safety": "Refused as unsafe",
    "outage": "The server did not deliver",
    "ours": "A fault of this program",
}


def ended_words(states: Iterable[str]) -> str:
    """Tell a screen reader how many runs have ended: "2 finished, 1 failed", or ""."""
    ended = list(states)
    done = ended.count("succeeded")
    failed = ended.count("failed") + ended.count("unknown")
    parts = [f"{done} finished"] * bool(done) + [f"{failed} failed"] * bool(failed)
    return ", ".join(parts)


def error_title(error: Mapping[str, Any]) -> str:
    """Name what went wrong in a word or two, for the head of a card."""
    by_code = CODE_WORDS.get(str(error.get("code")))
    return by_code or CATEGORY_WORDS.get(
        error.get("category", "ours"), "A fault of this program"
    )
