"""What can still be done with the answer of a run that is over."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from playground.core.clock import today
from playground.imaging.ending import ended
from playground.library.access import image_for
from playground.library.models import Generation
from playground.people.http import Request
from playground.providers.client import current_provider
from playground.runs.judging import context_for
from playground.runs.posted import posted_request
from playground.runs.rereading import generation_read_again
from playground.studio.draft import draft_replace
from playground.studio.settling import settle
from playground.studio.turns import turn_after
from playground.studio.views.runs import generation_for


@require_POST
def read_again(request: Request, code: str) -> HttpResponse:
    """ "Read it again": nothing is sent, and nothing is charged."""
    generation = generation_for(request, code)
    reread = generation_read_again(generation)
    if reread.found:
        plural = "s" if reread.found > 1 else ""
        messages.success(request, f"{reread.found} picture{plural} could be read now.")
    else:
        messages.info(request, f"Still no picture more. {reread.why}".strip())
    return redirect(generation)


@require_POST
def continue_run(request: Request, code: str) -> HttpResponse:
    """ "Continue" on a run: answer what the text model said, picture or not."""
    generation = generation_for(request, code)
    if not generation.response_id:
        messages.info(request, "This run is no part of a conversation.")
        return redirect(generation)
    settings = turn_after(generation)
    draft_replace(request.user, posted_request(settings, request.user))
    return HttpResponseRedirect(reverse("studio:index"), status=303)


@require_POST
def successor(request: Request, code: str) -> HttpResponse:
    """Compose a picture's request with what takes the place of its ended model."""
    return _with_successor(request, image_for(request.user, code).generation)


@require_POST
def run_successor(request: Request, code: str) -> HttpResponse:
    """The same for a run that may have made no picture."""
    return _with_successor(request, generation_for(request, code))


def _with_successor(request: Request, run: Generation) -> HttpResponse:
    """Nothing is sent: settings that the successor does not take are put back first."""
    provider = current_provider().kind
    wanted = run.request
    found = ended(wanted, day=today(), provider=provider)
    if found:
        wanted = wanted.changed(**found.changes)
        wanted = settle(context_for(wanted, request.user))[0].request
    draft_replace(request.user, posted_request(wanted, request.user))
    return HttpResponseRedirect(reverse("studio:index"), status=303)
