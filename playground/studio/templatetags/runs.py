"""Tags and filters for showing runs and what can be started from a picture."""

from django import template

from playground.library.models import Image
from playground.studio import cards
from playground.studio.vary_options import VaryParameter
from playground.studio.varying import beside_price

register = template.Library()

register.filter("shown", cards.shown)
register.filter("worded_links", cards.worded_links)


@register.filter
def beside(image: Image, name: str) -> VaryParameter | None:
    """What putting all values of a parameter side by side would run, if anything.

    Reads ``image.generation``; one query more for a picture that has sources.
    """
    return beside_price(image, name)
