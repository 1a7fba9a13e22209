"""All runs, newest first: the page, its JSON twin, and putting one aside."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import trigger_client_event

from playground.core.referer import came_from
from playground.library.models import Generation
from playground.people.http import Request
from playground.studio.cards import card, cards
from playground.studio.json import generation_json
from playground.studio.run_list import FILTERS, filter_named, problem_in, run_page
from playground.studio.views.runs import generation_for
from playground.studio.views.submitting import submit


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request) -> HttpResponse:
    """List all runs; what is posted here is a new one."""
    if request.method == "POST":
        return submit(request)
    state, after = request.GET.get("state", ""), request.GET.get("after", "")
    if said := problem_in(state, after):
        messages.warning(request, f"{said} These are all runs, from the newest on.")
        state = after = ""
    kind = filter_named(state)
    page = run_page(request.user, kind, after=after)
    context = {
        "cards": cards(page.rows),
        # What waits changes while one looks at it.
        "is_waiting": any(not run.is_finished for run in page.rows),
        "after": page.after,
        "is_first_page": not after,
        "kind": kind,
        "filters": FILTERS.values(),
    }
    return render(request, "studio/runs.html", context)


@require_safe
def index_json(request: Request) -> JsonResponse:
    """A page of runs; 400 for a state or a cursor that there is not."""
    state, after = request.GET.get("state", ""), request.GET.get("after", "")
    if said := problem_in(state, after):
        # A script that began anew would never come to an end.
        return JsonResponse({"message": said}, status=400)
    kind = filter_named(state)
    page = run_page(request.user, kind, after=after)
    asked = {"state": kind.key} if kind.key else {}
    following = reverse("studio:runs-json", query={**asked, "after": page.after})
    return JsonResponse(
        {
            "generations": [generation_json(run) for run in page.rows],
            "next": following if page.after else None,
        }
    )


@require_POST
def dismiss(request: Request, code: str) -> HttpResponse:
    """Put a run that made nothing aside, or with ``back`` show it again.

    It leaves the Studio; the list of runs, where its row says so, and the books keep it.
    """
    generation = generation_for(request, code)
    back = bool(request.POST.get("back"))
    if generation.is_finished:
        Generation.objects.filter(pk=generation.pk).update(
            dismissed_at=None if back else timezone.now()
        )
    if request.htmx and request.htmx.target == f"row-{code}":
        row = {"card": card(generation_for(request, code)), "is_pressed": True}
        return render(request, "studio/runs.html#row", row)
    if not request.htmx:
        if not back:
            messages.success(request, "Put aside. It is still in the list of runs.")
        where = came_from(request) or reverse("studio:index")
        return HttpResponseRedirect(where, status=303)
    if back:
        context = {"new_cards": [card(generation)], "into": "results", "is_back": True}
        return render(request, "studio/_new_cards.html", context)
    undo = {"url": request.path, "label": "Undo", "values": {"back": "1"}}
    toast = {"message": "Put aside. It is still in the list of runs.", "action": undo}
    return trigger_client_event(HttpResponse(), "toast", toast)
