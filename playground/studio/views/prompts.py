"""The history of prompts, with search."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from playground.core.fragments import render_part
from playground.people.http import Request
from playground.studio.prompts import prompts_used


@require_safe
def index(request: Request) -> HttpResponse:
    """The prompts that were used: a page, a dialog, or only its list."""
    # PostgreSQL takes no NUL in a text.
    query = request.GET.get("q", "").replace("\0", "")[:200]
    context = {"prompts": prompts_used(request.user, query), "q": query}
    parts = {"prompt-list": "list"}
    return render_part(
        request, "studio/prompts.html", context, parts=parts, other="dialog"
    )
