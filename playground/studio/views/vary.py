"""Vary: the panel on every picture, and running one change from it."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from playground.gallery.access import image_for
from playground.gallery.models import Image
from playground.people.http import Request
from playground.studio.cards import cards, with_card_parts
from playground.studio.forms import UNREADABLE, is_readable
from playground.studio.models import Generation
from playground.studio.services import varying
from playground.studio.services.submitting import Refused

PANEL_ID = "vary-panel"
RESULTS_ID = "vary-results"


@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: Request, code: str) -> HttpResponse:
    """Show what can be varied, or run one variation (``name``, ``value``)."""
    image = image_for(request.user, code)
    if request.method != "POST":
        return _panel(request, image)
    name, value = request.POST.get("name", ""), request.POST.get("value", "")
    if not is_readable(value):
        return _panel(request, image, problem=UNREADABLE, typed=value, status=422)
    try:
        made = varying.vary_submit(
            owner=request.user, image=image, name=name, value=value
        )
    except Refused as refused:
        return _panel(request, image, problem=str(refused), typed=value, status=422)
    return _started(request, [made])


@require_POST
def again(request: Request, code: str) -> HttpResponse:
    """Run the same request once more: another draw."""
    image = image_for(request.user, code)
    try:
        made = varying.again(owner=request.user, image=image)
    except Refused as refused:
        return _panel(request, image, problem=str(refused), status=422)
    return _started(request, [made])


@require_POST
def side_by_side(request: Request, code: str) -> HttpResponse:
    """Run all other values of one parameter and open them in Compare."""
    image = image_for(request.user, code)
    name = request.POST.get("name", "quality")
    try:
        made = varying.side_by_side(owner=request.user, image=image, name=name)
    except Refused as refused:
        return _panel(request, image, problem=str(refused), status=422)
    address = reverse(
        "gallery:compare",
        # Compare takes runs too, and shows their pictures as they arrive.
        query={"image": [image.code, *(run.code for run in made)]},
    )
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)


def _panel(
    request: Request,
    image: Image,
    *,
    problem: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "image": image,
        "parameters": varying.vary_parameters(image),
        "side_by_side": varying.SIDE_BY_SIDE,
        "prompt": typed or image.generation.request.prompt,
        "problem": problem,
        "into": _into(request) if request.htmx else RESULTS_ID,
    }
    if not request.htmx:
        return render(request, "studio/vary.html", context, status=status)
    if request.htmx.target == PANEL_ID:
        return render(request, "studio/_vary_panel.html", context, status=status)
    response = render(request, "studio/_vary_dialog.html", context, status=status)
    if request.method == "POST":
        # Again and side by side swap nothing by themselves; a refusal has to be seen.
        response = retarget(reswap(response, "beforeend"), "body")
    return response


def _into(request: Request) -> str:
    """Return the id of the element that takes new cards on the asking page.

    The Studio has its results; on other pages the panel shows them itself.
    """
    return "results" if request.htmx.current_url_abs_path == "/" else RESULTS_ID


def _started(request: Request, made: list[Generation]) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(made[0].get_absolute_url(), status=303)
    keys = [generation.pk for generation in made]
    fresh = with_card_parts(Generation.objects.filter(pk__in=keys).newest())
    context = {"new_cards": cards(fresh), "into": _into(request)}
    response = render(request, "studio/_new_cards.html", context)
    # Without the panel there is no place for the card on other pages.
    if context["into"] != "results" and request.htmx.target != PANEL_ID:
        return trigger_client_event(
            response,
            "toast",
            {"message": "Started. It appears in the Studio.", "level": "success"},
        )
    return reswap(response, "none")
