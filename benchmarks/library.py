"""What every page costs with 10,000, 100,000 and 1,000,000 pictures in the library.

The rows are like those of real use: a prompt is used about eight times, most pictures are
varied from another one, three people made them within two years, some are judged, tagged,
collected or in the trash; all share one small file. After ANALYZE, on SQLite and on
PostgreSQL. A figure is the median of whole responses in this process, middleware and
template included, and as a multiple of the Models page, which knows nothing of the
library. The last column holds the largest library against the smallest.

``python -m benchmarks.library 10000 100000 --on sqlite`` measures a part of it.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.stage import ROOT, environment

SIZES = (10_000, 100_000, 1_000_000)
DATABASES = ("sqlite", "postgresql")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--on", choices=DATABASES, action="append")
    parser.add_argument("--child", action="store_true")
    parser.add_argument(
        "--requests", type=int, default=11, help="of each page (default: %(default)s)"
    )
    parser.add_argument(
        "--cpu",
        action="store_true",
        help="tell the time on the processor, for a machine that is busy: of this "
        "process and of the one in which PostgreSQL serves it",
    )
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(measured(asked.sizes[0], asked.requests, cpu=asked.cpu)))
        return
    for database in asked.on or DATABASES:
        found = {size: one(database, size, asked) for size in asked.sizes or SIZES}
        report(database, found)


def one(database: str, size: int, asked: argparse.Namespace) -> dict[str, float]:
    """Fill a database of its own and measure it, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        more = {}
        if database == "postgresql":
            from tests.postgres import server

            more["DATABASE_URL"] = stack.enter_context(server())
        done = subprocess.run(
            [
                *(sys.executable, "-m", "benchmarks.library", "--child", str(size)),
                f"--requests={asked.requests}",
                *(["--cpu"] if asked.cpu else []),
            ],
            cwd=ROOT,
            env=environment(folder, **more),
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def report(database: str, found: dict[int, dict[str, float]]) -> None:
    sizes = list(found)
    print(f"{database}: median in ms, and as a multiple of the Models page")
    print(f"{'':38}" + "".join(f"{size:>18,}" for size in sizes) + "   growth")
    for name in found[sizes[0]]:
        cells, times = "", []
        for size in sizes:
            models, taken = found[size]["Models"], found[size][name]
            times.append(taken)
            cells += f"{taken:>10.1f} {taken / models:>5.1f} x"
        print(f"{name:38}{cells}   {times[-1] / times[0]:>5.1f} x", flush=True)
    print()


def measured(size: int, requests: int, *, cpu: bool) -> dict[str, float]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "playground.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from benchmarks.library_rows import fill

    started = time.perf_counter()
    fill(size)
    print(f"{size:,} filled in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return pages(requests, cpu=cpu)


def pages(requests: int, *, cpu: bool = False) -> dict[str, float]:
    """Ask for each page again and again; return the median of each in ms."""
    from django.test import Client

    clock = processor_time if cpu else time.perf_counter
    client = Client(SERVER_NAME="localhost")
    taken: dict[str, list[float]] = {}
    wanted = addresses()
    for number in range(requests + 1):
        for name, address in wanted.items():
            started = clock()
            answer = client.get(address)
            spent = (clock() - started) * 1000
            assert answer.status_code == 200, (address, answer.status_code)
            # The first round warms up what a server has warm.
            if number:
                taken.setdefault(name, []).append(spent)
    return {name: statistics.median(some) for name, some in taken.items()}


def processor_time() -> float:
    """The client of the tests keeps its connection, and so the process behind it."""
    from django.db import connection

    spent = time.process_time()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        spent += int(server.read_text().split()[0]) / 1e9
    return spent


def addresses() -> dict[str, str]:
    from django.db.models import Count
    from django.urls import reverse

    from playground.core.keyset import NEWEST
    from playground.library.models import Image
    from playground.people.models import User

    me = User.objects.local()
    mine = Image.objects.visible_to(me).kept()
    middle = mine.newest()[mine.count() * 99 // 100]
    family = (
        Image.objects.filter(parent__isnull=False, parent__workspace=me.workspace_id)
        .order_by()
        .values("parent__code")
        .annotate(count=Count("pk"))
        .order_by("-count")[0]["parent__code"]
    )
    newest = mine.newest()[:2]
    gallery = reverse("gallery:index")

    def search(q: str, sort: str = "") -> str:
        return reverse(
            "gallery:index", query={"q": q, **({"sort": sort} if sort else {})}
        )

    return {
        "Models": reverse("site:models"),
        "Studio": reverse("studio:index"),
        "Prompts used before": reverse("studio:prompts"),
        "Prompts: one word": reverse("studio:prompts", query={"q": "lighthouse"}),
        "Prompts: no hit": reverse("studio:prompts", query={"q": "zyzzyva"}),
        "Gallery, first page": gallery,
        "Gallery, 99 % deep": f"{gallery}?after={NEWEST.cursor(middle)}",
        "Gallery, trash": search("is:trashed"),
        "Search: common word": search("light"),
        "Search: rare word": search("quagga"),
        "Search: no hit": search("zyzzyva"),
        "Search: two words": search("light harbour"),
        "Search: phrase": search('"morning light"'),
        "Search: common, 99 % deep": f"{search('light')}&after={NEWEST.cursor(middle)}",
        "Two filters": search("quality:high model:2.5"),
        "Two filters, rare": search("quality:max format:webp"),
        "Two filters, no hit": search("kind:turn format:gif"),
        "A word and a filter": search("light quality:high"),
        "A word and a cost": search("light cost:<0.01"),
        "Costs more than ever": search("cost:>90"),
        "One month": search("date:2025-06"),
        "Tag": search("tag:logo"),
        "Stars": search("stars:>=4"),
        "Not": search("-light -quality:medium"),
        "Either": search("quagga OR quality:max"),
        "Sort by cost": search("", "-cost"),
        "Sort by stars": search("", "-stars"),
        "Sort by time, upwards": search("", "time"),
        "Common word by cost": search("light", "cost"),
        "Filter by size of picture": search("quality:high", "-size"),
        "Made from a picture": search(f"from:{family}"),
        "Differs in quality only": search(f"differs:quality-from:{family}"),
        "Image page": reverse("gallery:image", args=[newest[0].code]),
        "Image page, many children": reverse("gallery:image", args=[family]),
        "Run page": newest[0].generation.get_absolute_url(),
        "Compare": reverse(
            "gallery:compare", query=[("image", it.code) for it in newest]
        ),
        "gallery.json": reverse("gallery:gallery-json"),
        "Filters": reverse("gallery:filters"),
        "Filters: common word": reverse("gallery:filters", query={"q": "light"}),
        "Filters: a year": reverse("gallery:filters", query={"q": "date:2026"}),
    }


if __name__ == "__main__":
    main()
