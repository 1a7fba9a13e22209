"""Tags and filters for showing runs and what can be started from a picture."""

from django import template

from playground.studio import cards

register = template.Library()

register.filter("shown", cards.shown)
register.filter("worded_links", cards.worded_links)
