"""A budget for 500 pictures, and 1,000 submissions from 20 clients at once.

On SQLite and on PostgreSQL, through the whole application: form, rules, ledger, queue.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASKED, FITS, CLIENTS = 1000, 500, 20


def main() -> None:
    from tests.postgres import server

    print("| database | passed | refused | 5xx | seconds | median | 95 % |")
    print("|---|---|---|---|---|---|---|")
    _apart("SQLite")
    with server() as url:
        _apart("PostgreSQL", DATABASE_URL=url)


def _apart(name: str, **more: str) -> None:
    """Measure in a process of its own, with a new database."""
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "PLAYGROUND_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "playground.settings",
            **more,
        }
        command = [sys.executable, "-m", "benchmarks.budget", name]
        subprocess.run(command, cwd=ROOT, env=env, check=True)


def measure(name: str) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections
    from django.test import Client

    from playground.library.models import Generation
    from playground.spending.models import Budget, LedgerEntry

    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    call_command("migrate", verbosity=0)
    form = {
        "prompt": "a kite",
        "model": "gpt-image-2.5-sunburst",
        "size": "1024x1024",
        "quality": "low",
    }

    def ask(number: int) -> tuple[int, float]:
        started = time.perf_counter()
        try:
            client = Client(raise_request_exception=False)
            posted = {**form, "prompt": f"kite {number}"}
            status = client.post("/generations/", posted).status_code
            return status, time.perf_counter() - started
        finally:
            connections.close_all()

    assert ask(0)[0] == 303
    each = LedgerEntry.objects.get().reserved_nano
    limit = each * (FITS + 1)
    Budget.objects.create(scope="everyone", period="day", limit_nano=limit)
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(ask, range(1, ASKED + 1)))
    took = time.perf_counter() - started
    statuses = Counter(status for status, _ in answers)
    times = sorted(seconds for _, seconds in answers)
    failed = sum(count for status, count in statuses.items() if status >= 500)
    assert Generation.objects.count() == FITS + 1, Generation.objects.count()
    print(
        f"| {name} | {statuses[303]} | {statuses[422]} | {failed} | {took:.1f} | "
        f"{times[len(times) // 2]:.2f} s | {times[int(len(times) * 0.95)]:.2f} s |",
        flush=True,
    )


if __name__ == "__main__":
    if sys.argv[1:]:
        measure(sys.argv[1])
    else:
        main()
