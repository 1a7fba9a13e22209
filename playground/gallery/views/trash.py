"""Emptying the trash: asked for here, done by a worker."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from playground.core.units import count_text
from playground.library.models import Image
from playground.library.trash import images_being_purged, images_purge_later
from playground.people import audit
from playground.people.http import Request
from playground.people.roles import ADMIN, may


@require_POST
def empty(request: Request) -> HttpResponseBase:
    """Delete for good what lies in the trash: all of it for an admin, else one's own."""
    images = Image.objects.visible_to(request.user).trashed()
    if not may(request.user, ADMIN):
        images = images.filter(author=request.user)
    count = images_purge_later(images)
    if count:
        said = count_text(count, "picture")
        audit.note("deleted for good", by=request.user, what=said)
        messages.success(request, f"{said} will be deleted for good.")
    else:
        messages.info(request, "There is nothing of yours in the trash.")
    return HttpResponseRedirect(reverse("gallery:index") + "?trash")


@require_safe
def progress(request: Request) -> HttpResponse:
    """How many are still to be deleted; asks again until there are none."""
    left = images_being_purged(request.user.workspace_id)
    return render(request, "gallery/_purging.html", {"purging": left})
