"""The catalogue as a page: what exists, what it can do, what it costs."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from playground.core.clock import today
from playground.people.http import Request
from playground.provider.catalog import catalog
from playground.provider.client import current_provider
from playground.studio.model_page import ModelPage


@require_GET
def index(request: Request) -> HttpResponse:
    page = ModelPage(
        catalog(),
        today(),
        current_provider().kind,
        settings.PLAYGROUND_DEFAULT_MODEL,
    )
    return render(request, "studio/models.html", {"page": page})
