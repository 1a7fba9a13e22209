"""What stands in the composer, as code."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from playground.imaging.snippets import snippets
from playground.library.models import Generation
from playground.library.sources import names_of
from playground.people.http import Request
from playground.providers.client import current_provider
from playground.studio.views.composing import Composing

LANGUAGES = {"python": "Python", "javascript": "JavaScript", "curl": "cURL"}


@require_POST
def composer(request: Request) -> HttpResponse:
    """The call that Generate would make, in three languages."""
    composing = Composing(request, request.POST)
    composing.check()
    asked = composing.request
    previous = (
        Generation.objects.visible_to(request.user).filter(code=asked.previous).first()
        if asked.previous
        else None
    )
    code = snippets(
        asked,
        names_of(
            composing.sources, composing.one_file("mask"), composing.one_file("markup")
        ),
        provider=current_provider(),
        previous_response_id=previous.response_id if previous else None,
    )
    context = {
        "snippets": [
            {"key": key, "id": f"composer-{key}", "label": label, "code": code[key]}
            for key, label in LANGUAGES.items()
        ],
        "problems": composing.errors.values(),
    }
    template = "studio/code.html#dialog" if request.htmx else "studio/code.html"
    return render(request, template, context)
