"""Source images: added before the request is sent, and shown beside the prompt."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from playground.core.files import serve_private
from playground.gallery.access import image_for
from playground.people.http import Request
from playground.studio.draft import draft_save, posted_request
from playground.studio.models import SourceImage
from playground.studio.services.files import UnusableSource, source_from_image
from playground.studio.views.studio import Composing


@require_POST
def add(request: Request) -> HttpResponse:
    """Keep posted files and show the composer with them.

    The rest of the composer comes along, so nothing typed is lost; a file that
    cannot be used gets its message and the others are kept.
    """
    composing = Composing(request, request.POST)
    composing.take_files(request)
    kept = posted_request(composing.request, request.user)
    kept["scenario"] = composing.raw.get("scenario", "")
    draft_save(request.session, kept)
    if request.htmx:
        status = 422 if composing.errors.keys() & {"image", "mask", "markup"} else 200
        context = composing.context()
        return render(request, "studio/index.html#fields", context, status=status)
    for message in composing.errors.values():
        messages.error(request, message)
    return HttpResponseRedirect(reverse("studio:index"), status=303)


@require_POST
def from_image(request: Request, code: str) -> HttpResponse:
    """ "Edit" on a picture: it becomes the source, with its settings kept."""
    image = image_for(request.user, code)
    try:
        source = source_from_image(owner=request.user, image=image)
    except UnusableSource as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(image.get_absolute_url(), status=303)
    settings = image.generation.request.changed(
        prompt="",
        sources=(source.sha256,),
        mask=None,
        markup=None,
        previous=None,
        route="auto",
    )
    draft_save(request.session, posted_request(settings, request.user))
    return HttpResponseRedirect(reverse("studio:index"), status=303)


@require_GET
def file(request: Request, code: str) -> HttpResponseBase:
    """The bytes of a source, for its owner only."""
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
