"""A process that submits runs, starts workers and looks at what has become of all.

Started by ``stand.Stand``; takes a line of JSON on its standard input and answers with
one. Workers are forked from it: each is a process of its own that behaves as
``manage.py work`` and can be killed, and starting one costs next to nothing.
"""

import gc
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings


def submit(*, prompts: list[str]) -> list[str]:
    from playground.imaging.request import ImageRequest
    from playground.people.models import User
    from playground.runs.submitting import generation_submit

    owner = User.objects.local()
    return [
        generation_submit(
            author=owner, request=ImageRequest(prompt=prompt, model="gpt-image-2")
        ).code
        for prompt in prompts
    ]


def cancel(*, code: str) -> int:
    from playground.library.models import Generation

    return Generation.objects.filter(code=code, state="queued").update(
        state="cancelled"
    )


def unfinished() -> int:
    from playground.library.models import Generation

    return Generation.objects.filter(state__in=Generation.UNFINISHED).count()


def worker(
    *,
    step: str = "",
    number: int = 9,
    concurrency: int = 4,
    jumps: bool = False,
    **more: str,
) -> int:
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        if jumps:
            from tests.durability.clocks import JumpingClock

            JumpingClock().start()
        _work(step, number, concurrency, more)
    finally:
        os._exit(0)


def _work(step: str, number: int, concurrency: int, more: dict[str, str]) -> None:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    for name, value in more.items():
        setattr(settings, name, value)
    from django.core.management import call_command

    if step:
        from tests.durability.steps import stop_at

        stop_at(step, number)
    call_command("work", concurrency=concurrency)


def report() -> dict[str, Any]:
    """Return what the rows and folders say."""
    from django.db.models import Count

    from playground.library.models import Generation, Image

    runs = {
        run.prompt: {
            "code": run.code,
            "state": run.state,
            "images": run.pictures,
            "attempts": run.attempts,
            "worker": run.worker,
            "ended": run.finished_at and run.finished_at.timestamp(),
        }
        for run in Generation.objects.annotate(pictures=Count("images"))
    }
    folder = Path(settings.PLAYGROUND_DATA_DIR)
    originals = {
        str(path.relative_to(folder / "files"))
        for path in (folder / "files" / "images").rglob("*")
        if path.is_file()
    }
    named = set(Image.objects.values_list("file", flat=True))
    return {
        "runs": runs,
        "without_thumbnails": Image.objects.filter(has_thumbnails=False).count(),
        "lost_files": sorted(named - originals),
        "stray_files": sorted(originals - named),
        "spool": sorted(path.name for path in (folder / "spool").glob("*")),
        "workers": sorted(path.name for path in (folder / "workers").glob("*.lock")),
        "jobs": _jobs(),
        **_books(),
    }


def _jobs() -> dict[str, int]:
    from django.db import connection

    if "procrastinate_jobs" not in connection.introspection.table_names():
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT status, COUNT(*) FROM procrastinate_jobs GROUP BY 1")
        return {str(status): count for status, count in cursor.fetchall()}


def _books() -> dict[str, int]:
    """Return what the books still hold back, and what they count more than once."""
    from django.db.models import Count, Sum

    from playground.spending.models import LedgerEntry

    settled = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.SETTLED)
    twice = settled.values("run").annotate(times=Count("pk")).filter(times__gt=1)
    held = LedgerEntry.objects.aggregate(held=Sum("reserved_nano"))["held"] or 0
    return {"held_nano": held, "settled_twice": twice.count()}


def hurry() -> None:
    """Let what waits for a minute or more wait no longer."""
    from datetime import timedelta

    from django.utils import timezone

    from playground.library import writing
    from playground.library.models import Image

    Image.objects.filter(has_thumbnails=False).update(
        created_at=timezone.now() - timedelta(minutes=5)
    )
    writing.LEFT_FOR_S = 0.0
    writing.StraySweep()()


def reconnect() -> None:
    """Forget a connection that the database has cut."""
    from django.db import connections

    connections.close_all()


DEEDS = {
    deed.__name__: deed
    for deed in (submit, cancel, unfinished, worker, report, hurry, reconnect)
}


def main() -> None:
    gc.disable()  # As in ``manage.py``.
    django.setup()
    # Loaded once, for all workers that will be forked.
    from PIL import Image as Pillow

    from playground.management.commands import work  # noqa: F401
    from playground.providers.client import get_ready

    get_ready()
    Pillow.init()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer = {"done": DEEDS[order.pop("do")](**order)}
        except Exception as error:  # noqa: BLE001  (told to who asked)
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
