"""Short pages of help that errors lead to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from playground.catalog import catalog
from playground.core.clock import today
from playground.library.models import Generation
from playground.people.http import Request
from playground.providers.client import current_provider


@require_safe
def requests(request: Request) -> HttpResponse:
    """When a request fails: what to look at, in which order."""
    provider = current_provider()
    context = {
        "provider": provider,
        "default_model": catalog().default_model(today(), provider.kind),
        "text_model": catalog().default_responses_model(today()),
        "organization": _organization(request),
    }
    return render(request, "site/help_requests.html", context)


def _organization(request: Request) -> str:
    """Return who was charged last, as OpenAI's answers name it; "" if nobody says."""
    runs = Generation.objects.visible_to(request.user).exclude(organization="")
    return runs.newest().values_list("organization", flat=True).first() or ""
