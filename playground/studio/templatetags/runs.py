"""Filters for showing runs."""

from django import template

from playground.core.clock import today
from playground.imaging.ending import Ended
from playground.imaging.ending import ended as ended_of
from playground.library.models import Image
from playground.providers.client import current_provider
from playground.studio import cards

register = template.Library()

register.filter("worded_links", cards.worded_links)


@register.filter
def ended(image: Image) -> Ended | None:
    """Say which of the models that a picture's run asked for are gone by today."""
    kind = current_provider().kind
    return ended_of(image.generation.request, day=today(), provider=kind)
