"""The catalogue as a page: what exists, what it can do, what it costs."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from playground.catalog import catalog
from playground.core.clock import today
from playground.core.fragments import render_part
from playground.people.http import Request
from playground.providers.client import current_provider
from playground.providers.server_models import server_report
from playground.runs.tier import tier_in_force
from playground.site.model_page import ModelPage
from playground.site.text_models import text_rows, tier_rows

PAGE = "site/models.html"


@require_safe
def index(request: Request) -> HttpResponse:
    """The page of today's catalogue."""
    return render(request, PAGE, _context())


@require_safe
def server(request: Request) -> HttpResponse:
    """Ask the server itself; apart from the page, since it may keep one waiting."""
    context = _context() | {"report": server_report(today())}
    return render_part(request, PAGE, context, parts={"server": "server"})


def _context() -> dict[str, Any]:
    page = ModelPage(
        catalog(),
        today(),
        current_provider().kind,
        settings.PLAYGROUND_DEFAULT_MODEL,
    )
    return {
        "page": page,
        "texts": text_rows(catalog(), today()),
        "tiers": tier_rows(page.models, tier_in_force()),
    }
