"""What can be done with a picture of a card, beside its buttons."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from playground.library.access import image_for
from playground.library.models import Image
from playground.people.http import Request


@require_safe
def menu(request: Request, code: str) -> HttpResponse:
    """The menu behind a card's "More", when it opens; else the picture's own page."""
    among = Image.objects.select_related("generation__parent")
    image = image_for(request.user, code, among=among)
    if not request.htmx:
        return HttpResponseRedirect(image.get_absolute_url())
    parent = image.generation.parent
    context = {"image": image, "parent_code": parent.code if parent else ""}
    return render(request, "studio/_menu.html", context)
