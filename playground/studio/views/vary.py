"""Vary: the panel on every picture, and running one change from it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget

from playground.imaging.context import RequestContext
from playground.imaging.parameters import PARAMETERS
from playground.library.access import image_for
from playground.library.models import Generation, Image
from playground.people.http import Request
from playground.runs.judging import context_of_run
from playground.runs.once import led_to, once_only
from playground.runs.posted import UNREADABLE, is_readable
from playground.runs.submitting import Refused
from playground.studio import varying
from playground.studio.asking import Ask, AskedValue, ended_of, n_from, total_of
from playground.studio.cards import Card, cards, with_card_parts
from playground.studio.vary_options import MOST_BESIDE, VaryParameter
from playground.studio.views.asking import Why, ask_response, spend, spend_by

PANEL = "studio/_vary_panel.html"
DIALOG = "studio/_vary_dialog.html"
# Each panel has a name of its own behind these: there may be one dialog over another.
PANEL_ID = "vary-panel-"
RESULTS_ID = "vary-results-"
INTO = "into"
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@once_only
def panel(request: Request, code: str) -> HttpResponse:
    """Show what can be varied, or run one variation (``name``, ``value``, ``n``).

    ``seen`` is the price that stood there.
    """
    image = image_for(request.user, code)
    if request.method != "POST":
        return _panel(request, image, n=n_from(request.GET.get("n")))
    name, value = request.POST.get("name", ""), request.POST.get("value", "")
    n = n_from(request.POST.get("n"))
    # Other values were clicked, not typed.
    typed = value if name == "prompt" else ""
    if not is_readable(value):
        return _panel(request, image, n=n, problem=UNREADABLE, typed=typed, status=422)
    here = context_of_run(image.generation, n)

    def refused(found: Refused) -> HttpResponse:
        return _panel(request, image, n=n, problem=str(found), typed=typed, status=422)

    try:
        wanted = varying.varied(here, name, value)
    except Refused as found:
        return refused(found)
    total = total_of([wanted], context=here)

    def again(why: Why) -> HttpResponse:
        asked = {
            "name": name,
            "value": value,
            "total": total,
            "grown": why == "grown",
            "code": secrets.token_hex(4),
        }
        return _panel(request, image, n=n, typed=typed, confirm=asked, status=422)

    return spend(
        request,
        total,
        lambda: varying.submit_against(
            author=request.user, baseline=image, request=wanted, context=here
        ),
        Generation.get_absolute_url,
        then=lambda made: _started(request, image, [made]),
        again=again,
        refused=refused,
    )


@require_http_methods(METHODS)
@once_only
def again(request: Request, code: str) -> HttpResponse:
    """Ask for another draw of the same request, or run it."""
    image = image_for(request.user, code)
    given = request.POST if request.method == "POST" else request.GET
    n = n_from(given.get("n"))
    here = context_of_run(image.generation, n)
    total = total_of([here.request], context=here)
    ask = Ask(
        title="Another draw",
        action=reverse("studio:again", args=[image.code]),
        verb="Run again",
        n=n,
        total=total,
        facts="The same prompt and settings once more. No two draws are the same.",
        hidden=((INTO, into),) if (into := _panel_of(request)) else (),
        **_way_out(image, here),
    )
    if request.method != "POST":
        return ask_response(request, ask)
    return spend_by(
        request,
        ask,
        lambda: varying.again(author=request.user, image=image, context=here),
        Generation.get_absolute_url,
        then=lambda made: _started(request, image, [made]),
    )


@require_http_methods(METHODS)
@once_only
def side_by_side(request: Request, code: str) -> HttpResponse:
    """Ask which values of a parameter to run, or run them and open Compare.

    ``value`` is repeated; who posts none takes those that are proposed.
    """
    image = image_for(request.user, code)
    given = request.POST if request.method == "POST" else request.GET
    name, n = given.get("name", "quality"), n_from(given.get("n"))
    here = context_of_run(image.generation, n)
    parameter = varying.beside(here, name)
    values = given.getlist("value")
    if not values and "asked" not in given and parameter:
        values = list(parameter.proposed)
    values = list(dict.fromkeys(values))
    ask = _beside_ask(image, here, parameter, name, values)
    if request.method != "POST":
        return ask_response(request, ask)
    problem = ask.problem or _not_runnable(values)
    if problem:
        return ask_response(request, replace(ask, problem=problem), status=422)

    def beside(made: Sequence[Generation]) -> str:
        # Compare takes runs too, and shows their pictures as they arrive.
        codes = [image.code, *(run.code for run in made)]
        return reverse("gallery:compare", query={"image": codes})

    return spend_by(
        request,
        ask,
        lambda: varying.side_by_side(
            author=request.user, image=image, context=here, name=name, values=values
        ),
        beside,
        then=lambda made: led_to(request, beside(made)),
    )


def _beside_ask(
    image: Image,
    here: RequestContext,
    parameter: VaryParameter | None,
    name: str,
    values: Sequence[str],
) -> Ask:
    options = parameter.fitting if parameter else ()
    offered = {option.value for option in options}
    wanted = [varying.varied(here, name, value) for value in values if value in offered]
    return Ask(
        title=f"{PARAMETERS.label(name)} side by side",
        action=reverse("studio:side-by-side", args=[image.code]),
        verb="Run and compare",
        n=here.request.n,
        total=total_of(wanted, context=here),
        facts=f"Each makes a new run. Beside them stands this picture, {parameter.current}."
        if parameter
        else "",
        name=name,
        values=tuple(
            AskedValue(
                value=option.value,
                label=option.label,
                price=option.sum,
                chosen=option.value in values,
            )
            for option in options
        ),
        problem=""
        if options
        else "There are no other values to put beside this picture.",
        **({} if options else _way_out(image, here)),
    )


def _way_out(image: Image, here: RequestContext) -> dict[str, Any]:
    """What a question says of a picture whose model has ended."""
    return {
        "ended": ended_of(here),
        "way_out": reverse("studio:successor", args=[image.code]),
        "way_out_posts": True,
    }


def _not_runnable(values: Sequence[str]) -> str:
    if not values:
        return "Choose at least one value."
    if len(values) > MOST_BESIDE:
        return f"Compare shows six pictures: choose up to {MOST_BESIDE} values."
    return ""


def _panel(
    request: Request,
    image: Image,
    *,
    n: int = 1,
    problem: str = "",
    typed: str = "",
    confirm: Mapping[str, object] | None = None,
    made: Sequence[Card] = (),
    status: int = 200,
) -> HttpResponse:
    here = context_of_run(image.generation, n)
    context = {
        "image": image,
        "parameters": varying.vary_parameters(here, image.generation.route),
        # Why the request as it stands could not be sent today.
        "gone": here.problems,
        "ended": ended_of(here),
        "prompt": typed or image.generation.request.prompt,
        "problem": problem,
        "confirm": confirm,
        "n": n,
        "again": total_of([here.request], context=here),
        "new_cards": made,
        "panel": _panel_of(request) or secrets.token_hex(4),
    }
    template = "studio/vary.html"
    if request.htmx:
        template = PANEL if _panel_of(request) else DIALOG
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
    panel = _panel_of(request)
    if not panel and not _shows_runs(request):
        return _panel(request, image, made=fresh)
    context = {
        "new_cards": fresh,
        "into": f"{RESULTS_ID}{panel}" if panel else "results",
        # The question that this has answered.
        "answered": _name(request.POST.get("question", "")),
    }
    return reswap(render(request, "studio/_new_cards.html", context), "none")


def _panel_of(request: Request) -> str:
    """Return the name of the panel that asks, by itself or through a question."""
    if not request.htmx:
        return ""
    given = request.POST if request.method == "POST" else request.GET
    target = request.htmx.target or ""
    name = given.get(INTO, "")
    if target.startswith(PANEL_ID):
        name = target.removeprefix(PANEL_ID)
    return _name(name)


def _name(text: str) -> str:
    """Return what can be a part of an id, "" for anything else."""
    return text if text.isascii() and text.isalnum() else ""


def _shows_runs(request: Request) -> bool:
    path = (request.htmx.current_url_abs_path or "").partition("?")[0]
    return path == reverse("studio:index") or path.startswith(reverse("studio:submit"))
