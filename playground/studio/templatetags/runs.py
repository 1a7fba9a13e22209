"""Filters for showing runs."""

from django import template

from playground.studio import cards

register = template.Library()

register.filter("worded_links", cards.worded_links)
