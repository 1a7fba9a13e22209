"""A run's own page, its JSON twin, and the one poll for all unfinished cards."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from playground.core.codes import is_code
from playground.core.files import serve_private
from playground.core.referer import came_from
from playground.imaging.context import RequestContext
from playground.library.conversation import conversation
from playground.library.models import Generation
from playground.library.tiles import thumbnail_url
from playground.people.http import Request
from playground.runs.cancelling import generation_cancel
from playground.runs.judging import context_of_run
from playground.runs.once import led_to, once_only
from playground.runs.rereading import can_be_read_again
from playground.runs.submitting import Refused, generation_submit
from playground.studio.asking import Ask, ended_of, total_of
from playground.studio.card_words import ended_words
from playground.studio.cards import Card, card, cards, with_card_parts
from playground.studio.json import generation_json
from playground.studio.turns import turn_ended, turn_total
from playground.studio.views.asking import ask_response, spend_by

# htmx stops a poll that is answered with this.
STOP_POLLING = 286
MAX_POLLED = 200
# About as large as a partial picture is kept.
PARTIAL_PX = 640


def generation_for(request: Request, code: str) -> Generation:
    """Return the person's own generation, or 404."""
    return get_object_or_404(
        with_card_parts(Generation.objects.visible_to(request.user)), code=code
    )


@require_safe
def detail(request: Request, code: str) -> HttpResponse:
    """The page of one run; it refreshes itself until the run is finished."""
    context = detail_context(request, generation_for(request, code))
    return render(request, "studio/generation.html", context)


def detail_context(request: Request, generation: Generation) -> dict[str, Any]:
    """What the page of a run shows, for others that answer with it."""
    return {
        "card": card(generation),
        "generation": generation,
        "conversation": conversation(request.user, generation),
        "can_be_read_again": can_be_read_again(generation),
        # Where a conversation was held it can go on.
        "turn_total": turn_total(generation),
        "turn_ended": turn_ended(generation),
    }


@require_safe
def detail_json(request: Request, code: str) -> JsonResponse:
    """One run for programs; 404 where it cannot be seen."""
    return JsonResponse(generation_json(generation_for(request, code)))


@require_safe
def poll(request: Request) -> HttpResponse:
    """Answer for all unfinished cards of a page: those that look different now.

    ``run`` names each card as the page shows it: its code and version. Cards that
    have not changed are not sent again; when nothing is left to wait for, the
    status tells htmx to stop.
    """
    shown = dict(
        value.partition(".")[::2] for value in request.GET.getlist("run")[:MAX_POLLED]
    )
    generations = with_card_parts(
        Generation.objects.visible_to(request.user)
        .filter(code__in=filter(is_code, shown))
        .newest()
    )
    now = cards(generations)
    changed = [item for item in now if item.version != _version(item, shown)]
    waiting = any(item.is_awaited for item in now)
    if not changed:
        return HttpResponse(status=204 if waiting else STOP_POLLING)
    own = _own(request, changed)
    context = {
        "cards": changed,
        "finished": ended_words(
            it.generation.state for it in changed if _has_ended(it, shown)
        ),
        "own": own,
        "turn_total": turn_total(own.generation) if own else None,
        "turn_ended": turn_ended(own.generation) if own else None,
    }
    response = render(request, "studio/_poll.html", context)
    if not waiting:
        response.status_code = STOP_POLLING
    return response


def _own(request: Request, changed: list[Card]) -> Card | None:
    """Return the card of the run whose own page asks: it shows all of its facts."""
    asking = request.htmx.current_url_abs_path
    pages = {item.generation.get_absolute_url(): item for item in changed}
    return pages.get(asking or "")


def _version(item: Card, shown: dict[str, str]) -> str:
    """Return the version of the card that the page shows."""
    code = item.generation.code
    return f"{code}.{shown.get(code, '')}"


def _has_ended(item: Card, shown: dict[str, str]) -> bool:
    """Whether it was still under way on the page, which may have been told already."""
    return not shown.get(item.generation.code, "").startswith(item.generation.state)


@require_POST
def cancel(request: Request, code: str) -> HttpResponse:
    """Take a queued run out of the queue. A call on its way cannot be called back."""
    done, words = generation_cancel(generation_for(request, code))
    generation = generation_for(request, code)
    if request.htmx:
        return render(request, "studio/_one_card.html", {"card": card(generation)})
    if not done:
        messages.info(request, words)
    # Who looks through the list goes on there, with its filter.
    origin = came_from(request)
    if urlsplit(origin).path == reverse("studio:submit"):
        return redirect(origin)
    return redirect(generation)


@require_http_methods(["GET", "HEAD", "POST"])
@once_only
def again(request: Request, code: str) -> HttpResponse:
    """Run the same request once more, after a failure or for another draw."""
    generation = generation_for(request, code)
    here = context_of_run(generation)
    ask = _again_ask(generation, here)
    if request.method != "POST":
        return ask_response(request, ask)
    return spend_by(
        request,
        ask,
        lambda: generation_submit(
            author=request.user,
            request=generation.request,
            context=here,
            parent=generation.parent,
            variable=generation.variable,
        ),
        Generation.get_absolute_url,
        then=lambda made: _started(request, made),
        refused=lambda found: _not_again(request, generation, found),
    )


def _not_again(
    request: Request, generation: Generation, refused: Refused
) -> HttpResponse:
    messages.error(request, f"It cannot run again: {refused}")
    return led_to(request, generation.get_absolute_url())


def _started(request: Request, made: Generation) -> HttpResponse:
    if request.htmx:
        fresh = generation_for(request, made.code)
        context = {"new_cards": [card(fresh)], "into": "results"}
        return render(request, "studio/_new_cards.html", context)
    return HttpResponseRedirect(made.get_absolute_url(), status=303)


def _again_ask(generation: Generation, here: RequestContext) -> Ask:
    return Ask(
        title="Run it again",
        action=reverse("studio:run-again", args=[generation.code]),
        verb="Run again",
        n=here.request.n,
        total=total_of([here.request], context=here),
        facts="The same request once more, as it was sent.",
        asks_n=False,
        ended=ended_of(here),
        way_out=reverse("studio:run-successor", args=[generation.code]),
        way_out_posts=True,
    )


@require_safe
def partial(request: Request, code: str) -> HttpResponseBase:
    """The newest partial picture of a run.

    A page may ask for one in the moment in which the finished picture takes its place.
    """
    generation = generation_for(request, code)
    if not generation.partial_file:
        finished = card(generation).images
        if not finished:
            raise Http404
        return redirect(thumbnail_url(finished[0], PARTIAL_PX))
    response = serve_private(
        request,
        name=generation.partial_file,
        content_type="image/webp",
        etag=f"{generation.code}.{generation.partial_count}",
        lasting=False,
    )
    if response is None:
        raise Http404
    return response
