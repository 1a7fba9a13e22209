"""Pinning a picture as the baseline of the Studio."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from playground.library.access import image_for
from playground.people.http import Request
from playground.runs.posted import posted_request
from playground.studio.baseline import baseline_clear, baseline_pin
from playground.studio.draft import draft_replace


@require_POST
def pin(request: Request, code: str) -> HttpResponse:
    """Pin a picture and fill the composer with its settings, ready for one change."""
    image = image_for(request.user, code)
    baseline_pin(request.session, image)
    draft_replace(request.user, posted_request(image.generation.request, request.user))
    return _to_studio(request)


@require_POST
def clear(request: Request) -> HttpResponse:
    """Unpin the baseline; the composer stays as it is."""
    baseline_clear(request.session)
    return _to_studio(request)


def _to_studio(request: Request) -> HttpResponse:
    address = reverse("studio:index")
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)
