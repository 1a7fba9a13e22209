"""The history of prompts, with search."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from playground.core.fragments import render_part
from playground.people.http import Request
from playground.studio.prompts import prompts_used


@require_safe
def index(request: Request) -> HttpResponse:
    # PostgreSQL takes no NUL in a text.
    query = request.GET.get("q", "").replace("\0", "")[:200]
    context = {"prompts": prompts_used(request.user, query), "q": query}
    template = "studio/prompts.html"
    if request.htmx and request.htmx.target != "prompt-list":
        response = render(request, f"{template}#dialog", context)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response
    return render_part(request, template, context, parts={"prompt-list": "list"})
