"""An installation with a server that counts, and workers to be killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
UNFINISHED = ("queued", "sending")


class Stand:
    """``with Stand(folder, DATABASE_URL=…)``: submit, start, kill, look.

    A database that is in the folder already is taken as it is.
    """

    def __init__(self, folder: Path, **more: str) -> None:
        self.folder = folder
        self.notes = folder / "notes"
        self.log = folder / "log"
        self.more = more
        self.pids: list[int] = []

    def __enter__(self) -> "Stand":
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(
                ("PLAYGROUND_", "OPENAI_", "DATABASE_URL", "DJANGO_", "COV_")
            )
            # Each process would compile everything anew.
            and name != "PYTHONDONTWRITEBYTECODE"
        }
        self.stack = contextlib.ExitStack()
        self.api = self._start("tests.durability.api", str(self.notes), env=kept)
        assert self.api.stdout
        port = self.api.stdout.readline().strip()
        self.environment = {
            **kept,
            "PLAYGROUND_DATA_DIR": str(self.folder / "data"),
            "DJANGO_SETTINGS_MODULE": "playground.settings",
            "OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1",
            "OPENAI_API_KEY": "sk-counted",
            **self.more,
        }
        if not (self.folder / "data" / "playground.sqlite3").exists():
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                cwd=ROOT,
                env=self.environment,
                check=True,
            )
        self.desk = self._start("tests.durability.desk", env=self.environment)
        assert self.desk.stdout
        assert self.desk.stdout.readline().strip() == "ready", self.log.read_text()
        return self

    def _start(
        self, module: str, *arguments: str, env: dict[str, str]
    ) -> subprocess.Popen[str]:
        log = self.stack.enter_context(self.log.open("a"))
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env={**env, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)
        for pipe in (process.stdin, process.stdout):
            if pipe:
                self.stack.callback(pipe.close)
        return process

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pid in self.pids:
            self.signal(pid, signal.SIGKILL)
        self.stack.close()

    def do(self, deed: str, **values: Any) -> Any:
        assert self.desk.stdin
        assert self.desk.stdout
        self.desk.stdin.write(json.dumps({"do": deed, **values}) + "\n")
        self.desk.stdin.flush()
        answer = json.loads(self.desk.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["done"]

    def let_go(self) -> None:
        """Let the server answer what it has held back."""
        Path(f"{self.notes}-let-go").touch()

    def worker(self, **values: Any) -> int:
        pid = int(self.do("worker", **values))
        self.pids.append(pid)
        return pid

    @staticmethod
    def signal(pid: int, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

    @staticmethod
    def is_there(pid: int) -> bool:
        try:
            return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def noted(self) -> Iterator[dict[str, Any]]:
        if self.notes.exists():
            for line in self.notes.read_text().splitlines():
                yield json.loads(line)

    def times(self, prompt: str, event: str) -> int:
        return sum(
            note["prompt"] == prompt and note["event"] == event for note in self.noted()
        )

    def wait(
        self, condition: Callable[[], Any], what: str, seconds: float = 120
    ) -> Any:
        end = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < end, f"not {what}\n{self.log.read_text()[-4000:]}"
            time.sleep(0.1)
        return found

    def settle(self, seconds: float = 120) -> dict[str, Any]:
        """Wait until nothing is on its way any more; return the report."""

        try:
            self.wait(lambda: not self.do("unfinished"), "settled", seconds)
        except AssertionError:
            raise AssertionError(f"not settled: {self.do('report')}") from None
        found: dict[str, Any] = self.do("report")
        return found


def verdict(stand: Stand, report: dict[str, Any]) -> dict[str, int]:
    """Count what has become of the calls."""
    calls: dict[str, int] = {}
    answered: dict[str, int] = {}
    for note in stand.noted():
        counts = calls if note["event"] == "called" else answered
        counts[note["prompt"]] = counts.get(note["prompt"], 0) + 1
    runs = report["runs"]
    kept = {prompt for prompt, run in runs.items() if run["state"] == "succeeded"}
    return {
        "runs": len(runs),
        "calls": sum(calls.values()),
        "arrived": len(answered),
        "kept": len(kept),
        "unknown": sum(run["state"] == "unknown" for run in runs.values()),
        "lost": len(set(answered) - kept),
        "bought twice": sum(
            count > 1 and not runs[prompt]["attempts"]
            for prompt, count in calls.items()
        ),
        "shown twice": sum(run["images"] > 1 for run in runs.values()),
        "counted twice": report["settled_twice"],
        "stuck": sum(run["state"] in UNFINISHED for run in runs.values())
        + report["without_thumbnails"]
        + bool(report["held_nano"]),
        "stuck jobs": report["jobs"].get("doing", 0),
        "files": len(report["lost_files"]) + len(report["stray_files"]),
    }
