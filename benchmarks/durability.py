"""What becomes of paid calls when workers are killed and stopped at random.

Three workers draw from a server that counts its calls and notes which answers it has
handed over whole. Again and again one of them is killed (SIGKILL) at a random moment or
at a random step of a run, asked to stop (SIGTERM), or made to stand still for a moment
(SIGSTOP, SIGCONT), and another one is started; on PostgreSQL all connections are cut now
and then. At the end all has to be decided. *Not kept* are answers that the server has handed
over whole and whose pictures are not in the gallery; below the row stands how many of
these were lost, and how many the kernel took from the server for a worker that had been
killed a moment before. *Stuck* are runs, thumbnails, reserved money and jobs that
nobody looks after.

    python -m benchmarks.durability [STOPS OF EACH KIND]
"""

import itertools
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.durability.stand import ROOT, UNFINISHED, Stand, verdict
from tests.durability.steps import STEPS

KINDS = (
    ("SQLite", "embedded"),
    ("PostgreSQL", "embedded"),
    ("PostgreSQL", "procrastinate"),
)
STOPS = 340
WORKERS = 3
# How many runs are kept waiting or under way.
UNDER_WAY = 9
SHARES = {"kill": 55, "step": 25, "stop": 10, "still": 10}
COLUMNS = (
    "stops",
    "runs",
    "calls",
    "arrived",
    "kept",
    "unknown",
    "not kept",
    "bought twice",
    "counted twice",
    "stuck",
    "stuck jobs",
)


def main() -> None:
    stops = int(sys.argv[1]) if len(sys.argv) > 1 else STOPS
    with tempfile.TemporaryDirectory() as folder, _server() as url:
        print("  ".join(f"{name:>9}" for name in ("database", "engine", *COLUMNS)))
        for database, engine in KINDS:
            more = {"PLAYGROUND_ENGINE": engine}
            if database == "PostgreSQL":
                more["DATABASE_URL"] = _database(url, f"kind_{engine}")
            with Stand(Path(folder) / f"{database}-{engine}", **more) as stand:
                row, decided = _trial(stand, stops)
            values = (database, engine, *(row[name] for name in COLUMNS))
            print("  ".join(f"{value!s:>9}" for value in values))
            print(f"    {decided}", flush=True)


@contextmanager
def _server() -> Iterator[str]:
    told = "import os, sys; print(os.environ['DATABASE_URL']); sys.stdin.read()"
    command = [sys.executable, "-m", "tests.postgres", sys.executable, "-uc", told]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        assert server.stdin
        with ExitStack() as stack:
            stack.callback(server.stdin.close)
            yield server.stdout.readline().strip()


def _database(url: str, name: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return url.replace("/postgres?", f"/{name}?")


def _trial(stand: Stand, stops: int) -> tuple[dict[str, Any], str]:
    dice = random.Random(len(stand.more))
    numbers = itertools.count(1)
    pids = [stand.worker() for _ in range(WORKERS)]
    killed: dict[int, float] = {}
    for stop in range(stops):
        _keep_busy(stand, numbers, dice)
        time.sleep(dice.uniform(0.0, 0.4))
        if stop % 40 == 39:
            _cut_connections(stand)
        place = dice.randrange(WORKERS)
        pids[place] = _end(stand, pids[place], dice, killed)
    pids += [stand.worker()]
    report = stand.settle(180)
    stand.do("hurry")
    _wait(stand, lambda: not stand.do("report")["without_thumbnails"], 180)
    _wait(stand, lambda: not stand.do("report")["jobs"].get("doing"), 60)
    report = stand.do("report")
    row = {"stops": stops, **verdict(stand, report)}
    row["not kept"] = row["lost"]
    return row, _of_the_killed(stand, report, killed)


def _wait(stand: Stand, condition: Any, seconds: float) -> None:
    """Wait for it; where it does not happen, the table says so."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.5)


def _keep_busy(stand: Stand, numbers: Iterator[int], dice: random.Random) -> None:
    runs = stand.do("report")["runs"]
    missing = UNDER_WAY - sum(run["state"] in UNFINISHED for run in runs.values())
    prompts = [
        f"{dice.uniform(0.02, 0.5):.2f} run {next(numbers)}" for _ in range(missing)
    ]
    if prompts:
        stand.do("submit", prompts=prompts)


def _end(stand: Stand, pid: int, dice: random.Random, killed: dict[int, float]) -> int:
    """Do something to the worker; return who works in its place."""
    (how,) = dice.choices(list(SHARES), list(SHARES.values()))
    if how == "still":
        stand.signal(pid, signal.SIGSTOP)
        time.sleep(dice.uniform(0.1, 0.5))
        stand.signal(pid, signal.SIGCONT)
        return pid
    if how == "stop":
        stand.signal(pid, signal.SIGTERM)
        return stand.worker()
    stand.signal(pid, signal.SIGKILL)
    killed[pid] = time.time()
    if how == "step":
        dying = stand.worker(step=dice.choice(list(STEPS)))
        end = time.monotonic() + 5
        while stand.is_there(dying) and time.monotonic() < end:
            time.sleep(0.02)
        stand.signal(dying, signal.SIGKILL)
        killed[dying] = time.time()
    return stand.worker()


def _cut_connections(stand: Stand) -> None:
    if "DATABASE_URL" in stand.more:
        with psycopg.connect(stand.more["DATABASE_URL"], autocommit=True) as own:
            own.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        stand.do("reconnect")


def _pid_of(worker: str) -> int:
    """Return the process of a worker by its name: host, process, some letters."""
    return int(worker.rsplit("-", 2)[1]) if worker else 0


def _of_the_killed(
    stand: Stand, report: dict[str, Any], killed: dict[int, float]
) -> str:
    """Say what became of the runs that a killed worker had in hand."""
    answered = {n["prompt"]: n["at"] for n in stand.noted() if n["event"] == "answered"}
    whole = lost = late = 0
    waits = []
    for prompt, run in report["runs"].items():
        died = killed.get(_pid_of(run["worker"]))
        if died is None or run["ended"] is None or run["ended"] < died:
            continue
        if run["state"] == "unknown":
            waits.append(run["ended"] - died)
        if prompt in answered:
            in_time = answered[prompt] <= died
            whole += in_time
            lost += in_time and run["state"] != "succeeded"
            late += not in_time and run["state"] != "succeeded"
    text = (
        f"whole answers in the hands of the killed: {whole}, lost {lost}; "
        f"handed over to the dead: {late}"
    )
    if len(waits) > 1:
        p95 = statistics.quantiles(waits, n=20)[-1]
        text += (
            f"; unknown decided after {statistics.median(waits):.1f} s, p95 {p95:.1f} s"
        )
    return text


if __name__ == "__main__":
    main()
