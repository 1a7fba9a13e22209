"""Whether this installation can do its work, for people and for monitors."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from playground.runs import beat
from playground.runs.claiming import queued

logger = logging.getLogger(__name__)


class NotWellError(Exception):
    """A part does not work; the message says so to anybody who asks."""


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
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
    return {}


def _worker() -> dict[str, Any]:
    try:
        workers = beat.present()
        waiting = queued().count()
    except DatabaseError:
        raise NotWellError("Not known without the database.") from None
    if not workers:
        raise NotWellError(
            "No worker has been heard lately. Start one with: manage.py work"
        )
    return {
        "workers": len(workers),
        "concurrency": sum(worker.concurrency for worker in workers),
        "waiting": waiting,
    }


PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "database": _database,
    "storage": _storage,
    "worker": _worker,
}


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all parts work, else 503; either way tell about each."""
    report: dict[str, dict[str, Any]] = {}
    for name, check in PARTS.items():
        try:
            report[name] = {"ok": True, **check()}
        except NotWellError as error:
            report[name] = {"ok": False, "message": str(error)}
    well = all(part["ok"] for part in report.values())
    return JsonResponse({"ok": well, **report}, status=200 if well else 503)
