"""Who may see which picture. Every view starts here."""

from django.http import Http404

from playground.core.codes import is_code
from playground.library.models import Image, ImageQuerySet
from playground.people.models import User


def image_for(user: User, code: str, *, among: ImageQuerySet | None = None) -> Image:
    """Return the picture, or raise 404.

    Other people's pictures are 404 as well: their existence is nobody's business.
    What lies in the trash can be seen. ``among`` says what to fetch along with it.
    """
    images = Image.objects.all() if among is None else among
    if not is_code(code):
        raise Http404("There is no such picture.")
    try:
        return images.visible_to(user).get(code=code)
    except Image.DoesNotExist:
        raise Http404("There is no such picture.") from None
