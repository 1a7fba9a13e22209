"""The number that each form which spends carries."""

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from playground.runs.once import FIELD

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """A hidden field that tells this form from all others; see ``runs.once``."""
    number = secrets.token_urlsafe(12)
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, number)
