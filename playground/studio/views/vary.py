"""Vary: the panel on every picture, and running one change from it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from playground.gallery.access import image_for
from playground.gallery.models import Image
from playground.people.http import Request
from playground.studio.cards import cards, with_card_parts
from playground.studio.models import Generation
from playground.studio.services import varying
from playground.studio.services.submitting import Refused


@require_http_methods(["GET", "POST"])
def panel(request: Request, code: str) -> HttpResponse:
    """Show what can be varied, or run one variation (``name``, ``value``)."""
    image = image_for(request.user, code)
    if request.method == "GET":
        return _panel(request, image)
    name, value = request.POST.get("name", ""), request.POST.get("value", "")
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
        query={"image": [image.code], "run": [one.code for one in made][:5]},
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
    }
    template = "studio/vary.html#panel" if request.htmx else "studio/vary.html"
    return render(request, template, context, status=status)


def _started(request: Request, made: list[Generation]) -> HttpResponse:
    if not request.htmx:
        messages.success(request, "Started.")
        return HttpResponseRedirect(made[0].get_absolute_url(), status=303)
    keys = [generation.pk for generation in made]
    fresh = with_card_parts(Generation.objects.filter(pk__in=keys).newest())
    context = {"new_cards": cards(fresh), "poll_oob": True}
    response = render(request, "studio/_new_cards.html", context)
    response["HX-Trigger"] = "run-started"
    return response
