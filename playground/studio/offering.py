"""What the composer offers in each field: which values, at which prices, or why not.

Everything legal or not is asked of the request's context; nothing here knows a
model's name.
"""

import dataclasses
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from playground import catalog
from playground.imaging.context import RequestContext
from playground.imaging.money import usd_text
from playground.imaging.parameters import PARAMETERS, Parameter
from playground.imaging.request import difference
from playground.imaging.rule_types import Choice
from playground.providers.server_models import unknown_models
from playground.runs.posted import CUSTOM_SIZE
from playground.studio.options import Option, drawn_frame, few_sizes, group, until


class Offering:
    """The values on offer beside a request. ``locks`` names what no choice may change.

    Of what cannot be sent as it stands there is no price (``has_price``).
    """

    def __init__(
        self, context: RequestContext, locks: Collection[str], *, has_price: bool
    ) -> None:
        self._context, self._request = context, context.request
        self._model, self._estimate = context.model, context.estimate
        self._locks, self._has_price = locks, has_price

    def suggestions(self, parameter: Parameter) -> tuple[str, ...]:
        """Return what a field for typing suggests."""
        if self._model is None:
            return ()
        values = parameter.offered(self._context.case, self._model)
        return tuple(str(value) for value in values if value)

    def options(self, parameter: Parameter) -> tuple[Option, ...]:
        """Return the values of a choice, each with its price and why it is not to be had."""
        name, current = parameter.name, getattr(self._request, parameter.name)
        found = self._context.choices(name)
        if name == "size":
            found = few_sizes(found, "" if self._takes_custom_sizes() else current)
        made = [self._option(parameter, choice, current) for choice in found]
        # What to leave to the API comes last.
        made.sort(key=lambda option: option.value in ("auto", ""))
        if name == "size" and self._takes_custom_sizes():
            made.append(self._custom_size(made))
        if not any(option.price for option in made if not option.checked):
            # A price that is the same for all says nothing about the choice.
            made = [dataclasses.replace(option, price="") for option in made]
        return tuple(made)

    def _option(self, parameter: Parameter, choice: Choice, current: Any) -> Option:
        name, checked = parameter.name, choice.value == current
        if parameter.leads and not choice.legal and not checked:
            choice = self._giving_way(name, choice)
        return Option(
            value=text_of(choice.value),
            # A size as short as it can be read.
            label=parameter.reads(choice.value) if name == "size" else _label(choice),
            checked=checked,
            legal=choice.legal,
            why_not=choice.why_not,
            price=self._price(parameter, choice.value, checked=checked),
            frame=drawn_frame(choice.value) if name == "size" else None,
        )

    def _giving_way(self, name: str, choice: Choice) -> Choice:
        """Offer a format or a route to which other settings can give way.

        Few would find out by themselves that a smaller size opens GIF.
        """
        wanted = self._context.changed(**{name: choice.value})
        settled, _ = wanted.adapted({name, *self._locks})
        if set(settled.problems) - set(self._context.problems):
            return choice
        also = ", ".join(
            PARAMETERS.said(each)
            for each in difference(wanted.request, settled.request)
        )
        return dataclasses.replace(choice, legal=True, why_not=f"also changes {also}")

    def _price(self, parameter: Parameter, value: Any, *, checked: bool) -> str:
        if not self._has_price:
            return ""
        usd = self._estimate.usd
        if checked:
            return "" if usd is None else usd_text(usd)
        if not parameter.costs or self._estimate.text == "unknown":
            return ""
        other = self._context.changed(**{parameter.name: value}).estimate
        if usd is None and other.usd is not None:
            # There is no one price to which it could be more or less.
            return f"{'≥' if other.at_least else '≈'} {usd_text(other.usd)}"
        return price_difference(usd, other.usd)

    def _takes_custom_sizes(self) -> bool:
        return self._model is None or self._model.custom_size is not None

    def _custom_size(self, named: list[Option]) -> Option:
        # A size without a segment stands in the field beside "custom".
        custom = not any(option.checked for option in named)
        size = self._request.size
        return Option(
            value=CUSTOM_SIZE,
            label=PARAMETERS["size"].reads(size)
            if custom and size != CUSTOM_SIZE
            else "custom",
            checked=custom,
            price=self._price(PARAMETERS["size"], size, checked=True) if custom else "",
            frame=drawn_frame(size) if custom else (18, 10),
        )

    def models(self, *, refused: bool, priced: bool) -> tuple[Option, ...]:
        """Return the models to be had, and the one that is asked for in any case.

        They stand in a closed menu: ``priced`` is for the moment when it opens.
        """
        model = PARAMETERS["model"]
        known = catalog.catalog().offered(self._context.day, self._context.provider)
        offered = [*known, *unknown_models()]
        options = [
            Option(
                value=each.id,
                label=each.id,
                checked=each.id == self._request.model,
                why_not=until(each, self._context.day),
                group=group(each),
                price=self._price(model, each.id, checked=False)
                if priced and each.id != self._request.model
                else "",
            )
            for each in offered
        ]
        if not any(option.checked for option in options):
            options.append(
                Option(
                    value=self._request.model,
                    label=self._request.model,
                    checked=True,
                    legal=not refused,
                )
            )
        return tuple(options)


def _label(choice: Choice) -> str:
    """Return the API's own word; for what is left out, what is taken then."""
    return choice.label.lower() if choice.value is None else str(choice.value)


def text_of(value: Any) -> str:
    """A value as a form's field holds it; "" for None."""
    return "" if value is None else str(value)


def price_difference(before: Decimal | None, after: Decimal | None) -> str:
    """Return "+$0.040", or "" when either price is unknown or nothing changes."""
    if before is None or after is None or before == after:
        return ""
    return usd_text(after - before, signed=True)
