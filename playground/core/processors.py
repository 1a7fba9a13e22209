"""How much can be computed at once."""

import os


def processors() -> int:
    """Return how many processors this process may use, not how many there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
