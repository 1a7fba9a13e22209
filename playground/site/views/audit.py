"""The audit log, for administrators: as a page and as CSV."""

import csv
from collections.abc import Iterator

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from playground.core.files import protected
from playground.people import audit
from playground.people.http import Request
from playground.people.models import AuditEntry
from playground.people.roles import ADMIN, needs

PAGE_SIZE = 100
COLUMNS = ("time", "action", "by", "about", "what", "ip")


@needs(ADMIN)
@require_safe
def index(request: Request) -> HttpResponse:
    """A page of what happened in the workspace, newest first; for administrators."""
    entries = AuditEntry.objects.visible_to(request.user)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        entries = entries.filter(pk__lt=int(before))
    found = list(entries.order_by("-pk")[: PAGE_SIZE + 1])
    context = {
        "entries": found[:PAGE_SIZE],
        "older": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None,
    }
    return render(request, "people/audit.html", context)


@needs(ADMIN)
@require_safe
def csv_file(request: Request) -> HttpResponseBase:
    """Stream all of it, oldest first. That it was taken is a line of its own."""
    audit.note("audit log exported", by=request.user, workspace=request.user.workspace)
    entries = AuditEntry.objects.visible_to(request.user).order_by("pk")
    response = StreamingHttpResponse(
        _lines(entries.iterator(chunk_size=500)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return protected(response)


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(entries: Iterator[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for entry in entries:
        cells = (
            entry.action,
            entry.by_name,
            entry.about_name,
            entry.what,
            entry.ip or "",
        )
        yield writer.writerow([entry.created_at.isoformat(), *map(_harmless, cells)])


def _harmless(cell: str) -> str:
    """Keep a table from taking a name for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
