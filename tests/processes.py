"""The product's own commands as processes, on a data folder of the test's."""

import contextlib
import fcntl
import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 120


def free_port() -> int:
    """Return one of those that a system gives to nobody by itself, until it is used."""
    while True:
        port = random.SystemRandom().randrange(10_000, 32_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """This one without what configures the product, and with ``more``."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PLAYGROUND_", "OPENAI_", "DATABASE_URL", "DJANGO_"))
        # Each process would compile everything anew.
        and name != "PYTHONDONTWRITEBYTECODE"
    }
    return {
        **kept,
        "PLAYGROUND_DATA_DIR": str(data_dir),
        "PLAYGROUND_SIMULATOR_LATENCY": "instant",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


def python(
    data_dir: Path, *arguments: str, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run an interpreter to its end, with the product's settings."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(data_dir, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def manage(
    data_dir: Path, *arguments: str, **more: str
) -> subprocess.CompletedProcess[str]:
    return python(data_dir, "manage.py", *arguments, **more)


def installation_made(folder: Path) -> Path:
    """Make a data folder that is ready to be served, whoever of the tests comes first."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = folder.with_suffix(".half")
            done = manage(half, "upgrade", "--verbosity", "0")
            assert done.returncode == 0, done.stderr
            half.rename(folder)
    return folder


@contextlib.contextmanager
def running(data_dir: Path, *arguments: str, **more: str) -> Iterator[Any]:
    """Run a command until the block ends; its output is in ``process.log``."""
    log = data_dir / f"{arguments[0]}.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment(data_dir, **more),
            stdout=file,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    process.log = log
    try:
        yield process
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
        process.kill()
        process.wait()


def has_ended(process: psutil.Process) -> bool:
    """Tell whether it has ended, also where its parent has not taken note of it."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def eventually(condition: Callable[[], Any], process: Any = None) -> Any:
    """Wait until it holds, and return what it said; fails with what was logged."""
    end = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        output = process.log.read_text() if process else ""
        assert time.monotonic() < end, f"it did not happen\n{output}"
        # To ask a page again and again would keep its server busy.
        time.sleep(0.2)
    return found


def get(url: str) -> tuple[int, bytes]:
    """Return status and body; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except OSError:
        return 0, b""


def health(port: int) -> dict[str, Any]:
    """Return what /readyz says; empty while nobody answers."""
    status, body = get(f"http://127.0.0.1:{port}/readyz")
    return {**json.loads(body), "status": status} if status else {}
