"""10,000 requests that nobody in their senses would send, over HTTP to a running installation: every
address, every method, broken bodies, headers and queries. Asked: no answer of 500 or more, no
connection without an answer, and the installation still well afterwards."""

import http.client
import os
import sys
import tempfile
from collections import Counter

import django

from benchmarks.stage import Browser, free_port, prepare, running

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        port = free_port()
        with running(
            folder, "serve", "--port", str(port), PLAYGROUND_SIMULATOR_LATENCY="instant"
        ) as server:
            browser = Browser(port)
            browser.wait_until_well()
            browser.open_studio()
            code = browser.submit(
                prompt="a boat",
                model="gpt-image-2.5-sunburst",
                size="1024x1024",
                quality="low",
            )
            run = browser.wait_until_finished(code)
            codes = [code, *(image["code"] for image in run["images"])]
            before = server.memory_info().rss
            statuses, lost = _send_all(port, codes)
            grown = (server.memory_info().rss - before) / 1e6
            browser.wait_until_well()
    told = ", ".join(
        f"{status} × {count}" for status, count in sorted(statuses.items())
    )
    failed = sum(count for status, count in statuses.items() if status >= 500)
    print(f"{COUNT:,} requests: {failed} × 5xx, {lost} lost")
    print(f"answers: {told}")
    print(f"the web process grew by {grown:.0f} MB")


def _send_all(port: int, codes: list[str]) -> tuple[Counter[int], int]:
    # The addresses are the application's own, so it is loaded here too.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.junk import junk

    statuses: Counter[int] = Counter()
    lost = 0
    for request in junk(COUNT, seed=7, codes=codes):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {**request.headers, "Content-Type": request.content_type}
        try:
            connection.request(
                request.method,
                request.path,
                request.body,
                {name: _latin(value) for name, value in headers.items()},
            )
            answer = connection.getresponse()
            answer.read()
            statuses[answer.status] += 1
        except (OSError, http.client.HTTPException) as error:
            lost += 1
            print(request.method, request.path[:80], repr(error), file=sys.stderr)
        finally:
            connection.close()
    return statuses, lost


def _latin(value: str) -> str:
    return value.encode("latin-1", "replace").decode("latin-1")


if __name__ == "__main__":
    main()
