"""Vary: the panel on every picture, and running one change from it."""

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from playground.library.access import image_for
from playground.library.models import Generation, Image
from playground.people.http import Request
from playground.runs.submitting import Refused
from playground.studio import varying
from playground.studio.cards import Card, cards, with_card_parts
from playground.studio.forms import UNREADABLE, is_readable

PANEL = "studio/_vary_panel.html"
DIALOG = "studio/_vary_dialog.html"
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
    return _started(request, image, [made])


@require_POST
def again(request: Request, code: str) -> HttpResponse:
    """Run the same request once more: another draw."""
    image = image_for(request.user, code)
    try:
        made = varying.again(owner=request.user, image=image)
    except Refused as refused:
        return _panel(request, image, problem=str(refused), status=422)
    return _started(request, image, [made])


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
    made: Sequence[Card] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "image": image,
        "parameters": varying.vary_parameters(image),
        "prompt": typed or image.generation.request.prompt,
        "problem": problem,
        "new_cards": made,
    }
    template = "studio/vary.html"
    if request.htmx:
        template = PANEL if request.htmx.target == PANEL_ID else DIALOG
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    if template == DIALOG and request.method == "POST":
        # Again and side by side swap nothing by themselves; this has to be seen.
        response = retarget(reswap(response, "beforeend"), "body")
    return response


def _started(
    request: Request, image: Image, made: Sequence[Generation]
) -> HttpResponse:
    """Show the new cards beside the picture they were made from.

    They go into the panel when it asked, or else among the results of a page that
    shows runs. On all other pages the panel opens for them.
    """
    if not request.htmx:
        return HttpResponseRedirect(made[0].get_absolute_url(), status=303)
    keys = [generation.pk for generation in made]
    fresh = cards(with_card_parts(Generation.objects.filter(pk__in=keys).newest()))
    asked_by_panel = request.htmx.target == PANEL_ID
    if not asked_by_panel and not _shows_runs(request):
        return _panel(request, image, made=fresh)
    into = RESULTS_ID if asked_by_panel else "results"
    context = {"new_cards": fresh, "into": into}
    return reswap(render(request, "studio/_new_cards.html", context), "none")


def _shows_runs(request: Request) -> bool:
    path = request.htmx.current_url_abs_path or ""
    return path.partition("?")[0] == reverse("studio:index") or path.startswith(
        reverse("studio:submit")
    )
