"""Whether everything is set up, and what is missing."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from playground.core.fragments import render_part
from playground.library.models import Generation
from playground.people.http import Request
from playground.people.models import Membership
from playground.people.roles import may, needs, runs_installation
from playground.providers.client import current_provider
from playground.runs.once import led_to, once_only
from playground.runs.submitting import Refused, generation_submit
from playground.runs.tier import (
    NoTier,
    tier_choose,
    tier_chosen,
    tier_in_force,
    tiers,
)
from playground.site.first_picture import first_context
from playground.site.gates import gates
from playground.studio.asking import Ask, total_of
from playground.studio.views.asking import spend_by

PAGE = "site/setup.html"


@require_safe
def index(request: Request) -> HttpResponse:
    """The page at once; what has to be asked follows."""
    return render(request, PAGE, _tier(request))


def _tier(request: Request) -> dict[str, Any]:
    return {
        "tier": tier_in_force(),
        "tiers": tiers(),
        "chosen": tier_chosen(),
        "is_set_outside": bool(settings.PLAYGROUND_TIER),
        "may_choose": runs_installation(request.user),
    }


@require_safe
def checked(request: Request) -> HttpResponse:
    """The gates. A server that does not answer keeps one waiting for ten seconds."""
    here = first_context()
    total = total_of([here.request], context=here)
    is_simulated = current_provider().kind == "simulator"
    context = {
        **_tier(request),
        "gates": gates(request.user),
        "price": "free: simulated" if is_simulated else total.price,
        "seen": total.seen,
        "may_make": may(request.user, Membership.Role.MAKER),
    }
    return render_part(request, PAGE, context, parts={"gates": "gates"})


@require_POST
@once_only
def first_picture(request: Request) -> HttpResponse:
    """Make it, or ask once more: see ``studio.asking``."""
    here = first_context()
    ask = Ask(
        title="The first picture",
        action=reverse("site:setup-first"),
        verb="Make it",
        n=1,
        total=total_of([here.request], context=here),
        asks_n=False,
    )

    def refused(found: Refused) -> HttpResponse:
        messages.error(request, str(found))
        return led_to(request, reverse("site:setup"))

    return spend_by(
        request,
        ask,
        lambda: generation_submit(
            author=request.user, request=here.request, context=here
        ),
        Generation.get_absolute_url,
        then=lambda made: led_to(request, made.get_absolute_url()),
        refused=refused,
    )


@require_POST
@needs(Membership.Role.ADMIN)
def choose_tier(request: Request) -> HttpResponse:
    """Choose the account's usage tier, for all workers."""
    if not runs_installation(request.user):
        raise PermissionDenied("The tier is chosen by whoever runs this installation.")
    wanted = request.POST.get("tier", "")
    try:
        tier_choose(wanted, by=request.user)
    except NoTier as error:
        context = {**_tier(request), "chosen": wanted, "tier_error": str(error)}
        return render(request, PAGE, context, status=422)
    messages.success(
        request,
        f"No more is sent than tier {wanted} allows."
        if wanted
        else "Runs are sent until a server refuses.",
    )
    return HttpResponseRedirect(reverse("site:setup") + "#tier", status=303)
