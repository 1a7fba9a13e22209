"""Where a worker can be stopped on the way of a run, from outside of the product.

A step names a function; the process is stopped when it is called, or has returned.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

# Step: module or class, name in it, "before" or "after" it.
STEPS = {
    "claimed": ("playground.runs.running", "generation_call", "before"),
    "arrived": ("playground.runs.recording.Recording", "end", "before"),
    "spooled": ("playground.runs.recording.Recording", "end", "after"),
    "read": ("playground.runs.sending", "generation_finish", "before"),
    "storing": ("playground.runs.finishing", "store_original", "before"),
    "stored": ("playground.runs.finishing", "_conclude", "before"),
    "written": ("playground.runs.finishing", "_create_images", "after"),
    "kept": ("playground.runs.finishing", "spool_done", "before"),
    "cleared": ("playground.runs.finishing", "spool_done", "after"),
    "thumbnail": ("playground.runs.thumbnails", "thumbnails_write", "after"),
}


FAILS = -1
# Threads that do a worker's own runs, by the beginning of their names.
WORKING = ("run", "short")


def stop_at(step: str, number: int = signal.SIGKILL) -> None:
    """Let this process get the signal the first time it comes to the step.

    With 0 only that thread stands still; with ``FAILS`` the step itself fails.
    """
    path, name, moment = STEPS[step]
    owner = _found(path)
    real: Callable[..., Any] = getattr(owner, name)
    once = threading.Lock()

    def stop() -> None:
        # Not where the worker only looks after what another one has left.
        if not threading.current_thread().name.startswith(WORKING):
            return
        if once.acquire(blocking=False):
            if not number:
                time.sleep(3600)
            if number == FAILS:
                raise OSError("The disk is tired.")
            _note_death()
            os.kill(os.getpid(), number)

    def stopping(*args: Any, **options: Any) -> Any:
        if moment == "before":
            stop()
        result = real(*args, **options)
        if moment == "after":
            stop()
        return result

    setattr(owner, name, stopping)


def _note_death() -> None:
    """Write down when this process dies, for who counts what had come by then."""
    notes = Path(settings.PLAYGROUND_DATA_DIR).parent / "deaths"
    with notes.open("a") as file:
        file.write(f"{os.getpid()} {time.time()}\n")


def _found(path: str) -> Any:
    """Return a module, or a class in one."""
    try:
        return import_module(path)
    except ModuleNotFoundError:
        module, _, name = path.rpartition(".")
        return getattr(import_module(module), name)
