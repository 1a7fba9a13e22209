"""What the gallery's first page costs with 10,000 pictures in it.

Server time is that of the whole request in this process, middleware and template
included, as 200 requests found it. The page's weight is its HTML compressed with gzip,
and the script all modules it loads, each compressed with brotli as they are served.
"""

import gzip
import os
import re
import statistics
import tempfile
import time
from pathlib import Path

import brotli
import django

COUNT = 10_000
REQUESTS = 200
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="playground.settings", PLAYGROUND_DATA_DIR=folder
        )
        django.setup()
        fill()
        measure(Path(folder) / "static")


def fill() -> None:
    from django.core.management import call_command

    from tests import factories

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    factories.images_many(COUNT, has_thumbnails=True)


def measure(static: Path) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    answer = client.get("/gallery/")
    assert answer.status_code == 200
    page = answer.content
    with CaptureQueriesContext(connection) as queries:
        client.get("/gallery/")
    # Counted now: the next request empties the log.
    count = len(queries)
    spent = []
    for _ in range(REQUESTS):
        started = time.perf_counter()
        client.get("/gallery/")
        spent.append((time.perf_counter() - started) * 1000)
    p95 = statistics.quantiles(spent, n=20)[-1]
    print(f"{COUNT} pictures, first page of the gallery:")
    print(f"  server time: median {statistics.median(spent):.1f} ms, p95 {p95:.1f} ms")
    print(f"  queries: {count}")
    print(f"  page: {len(gzip.compress(page)) / 1024:.1f} KB compressed")
    print(f"  script: {script_bytes(page.decode(), static) / 1024:.1f} KB compressed")


def script_bytes(page: str, static: Path) -> int:
    """Return the compressed weight of all script that a page loads."""
    found: set[Path] = set()
    waiting = [
        (static / name).resolve()
        for name in re.findall(r'src="/static/([^"]+\.js)"', page)
    ]
    while waiting:
        script = waiting.pop()
        if script not in found:
            found.add(script)
            waiting += [
                (script.parent / name).resolve()
                for name in IMPORT.findall(script.read_text(encoding="utf-8"))
            ]
    return sum(len(brotli.compress(script.read_bytes())) for script in found)


if __name__ == "__main__":
    main()
