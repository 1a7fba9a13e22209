"""Filters for amounts of the ledger, which are whole nano-dollars.

{% load books %}
{{ row.spent|dollars }} {{ row.thousand|about }}
{% budgets_for price as budgets %}{% include "spending/_budgets_for.html" %}, wherever
money is about to be spent
"""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html

from playground.imaging.money import padded, usd_exact, usd_text
from playground.people.models import User
from playground.spending.affording import Affording, affording
from playground.spending.amounts import to_usd
from playground.spending.limits import WHERE

register = template.Library()


@register.filter
def dollars(nano: int | None) -> str:
    """Write an amount with every digit, so that what is on the page adds up."""
    return usd_exact(None if nano is None else to_usd(nano))


@register.filter
def in_column(nano: int | None) -> str:
    """Write an amount so that the points of a column stand below each other."""
    return padded(dollars(nano))


@register.filter
def about(nano: int | None) -> str:
    """Write an average or a forecast: with two digits that count."""
    return "–" if nano is None else usd_text(to_usd(nano))


@register.simple_tag(takes_context=True)
def budgets_for(
    context: RequestContext,
    price: Decimal | Sequence[Decimal | None] | None = None,
    *,
    experiment: str | None = None,
) -> Affording | None:
    """Return the budgets of this person, beside what a call, or each of some, may cost.

    With the code of an experiment, its own among them.
    """
    user = context["request"].user
    if not isinstance(user, User):
        return None
    prices = price if isinstance(price, Sequence) else [price]
    simulated = context["provider"].kind == "simulator"
    return affording(user, prices, simulated=simulated, experiment=experiment)


@register.filter
def linked_budgets(text: str) -> str:
    """Make a link of the place that the words about a budget name."""
    before, there, after = text.partition(WHERE)
    if not there:
        return text
    address = f"{reverse('spending:index')}#budgets"
    return format_html('{}<a href="{}">{}</a>{}', before, address, there, after)
