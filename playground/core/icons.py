"""``{% icon "name" %}``: a built-in of all templates, since a page holds hundreds."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Write the icon of this name; it stands there for the eye alone."""
    return _drawn(static("img/sprite.svg"), name)


@cache
def _drawn(sprite: str, name: str) -> SafeString:
    return format_html(
        '<svg class="icon" width="16" height="16" aria-hidden="true">'
        '<use href="{}#{}"/></svg>',
        sprite,
        name,
    )
