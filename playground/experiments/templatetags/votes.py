"""How pages write what votes say."""

from django import template

from playground.experiments import figures

register = template.Library()
register.filter("percent", figures.percent)
register.filter("rough", figures.rough)
