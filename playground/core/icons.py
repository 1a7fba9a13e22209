"""``{% icon "name" %}``: a built-in of all templates, since a page holds hundreds."""

from functools import cache
from typing import Any

from django import template
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(name="icon")
@cache
def icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" width="16" height="16" aria-hidden="true">'
        '<use href="{}#{}"/></svg>',
        static("img/sprite.svg"),
        name,
    )


@receiver(setting_changed)
def forget(**_: Any) -> None:
    """The address of the sprite depends on settings, which only tests change."""
    icon.cache_clear()
