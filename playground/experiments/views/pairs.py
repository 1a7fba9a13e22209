"""What the library holds already: pictures that differ in exactly one variable."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from playground.library.access import image_for
from playground.library.controlled import controlled_pairs
from playground.library.models import Image
from playground.people.http import Request


@require_safe
def pairs(request: Request, code: str) -> HttpResponse:
    """The page of what differs from a picture in one variable only; 404 for strangers."""
    among = Image.objects.select_related("generation")
    image = image_for(request.user, code, among=among)
    context = {"image": image, "groups": controlled_pairs(request.user, image)}
    return render(request, "experiments/pairs.html", context)
