"""Selecting pictures anywhere, and deselecting them."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from playground.gallery import selection
from playground.gallery.views.selected import page_query, selection_for
from playground.people.http import Request
from playground.people.roles import VIEWER, needs


@needs(VIEWER)
@require_POST
def change(request: Request) -> HttpResponseBase:
    """Select, deselect, set or clear; answers with the bar, or goes back.

    ``action`` is ``toggle``, ``add``, ``remove``, ``set`` or ``clear``, ``code``
    may be repeated.
    """
    before = selection.read(request.session)
    wanted = request.POST.getlist("code")[: 2 * selection.MAX_PICTURES]
    action = request.POST.get("action", "toggle")
    fits = True
    match action:
        case "toggle" if wanted:
            codes, fits = selection.selection_toggle(before, wanted[0])
        case "add":
            codes, fits = selection.selection_add(before, wanted)
        case "set":
            codes, fits = selection.selection_add((), wanted)
        case "remove":
            codes = selection.selection_remove(before, wanted)
        case "clear":
            codes = ()
        case _:
            return HttpResponse("This is no way to select pictures.", status=400)
    selection.write(request.session, codes)
    problem = (
        "" if fits else f"Up to {selection.MAX_PICTURES} pictures can be selected."
    )
    if request.htmx:
        let_go = before if action == "clear" else ()
        context = {
            "selection": selection_for(request),
            "selection_problem": problem,
            **_searched(request),
            "let_go": let_go,
        }
        return render(request, "gallery/_selection.html#bar", context)
    if problem:
        messages.warning(request, problem)
    # Not redirect(): it takes a word without a slash for the name of a view.
    return HttpResponseRedirect(next_address(request))


def _searched(request: Request) -> dict[str, str]:
    """The search that the page behind this request was found with.

    Compare then moves through the same search, and Organise acts on all of it.
    """
    search = selection.search_in(request.user, page_query(request))
    return {"walk": search.address_query()}


def next_address(request: Request) -> str:
    """Where to go without script: on, or back, but never to another site."""
    for target in (request.POST.get("next"), request.headers.get("Referer")):
        if (
            target
            and target.startswith(("/", "http"))
            and url_has_allowed_host_and_scheme(
                target, {request.get_host()}, require_https=request.is_secure()
            )
        ):
            return target
    return reverse("gallery:index")
