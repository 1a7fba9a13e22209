"""The provider's own figures, held against the ledger."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from playground.core.units import count_text
from playground.people.http import Request
from playground.people.roles import runs_installation
from playground.spending import reconciling
from playground.spending.export_records import MAX_BYTES, UnreadableExport
from playground.spending.provider_export import read_export
from playground.spending.views.pages import NOT_YOURS

PAGE = "spending/reconcile.html"


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request) -> HttpResponse:
    """The form, and below it what came of the file; the file itself is not kept."""
    context: dict[str, Any] = {"may_compare": runs_installation(request.user)}
    if request.method != "POST":
        return render(request, PAGE, context)
    upload = request.FILES.get("export")
    if not context["may_compare"]:
        context["error"] = NOT_YOURS
    elif upload is None:
        context["error"] = "Choose a file first."
    else:
        try:
            export = read_export(upload.read(MAX_BYTES + 1))
            context |= {
                "name": upload.name,
                "notes": export.notes,
                "foreign": reconciling.another_organisation(export),
                "rows": reconciling.compare(export),
            }
        except UnreadableExport as error:
            context["error"] = str(error)
    return render(request, PAGE, context, status=422 if "error" in context else 200)


@require_POST
def settle(request: Request) -> HttpResponse:
    """Settle the runs of one line of a comparison."""
    if not runs_installation(request.user):
        raise PermissionDenied(NOT_YOURS)
    signed = request.POST.get("settlement", "")
    try:
        count = reconciling.settle(signed, by=request.user)
    except reconciling.Outdated as late:
        messages.error(request, str(late))
        return HttpResponseRedirect(reverse("spending:reconcile"), status=303)
    messages.success(request, f"{count_text(count, 'run')} settled in the ledger.")
    return HttpResponseRedirect(reverse("spending:index") + "#doubts", status=303)
