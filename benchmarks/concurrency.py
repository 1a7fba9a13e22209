"""How long one worker process takes for 32 generations of two seconds each.

They wait in the queue before the worker takes its first; the time runs from the first
that is sent to the last that is finished, as noted in their rows. The ideal is the two
seconds that the server takes. Peak memory and processor time are those of the worker
process, its start included.
"""

import subprocess
import sys
import tempfile
import time
from datetime import datetime

import psutil

from benchmarks.overhead import KEY, REQUEST
from benchmarks.stage import ROOT, Browser, environment, free_port, prepare, running

COUNT = 32
SECONDS = 2.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        total, peak_mb, busy = measure(folder)
    print(
        f"{COUNT} generations of {SECONDS:g} s: {total:.2f} s, "
        f"{total / SECONDS:.2f} x the ideal"
    )
    print(f"memory of the worker at its peak: {peak_mb:.0f} MB")
    print(f"processor time of the worker: {busy:.1f} s")


def measure(folder: str) -> tuple[float, float, float]:
    """Return seconds for all, and the worker's peak memory in MB and busy seconds."""
    api, web = free_port(), free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.replay", str(api), str(SECONDS)],
        cwd=ROOT,
        env=environment(folder, DJANGO_SETTINGS_MODULE="playground.settings"),
    )
    settings = {
        "OPENAI_BASE_URL": f"http://127.0.0.1:{api}/v1",
        "OPENAI_API_KEY": KEY,
    }
    try:
        with running(folder, "serve", "--port", str(web), "--no-worker", **settings):
            browser = Browser(web)
            browser.wait_until_well(worker=False)
            browser.open_studio()
            options = ["work", "--concurrency", str(COUNT)]
            with running(folder, *options, **settings):
                # Let the server paint its answer.
                browser.wait_until_finished(browser.submit(**REQUEST))
            codes = [browser.submit(**REQUEST) for _ in range(COUNT)]
            with running(folder, *options, **settings) as worker:
                peak = _peak_while_unfinished(browser, codes, worker)
                times = worker.cpu_times()
            done = [browser.state(code)["timings"] for code in codes]
    finally:
        server.terminate()
        server.wait()
    first = min(datetime.fromisoformat(row["sent"]) for row in done)
    last = max(datetime.fromisoformat(row["finished"]) for row in done)
    total = (last - first).total_seconds()
    return total, peak / 2**20, times.user + times.system


def _peak_while_unfinished(
    browser: Browser, codes: list[str], worker: psutil.Process
) -> int:
    peak = 0
    while any(browser.state(code)["state"] in ("queued", "sending") for code in codes):
        peak = max(peak, worker.memory_info().rss)
        time.sleep(0.05)
    return peak


if __name__ == "__main__":
    main()
