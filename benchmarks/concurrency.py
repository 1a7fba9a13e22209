"""How long one worker process takes for 32 generations of two seconds each.

They wait in the queue before the worker takes its first; the time runs from the first
that is sent, as noted in the rows: until the last answer is safe on disk, and until the
last picture has been unpacked, checked and put into the gallery. The ideal is the two
seconds that the server takes. All answers come in the same moment, which is the worst
that can happen to the processor. Peak memory and processor time are those of the
worker process, its start included. Medians of five times, each with a new worker, and
the shortest and longest time in brackets.
"""

import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime

import psutil

from benchmarks.stage import REQUEST, Browser, prepare, replay, running, studio

COUNT = 32
TIMES = 5
SECONDS = 2.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        safe, kept, peaks_mb, busy = zip(*measure(folder), strict=True)
    print(f"{COUNT} generations of {SECONDS:g} s")
    print(f"until safe on disk:     {_against_ideal(safe)}")
    print(f"until in the gallery:   {_against_ideal(kept)}")
    print(f"memory of the worker at its peak: {max(peaks_mb):.0f} MB")
    print(f"processor time of the worker: {statistics.median(busy):.1f} s")


def _against_ideal(seconds: Sequence[float]) -> str:
    middle, low, high = statistics.median(seconds), min(seconds), max(seconds)
    return (
        f"{middle:.2f} s ({low:.2f} to {high:.2f}), {middle / SECONDS:.2f} x the ideal"
    )


def measure(folder: str) -> list[tuple[float, float, float, float]]:
    """Return, for each time, what ``_once`` does."""
    with replay(folder, SECONDS) as settings, studio(folder, **settings) as browser:
        return [_once(folder, browser, settings) for _ in range(TIMES)]


def _once(
    folder: str, browser: Browser, settings: dict[str, str]
) -> tuple[float, float, float, float]:
    """Return seconds until all are safe and kept, peak memory in MB, busy seconds."""
    codes = [browser.submit(**REQUEST) for _ in range(COUNT)]
    with running(folder, "work", "--concurrency", str(COUNT), **settings) as worker:
        peak = _peak_while_unfinished(browser, codes, worker)
        times = worker.cpu_times()
    done = [browser.state(code) for code in codes]
    timings = [row["timings"] for row in done]
    images = [browser.json(row["images"][0]["url"]) for row in done]
    first = min(_moment(row["sent"]) for row in timings)
    safe = max(_moment(row["finished"]) for row in timings) - first
    kept = max(_moment(image["created"]) for image in images) - first
    busy = times.user + times.system
    return safe.total_seconds(), kept.total_seconds(), peak / 2**20, busy


def _peak_while_unfinished(
    browser: Browser, codes: list[str], worker: psutil.Process
) -> int:
    """Look at the memory often, and at the states as often as a page does."""
    peak, waiting = 0, list(codes)
    while waiting:
        if browser.state(waiting[-1])["state"] not in ("queued", "sending"):
            waiting.pop()
            continue
        for _ in range(20):
            peak = max(peak, worker.memory_info().rss)
            time.sleep(0.05)
    return peak


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


if __name__ == "__main__":
    main()
