"""Whether everything is set up, and what is missing."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from playground.core.fragments import render_part
from playground.library.models import Generation
from playground.people.http import Request
from playground.people.models import Membership
from playground.people.roles import may
from playground.runs.once import once_only, start_once
from playground.runs.submitting import Refused, generation_submit
from playground.site.gates import first_price, first_request, gates

PAGE = "site/setup.html"


@require_safe
def index(request: Request) -> HttpResponse:
    """The page at once; what has to be asked follows."""
    return render(request, PAGE)


@require_safe
def checked(request: Request) -> HttpResponse:
    """The gates. A server that does not answer keeps one waiting for ten seconds."""
    context = {
        "gates": gates(request.user),
        "price": first_price(),
        "may_make": may(request.user, Membership.Role.MAKER),
    }
    return render_part(request, PAGE, context, parts={"gates": "gates"})


@require_POST
@once_only
def first_picture(request: Request) -> HttpResponse:
    try:
        made = start_once(
            request,
            lambda: generation_submit(author=request.user, request=first_request()),
            Generation.get_absolute_url,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("site:setup"), status=303)
    return HttpResponseRedirect(made.get_absolute_url(), status=303)
