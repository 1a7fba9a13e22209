"""What a ZIP of many pictures takes: memory, which must not grow with them, and time.

The pictures are small real files. Each size is taken in a process of its own, read to
its end as a browser would, and thrown away. Printed are the most that Python had
allocated while it was made (tracemalloc), by how much the process grew (peak RSS), and,
without the tracing, how long the first byte and the whole took.

``python -m benchmarks.zip_memory 500 2000`` takes other sizes.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc

from benchmarks.stage import ROOT, environment

SIZES = (500, 5000)


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(measured(int(sys.argv[2]), traced=sys.argv[3] == "traced")))
        return
    for size in [int(it) for it in sys.argv[1:]] or SIZES:
        plain, traced = one(size, "plain"), one(size, "traced")
        print(
            f"{size:>6} pictures, {plain['megabytes']:.1f} MB: "
            f"allocated {traced['allocated_mb']:.1f} MB at most, "
            f"process +{plain['grown_mb']:.1f} MB, first byte {plain['first_s']:.2f} s, "
            f"all of it {plain['whole_s']:.2f} s",
            flush=True,
        )


def one(size: int, how: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.zip_memory", "--child", str(size), how],
            cwd=ROOT,
            env=environment(folder),
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(size: int, *, traced: bool) -> dict[str, float]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "playground.settings"
    import django

    django.setup()
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from django.core.management import call_command
    from django.test import Client

    from playground.library.models import Image
    from tests import factories

    call_command("migrate", verbosity=0)
    factories.images_many(size)
    with default_storage.open(Image.objects.first().file, "rb") as file:  # type: ignore[union-attr]
        data = file.read()
    for number, key in enumerate(Image.objects.values_list("pk", flat=True)):
        # Each a file of its own, as they are.
        name = default_storage.save(f"images/b/{number}.png", ContentFile(data))
        Image.objects.filter(pk=key).update(file=name)
    client = Client(SERVER_NAME="localhost")
    # What is loaded once is no part of it.
    take(client, {"target": "selection", "code": newest_code()})
    if traced:
        tracemalloc.start()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first_s, whole_s, length = take(client, {"target": "search"})
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    peak = tracemalloc.get_traced_memory()[1] if traced else 0
    return {
        "allocated_mb": peak / 2**20,
        "grown_mb": grown / 1024,
        "first_s": first_s,
        "whole_s": whole_s,
        "megabytes": length / 2**20,
    }


def newest_code() -> str:
    from playground.library.models import Image

    return Image.objects.newest()[0].code


def take(client: "object", asked: dict[str, str]) -> tuple[float, float, int]:
    from django.test import Client

    assert isinstance(client, Client)
    started = time.perf_counter()
    answer = client.post("/gallery/download/", asked)
    assert answer.streaming, answer.status_code
    length, first = 0, 0.0
    for piece in answer.streaming_content:
        first = first or time.perf_counter() - started
        length += len(piece)
    assert length == int(answer["Content-Length"])
    return first, time.perf_counter() - started, length


if __name__ == "__main__":
    main()
