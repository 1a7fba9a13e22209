"""All addresses. Each app lists its own."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string
from django.urls import include, path

urlpatterns = [
    path("", include("playground.studio.urls")),
    path("", include("playground.gallery.urls")),
]


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read. Django's own looks into the body once more."""
    return HttpResponseBadRequest(render_to_string("400.html"))
