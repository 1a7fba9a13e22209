"""Addresses in a text about an error, as links that say where they lead."""

import re

from django.template.defaultfilters import urlize
from django.utils.html import format_html, format_html_join

# What is to be found at the addresses that remedies name.
_OPENAI = "https://platform.openai.com"
PLACES = {
    f"{_OPENAI}/settings/organization/general": "OpenAI’s page of the organisation",
    f"{_OPENAI}/settings/organization/billing": "OpenAI’s billing page",
    f"{_OPENAI}/settings/organization/limits": "OpenAI’s page of limits",
    f"{_OPENAI}/settings": "OpenAI’s settings",
    f"{_OPENAI}/api-keys": "OpenAI’s page of API keys",
    "https://help.openai.com": "its help centre",
}
PLACE = re.compile(f"({'|'.join(map(re.escape, PLACES))})(?![/\\w])")


def worded_links(text: str) -> str:
    """Turn the addresses in a text into links that say where they lead."""
    parts = ((_linked(part),) for part in PLACE.split(text))
    return format_html_join("", "{}", parts)


def _linked(part: str) -> str:
    if part in PLACES:
        return format_html('<a href="{}" rel="nofollow">{}</a>', part, PLACES[part])
    return urlize(part)
