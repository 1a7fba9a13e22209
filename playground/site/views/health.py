"""Whether this installation is alive, and whether it can do its work."""

import logging
import shutil
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from playground.runs import beat
from playground.runs.claiming import queued

logger = logging.getLogger(__name__)

# A few hundred pictures. Below that the next answer may not find a place.
LEAST_FREE_BYTES = 256 * 2**20
# Somebody should look when a run has waited for so long, whatever the reason.
LONGEST_QUEUE_S = 3600


class NotWellError(Exception):
    """A part does not work; the message says so to anybody who asks."""


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        logger.exception("The database does not answer.")
        raise NotWellError("The database does not answer.") from None
    return {"engine": connection.vendor}


def _storage() -> dict[str, Any]:
    try:
        name = default_storage.save("health/probe", ContentFile(b"ok"))
        default_storage.delete(name)
    except Exception:
        logger.exception("Files cannot be written.")
        raise NotWellError("Files cannot be written.") from None
    free = free_bytes()
    if free is not None and free < LEAST_FREE_BYTES:
        raise NotWellError(f"Only {free // 2**20} MB are left for pictures.")
    return {} if free is None else {"free_mb": free // 2**20}


def free_bytes() -> int | None:
    """Return the room in the storage; None where it has no end that we know."""
    location = getattr(default_storage, "base_location", None)
    try:
        return shutil.disk_usage(location).free if location else None
    except OSError:
        return None  # It is not there yet.


def _engine() -> dict[str, Any]:
    try:
        workers = beat.present()
    except Error:
        raise NotWellError("Not known without the database.") from None
    if not workers:
        raise NotWellError(
            "No worker has been heard lately. Start one with: manage.py work"
        )
    return {
        "workers": len(workers),
        "concurrency": sum(worker.concurrency for worker in workers),
    }


def _queue() -> dict[str, Any]:
    try:
        waiting, oldest_s = queue_state()
    except Error:
        raise NotWellError("Not known without the database.") from None
    if oldest_s > LONGEST_QUEUE_S:
        raise NotWellError(
            f"The oldest of {waiting} queued runs has waited for {oldest_s} s."
        )
    return {"waiting": waiting, "oldest_s": oldest_s}


def queue_state() -> tuple[int, int]:
    """Return how many runs are queued, and for how many seconds the oldest one is."""
    waiting = queued()
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    return waiting.count(), max(0, int(age))


PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "database": _database,
    "storage": _storage,
    "engine": _engine,
    "queue": _queue,
}


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that this process is alive; looks at nothing else.

    Who starts it again when it does not answer must not do so because the database
    is away.
    """
    return JsonResponse({"ok": True})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all parts work, else 503; either way tell about each."""
    report: dict[str, dict[str, Any]] = {}
    for name, check in PARTS.items():
        try:
            report[name] = {"ok": True, **check()}
        except NotWellError as error:
            report[name] = {"ok": False, "message": str(error)}
    well = all(part["ok"] for part in report.values())
    return JsonResponse({"ok": well, **report}, status=200 if well else 503)
