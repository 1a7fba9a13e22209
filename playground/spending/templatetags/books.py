"""Filters for amounts of the ledger, which are whole nano-dollars.

{% load books %}
{{ row.spent|dollars }} {{ row.thousand|about }}
{% low_budgets %}, wherever money is about to be spent
"""

from typing import Any

from django import template
from django.template.context import RequestContext

from playground.imaging.pricing import usd_exact, usd_text
from playground.people.models import User
from playground.spending.amounts import to_usd
from playground.spending.budgets import budget_states
from playground.spending.counts import scopes

register = template.Library()


@register.filter
def dollars(nano: int | None) -> str:
    """Write an amount with every digit, so that what is on the page adds up."""
    return usd_exact(None if nano is None else to_usd(nano))


@register.filter
def about(nano: int | None) -> str:
    """Write an average or a forecast: with two digits that count."""
    return "–" if nano is None else usd_text(to_usd(nano))


@register.inclusion_tag("spending/_low_budgets.html", takes_context=True)
def low_budgets(context: RequestContext) -> dict[str, Any]:
    """Warn of the budgets of this person that are nearly used up. Two queries at most."""
    user = context["request"].user
    if not isinstance(user, User):
        return {"low": ()}
    simulated = context["provider"].kind == "simulator"
    states = budget_states(simulated=simulated, among=scopes(user.pk, None))
    return {"low": [state for state in states if state.is_low], "simulated": simulated}
