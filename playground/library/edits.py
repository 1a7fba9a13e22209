"""Which pictures were made with another one as a source."""

from django.db.models import Q

from playground.library.models import GenerationSource, Image, SourceImage
from playground.people.models import User


def edits_of(user: User, image: Image) -> Q:
    """Say it as a condition.

    A source is the same file byte for byte, unless it had to be converted.
    """
    taken = SourceImage.objects.visible_to(user).filter(
        Q(image=image.pk) | Q(sha256=image.sha256)
    )
    links = GenerationSource.objects.filter(source__in=taken, role="image")
    return Q(generation__in=links.values("generation"))
