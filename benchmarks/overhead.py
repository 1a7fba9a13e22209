"""What the whole path adds to the bare call of the SDK.

The same request (1024×1024 PNG) goes to the same server over HTTP, once by the bare
``openai`` client (call, base64 decode, write the file) and once through everything:
the form is posted to the running web server, a worker process claims it, calls, checks
and keeps the picture, and the time ends when ``/generations/<code>.json`` says that it
is there. The server gives the simulator's answer again from memory, after no time or
after two seconds. Medians; those of the parts are taken from the rows: until the worker has
sent the request, and from then until everything is kept.
"""

import base64
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from benchmarks.stage import KEY, REQUEST, Browser, free_port, prepare, replay, running


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        for seconds, times in ((0.0, 30), (2.0, 5)):
            bare, whole, sent, kept = measure(folder, seconds, times)
            print(
                f"at {seconds:g} s: bare {bare * 1000:7.1f} ms   whole path "
                f"{whole * 1000:7.1f} ms   +{(whole - bare) * 1000:.1f} ms   "
                f"{whole / bare:.2f} x\n"
                f"        until sent {sent * 1000:.1f} ms, until kept {kept * 1000:.1f} ms"
            )


def measure(
    folder: str, seconds: float, times: int
) -> tuple[float, float, float, float]:
    """Return median seconds: bare call, whole path, and the path's two parts."""
    with replay(folder, seconds) as settings:
        bare = _median(_bare(settings["OPENAI_BASE_URL"], Path(folder)), times)
        whole, sent, kept = _whole(folder, settings, times)
    return bare, whole, sent, kept


def _median(work: Callable[[], object], times: int) -> float:
    work()  # Connections, imports and the first painting are not what we measure.
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


def _bare(url: str, folder: Path) -> Callable[[], object]:
    import openai

    client = openai.OpenAI(api_key=KEY, base_url=url, max_retries=5)

    def work() -> None:
        answer = client.images.generate(**REQUEST)  # type: ignore[call-overload]
        picture = base64.b64decode(answer.data[0].b64_json)
        (folder / "bare.png").write_bytes(picture)

    return work


def _whole(
    folder: str, settings: dict[str, str], times: int
) -> tuple[float, float, float]:
    port = free_port()
    with running(folder, "serve", "--port", str(port), **settings):
        browser = Browser(port)
        browser.wait_until_well()
        browser.open_studio()
        rows: list[dict[str, datetime]] = []

        def work() -> None:
            done = browser.wait_until_finished(browser.submit(**REQUEST))["timings"]
            rows.append(
                {
                    name: datetime.fromisoformat(done[name])
                    for name in ("created", "sent", "finished")
                }
            )

        whole = _median(work, times)
        sent = statistics.median(row["sent"] - row["created"] for row in rows[1:])
        kept = statistics.median(row["finished"] - row["sent"] for row in rows[1:])
        return whole, sent.total_seconds(), kept.total_seconds()


if __name__ == "__main__":
    main()
