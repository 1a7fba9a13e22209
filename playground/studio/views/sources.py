"""Source images: added before the request is sent, and shown beside the prompt."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from playground.core.codes import is_code
from playground.core.files import serve_private
from playground.library.access import image_for
from playground.library.models import Image, SourceImage
from playground.library.sources import source_from_image
from playground.library.uploads import UnusableSource
from playground.people.http import Request
from playground.runs.judging import context_for
from playground.runs.posted import posted_request
from playground.studio.draft import THREAD, draft_replace
from playground.studio.settling import settle
from playground.studio.turns import begun_anew, turn_after
from playground.studio.views.composing import Composing
from playground.studio.views.showing import composer_response

MAX_SOURCES = 16


@require_POST
def add(request: Request) -> HttpResponse:
    """Keep posted files and show the composer with them.

    The rest of the composer comes along, so nothing typed is lost; a file that
    cannot be used gets its message and the others are kept.
    """
    composing = Composing(request, request.POST)
    composing.take_files(request)
    refused = composing.errors.keys() & {"image", "mask", "markup"}
    composing.keep_files()
    composing.warn()
    if not request.htmx:
        for role in refused:
            messages.error(request, composing.errors[role])
    return composer_response(request, composing, status=422 if refused else 200)


@require_POST
def from_image(request: Request, code: str) -> HttpResponse:
    """ "Edit" on a picture: it becomes the source, with its settings kept."""
    image = image_for(request.user, code)
    also = request.POST.getlist("also")[: MAX_SOURCES - 1]
    others = Image.objects.visible_to(request.user).in_bulk(
        [other for other in also if is_code(other) and other != code],
        field_name="code",
    )
    more = [others[other] for other in dict.fromkeys(also) if other in others]
    return _compose_from(request, image, route="auto", more=more)


@require_POST
def continue_from(request: Request, code: str) -> HttpResponse:
    """ "Continue" on a picture: refine it in words.

    A picture from a conversation continues it; any other begins one, as a source.
    """
    image = image_for(request.user, code)
    run = image.generation
    if not run.response_id:
        return _compose_from(request, image, route="responses")
    draft_replace(request.user, posted_request(turn_after(run), request.user))
    return HttpResponseRedirect(reverse("studio:index"), status=303)


def _compose_from(
    request: Request, image: Image, *, route: str, more: Sequence[Image] = ()
) -> HttpResponse:
    """Fill the composer with a picture as its source, and maybe more of them."""
    try:
        sources = [
            source_from_image(author=request.user, image=each)
            for each in (image, *more)
        ]
    except UnusableSource as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(image.get_absolute_url(), status=303)
    wanted = begun_anew(
        image.generation.request,
        sources=tuple(source.sha256 for source in sources),
        route=route,
    )
    wanted = settle(context_for(wanted, request.user))[0].request
    posted = posted_request(wanted, request.user)
    if route == "responses":
        posted[THREAD] = "1"
    draft_replace(request.user, posted)
    return HttpResponseRedirect(reverse("studio:index"), status=303)


@require_safe
def file(request: Request, code: str) -> HttpResponseBase:
    """The bytes of a source, for its workspace only."""
    source = get_object_or_404(SourceImage.objects.visible_to(request.user), code=code)
    response = serve_private(
        request,
        name=source.file,
        content_type=f"image/{source.format}",
        etag=source.sha256,
    )
    if response is None:
        raise Http404
    return response
