"""What becomes of paid calls when workers are killed and stopped at random.

Three workers draw from a server that counts its calls and notes which answers it has
handed over whole. Again and again one of them is killed (SIGKILL) at a random moment or
at a random step of a run, asked to stop (SIGTERM), or made to stand still for a moment
(SIGSTOP, SIGCONT), and another one is started; on PostgreSQL all connections are cut now
and then. In the last fourth the clocks of the workers jump by hours as well. At the end
all has to be decided. *Not kept* are answers that the server has handed over whole and
whose pictures are not in the gallery; below the row stands how many of these were lost,
and how many the kernel took from the server for a worker that had been killed a moment
before. *Stuck* are runs, thumbnails, files without a picture, reserved money and jobs that
nobody looks after.

    python -m benchmarks.durability [STOPS OF EACH KIND]
"""

import itertools
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from tests import databases
from tests.durability.stand import Stand, verdict
from tests.durability.steps import STEPS

KINDS = (
    ("SQLite", "embedded"),
    ("PostgreSQL", "embedded"),
    ("PostgreSQL", "procrastinate"),
)
STOPS = 340
WORKERS = 3
# How many runs are kept waiting or under way: more than all workers take at once, so
# that one which shall die at a step of a run comes to it.
UNDER_WAY = 16
JUMPING = 0.25
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
    with tempfile.TemporaryDirectory() as folder, databases.server() as url:
        print("  ".join(f"{name:>9}" for name in ("database", "engine", *COLUMNS)))
        for database, engine in KINDS:
            more = {"PLAYGROUND_ENGINE": engine}
            if database == "PostgreSQL":
                more["DATABASE_URL"] = databases.new_database(url, f"kind_{engine}")
            with Stand(Path(folder) / f"{database}-{engine}", **more) as stand:
                row, decided = _trial(stand, stops)
            values = (database, engine, *(row[name] for name in COLUMNS))
            print("  ".join(f"{value!s:>9}" for value in values))
            print(f"    {decided}", flush=True)


def _trial(stand: Stand, stops: int) -> tuple[dict[str, Any], str]:
    """Do it with clocks that go right, then with such as jump."""
    started = time.monotonic()
    dice = random.Random(len(stand.more))
    numbers = itertools.count(1)
    jumping = round(stops * JUMPING)
    killed = _stop_workers(stand, stops - jumping, dice, numbers, jumps=False)
    decided = _of_the_killed(stand, _tidy(stand), killed)
    _stop_workers(stand, jumping, dice, numbers, jumps=True)
    report = _tidy(stand)
    row = {"stops": stops, **verdict(stand, report)}
    row["not kept"] = row["lost"]
    row["stuck"] += row["files"]
    return row, f"{decided}; {time.monotonic() - started:.0f} s in all"


def _stop_workers(
    stand: Stand,
    stops: int,
    dice: random.Random,
    numbers: Iterator[int],
    *,
    jumps: bool,
) -> dict[int, float]:
    """Let workers draw and stop one after the other; return who was killed when."""
    pids = [stand.worker(jumps=jumps) for _ in range(WORKERS)]
    killed: dict[int, float] = {}
    for stop in range(stops):
        _keep_busy(stand, numbers, dice)
        time.sleep(dice.uniform(0.0, 0.3))
        if stop % 40 == 39:
            _cut_connections(stand)
        place = dice.randrange(WORKERS)
        busy = partial(_keep_busy, stand, numbers, dice)
        pids[place] = _end(stand, pids[place], dice, killed, busy, jumps=jumps)
    for pid in pids:
        stand.signal(pid, signal.SIGTERM)
    return killed


def _tidy(stand: Stand) -> dict[str, Any]:
    """Wait until all is decided and made up for; return the report."""
    pid = stand.worker()
    stand.settle(180)
    stand.do("hurry")
    _wait(stand, lambda: not stand.do("report")["without_thumbnails"], 180)
    _wait(stand, lambda: not stand.do("report")["jobs"].get("doing"), 60)
    report: dict[str, Any] = stand.do("report")
    stand.signal(pid, signal.SIGTERM)
    return report


def _wait(stand: Stand, condition: Any, seconds: float) -> None:
    """Wait for it; where it does not happen, the table says so."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.5)


def _keep_busy(stand: Stand, numbers: Iterator[int], dice: random.Random) -> None:
    missing = UNDER_WAY - stand.do("unfinished")
    prompts = [
        f"{dice.uniform(0.02, 0.4):.2f} run {next(numbers)}" for _ in range(missing)
    ]
    if prompts:
        stand.do("submit", prompts=prompts)


def _end(
    stand: Stand,
    pid: int,
    dice: random.Random,
    killed: dict[int, float],
    busy: Callable[[], None],
    *,
    jumps: bool,
) -> int:
    """Do something to the worker; return who works in its place."""
    (how,) = dice.choices(list(SHARES), list(SHARES.values()))
    if how == "still":
        stand.signal(pid, signal.SIGSTOP)
        time.sleep(dice.uniform(0.1, 0.5))
        stand.signal(pid, signal.SIGCONT)
        return pid
    if how == "stop":
        stand.signal(pid, signal.SIGTERM)
        return stand.worker(jumps=jumps)
    # Before, not after: what comes when it is dead already nobody can keep.
    killed[pid] = time.time()
    stand.signal(pid, signal.SIGKILL)
    if how == "step":
        dying = stand.worker(step=dice.choice(list(STEPS)), jumps=jumps)
        end = time.monotonic() + 5
        while stand.is_there(dying) and time.monotonic() < end:
            busy()
            time.sleep(0.05)
        killed[dying] = time.time()
        stand.signal(dying, signal.SIGKILL)
        killed |= _deaths(stand)
    return stand.worker(jumps=jumps)


def _deaths(stand: Stand) -> dict[int, float]:
    """Return when workers have ended themselves at a step."""
    notes = stand.folder / "deaths"
    lines = notes.read_text().splitlines() if notes.exists() else []
    return {int(pid): float(at) for pid, at in map(str.split, lines)}


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
    whole = late = 0
    waits, lost = [], []
    for prompt, run in report["runs"].items():
        died = killed.get(_pid_of(run["worker"]))
        if died is None or run["ended"] is None or run["ended"] < died:
            continue
        if run["state"] == "unknown":
            waits.append(run["ended"] - died)
        if prompt in answered:
            in_time = answered[prompt] <= died
            whole += in_time
            if run["state"] != "succeeded":
                late += not in_time
                lost += [died - answered[prompt]] if in_time else []
    # What lay in the network's buffers still was in nobody's hands.
    longest = f" (at most {max(lost) * 1000:.0f} ms before)" if lost else ""
    text = (
        f"whole answers in the hands of the killed: {whole}, lost {len(lost)}{longest}; "
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
