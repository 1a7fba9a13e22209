"""The catalogue as a page: what exists, what it can do, what it costs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from playground.people.http import Request


@require_GET
def index(request: Request) -> HttpResponse:
    return render(request, "studio/models.html", {})
