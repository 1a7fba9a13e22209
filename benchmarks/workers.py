"""Three worker processes with 64 generations of two seconds each.

All wait in the queue before the workers start; the time runs from the first that is sent
until the last picture is in the gallery. Everything after an answer takes processor
time, which the processors here give out no faster: so the ideal is the two seconds of the
server, and then the processor time of the workers divided by the processors. What a
picture takes of it is told too, the start of the workers left out. On SQLite and PostgreSQL.

    python -m benchmarks.workers [GENERATIONS OF EACH WORKER]
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import psutil

from benchmarks.stage import (
    REQUEST,
    ROOT,
    Browser,
    environment,
    replay,
    running,
    studio,
)
from tests import databases

WORKERS, EACH, SECONDS = 3, 64, 2.0


def main() -> None:
    each = int(sys.argv[1]) if len(sys.argv) > 1 else EACH
    print(f"{WORKERS} workers, {each} generations of {SECONDS:g} s each")
    with ExitStack() as stack:
        url = stack.enter_context(databases.server())
        for name, more in (
            ("SQLite", {}),
            ("PostgreSQL", {"DATABASE_URL": databases.new_database(url, "workers")}),
        ):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            print(f"{name}: {_measure(folder, more, each)}", flush=True)


def _measure(folder: str, more: dict[str, str], each: int) -> str:
    env = environment(folder, **more, DJANGO_SETTINGS_MODULE="playground.settings")
    upgrade = [sys.executable, "manage.py", "upgrade", "--verbosity", "0"]
    subprocess.run(upgrade, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    with replay(folder, SECONDS, 256) as api, studio(folder, **more, **api) as browser:
        codes = [browser.submit(**REQUEST) for _ in range(WORKERS * each)]
        return _times(folder, {**more, **api}, browser, codes)


def _times(
    folder: str, more: dict[str, str], browser: Browser, codes: list[str]
) -> str:
    each = len(codes) // WORKERS
    before = psutil.cpu_times()
    with ExitStack() as stack:
        workers = [
            stack.enter_context(
                running(folder, "work", "--concurrency", str(each), **more)
            )
            for _ in range(WORKERS)
        ]
        done = [_finished(browser, code) for code in codes]
        busy = sum(sum(worker.cpu_times()[:2]) for worker in workers)
        idle = _idle_share(before)
    start = _idle(folder, more)
    images = [browser.json(row["images"][0]["url"]) for row in done]
    first = min(datetime.fromisoformat(row["timings"]["sent"]) for row in done)
    last = max(datetime.fromisoformat(image["created"]) for image in images)
    took = (last - first).total_seconds()
    own = max(0.0, busy - WORKERS * start)
    ideal = SECONDS + own / (os.cpu_count() or 1)
    return (
        f"{took:.2f} s, {took / ideal:.2f} x the ideal of {ideal:.2f} s; "
        f"{own / len(codes) * 1000:.0f} ms of a processor for a picture; the processors "
        f"were idle for {idle:.0%} of the time, with starts, database and server"
    )


def _idle_share(before: Any) -> float:
    """Return how much of the time since then no process of this machine wanted."""
    now = psutil.cpu_times()
    passed = sum(now[:8]) - sum(before[:8])
    return (now.idle + now.iowait - before.idle - before.iowait) / passed


def _finished(browser: Browser, code: str) -> dict[str, Any]:
    """Look as seldom as a page does: looking takes processor time as well."""
    while (found := browser.state(code))["state"] in ("queued", "sending"):
        time.sleep(0.5)
    assert found["state"] == "succeeded", found
    return found


def _idle(folder: str, more: dict[str, str]) -> float:
    """Return what a worker takes that only starts."""
    with running(folder, "work", **more) as worker:
        time.sleep(3)
        return sum(worker.cpu_times()[:2])


if __name__ == "__main__":
    main()
