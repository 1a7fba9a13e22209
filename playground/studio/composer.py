"""What the composer shows: choices with prices, rules, advice, and the button.

Everything legal or not is asked of the request's context; nothing here knows a
model's name.
"""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from playground import catalog
from playground.imaging.advice import context_advice
from playground.imaging.context import RequestContext
from playground.imaging.ending import Ended, ended
from playground.imaging.parameters import PARAMETERS, Parameter
from playground.imaging.pricing import Estimate, usd_text
from playground.imaging.request import ImageRequest, difference
from playground.imaging.routing import Routing
from playground.imaging.rule_types import Choice
from playground.providers.server_models import unknown_models
from playground.studio.forms import CUSTOM_SIZE
from playground.studio.options import (
    GROUPS,
    ComposerField,
    Option,
    absent_field,
    drawn_frame,
    few_sizes,
    group,
    until,
)


@dataclass(frozen=True)
class Composer:
    """The whole composer, ready for its template."""

    request: ImageRequest
    main: tuple[ComposerField, ...]
    more: tuple[ComposerField, ...]
    route_fields: tuple[ComposerField, ...]
    not_offered: tuple[tuple[str, str], ...]
    models: tuple[Option, ...]
    model_note: str
    estimate: Estimate
    routing: Routing
    errors: Mapping[str, str]
    advice: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    ended: Ended | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def price(self) -> str:
        """ "≈ $0.013", "$0.0059 to $0.21", or that it is unknown."""
        if self.ended:
            return "not available"
        text = self.estimate.text
        return "price unknown" if text == "unknown" else text

    @property
    def more_is_open(self) -> bool:
        """True when something in More differs from its default or is wrong."""
        shown = (*self.more, *self.route_fields)
        return any(
            item.error
            or (item.value and item.value != _text(PARAMETERS[item.name].default))
            for item in shown
        )


def _label(choice: Choice) -> str:
    """Return the API's own word; for what is left out, what is taken then."""
    return choice.label.lower() if choice.value is None else str(choice.value)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def compose(
    context: RequestContext,
    *,
    errors: Mapping[str, str] | None = None,
    raw: Mapping[str, Any] | None = None,
    notes: Sequence[str] = (),
    locks: Collection[str] = (),
) -> Composer:
    """Build the composer for a request, legal or not.

    ``errors`` holds messages by request field; ``raw`` the posted text by field,
    shown again where it could not be read. ``locks`` names settings that no
    choice may change.
    """
    return _Builder(context, errors or {}, raw or {}, locks).build(tuple(notes))


class _Builder:
    """Carries what every field needs."""

    def __init__(
        self,
        context: RequestContext,
        errors: Mapping[str, str],
        raw: Mapping[str, Any],
        locks: Collection[str],
    ) -> None:
        self.context, self.request = context, context.request
        self.errors, self.raw, self.locks = errors, raw, locks
        self.model = context.model
        self.estimate = context.estimate
        self.ended = ended(self.request, day=context.day, provider=context.provider)
        self.advice = {item.field: item.message for item in context_advice(context)}

    def build(self, notes: tuple[str, ...]) -> Composer:
        not_offered = []
        groups: dict[str, tuple[ComposerField, ...]] = {}
        for place in GROUPS:
            fields = []
            for parameter in PARAMETERS.of_group(place):
                reason = self.context.unavailable(parameter.name)
                if not reason or self.errors.get(parameter.name):
                    fields.append(self._field(parameter))
                elif place == "main":
                    # Missed at once where it usually stands.
                    fields.append(absent_field(parameter, reason))
                else:
                    not_offered.append((parameter.label, reason))
            groups[place] = tuple(fields)
        return Composer(
            request=self.request,
            main=groups["main"],
            more=groups["more"],
            route_fields=groups["route"],
            not_offered=tuple(not_offered),
            models=self._models(),
            model_note=self._model_note(),
            estimate=self.estimate,
            routing=self.context.routing,
            errors=self.errors,
            advice=self.advice,
            notes=notes,
            ended=self.ended,
            raw=self.raw,
        )

    def _field(self, parameter: Parameter) -> ComposerField:
        name, kind = parameter.name, parameter.kind
        error = self.errors.get(name, "")
        value = _text(getattr(self.request, name))
        low, high = parameter.range_of(self.model) or (0, 0)
        field = ComposerField(
            name=name,
            label=parameter.label,
            hint=parameter.hint.format(low=low, high=f"{high:,}"),
            kind=kind,
            value=value,
            error=error,
            advice=self.advice.get(name, ""),
        )
        if kind in ("number", "text"):
            return dataclasses.replace(
                field,
                value=_text(self.raw.get(name, value)) if error else value,
                placeholder=self._placeholder(parameter),
                suggestions=self._suggestions(parameter),
            )
        options = self._options(parameter)
        if kind == "size":
            return dataclasses.replace(
                field,
                value=self._typed_size(value, error),
                options=options,
                step=self.model.custom_size.step
                if self.model and self.model.custom_size
                else 1,
                suggestions=tuple(
                    size for size in self._suggestions(parameter) if "x" in size
                ),
            )
        return dataclasses.replace(field, options=options)

    def _typed_size(self, size: str, error: str) -> str:
        typed = _text(self.raw.get("size_custom", "")) if error else ""
        return typed or ("" if size == CUSTOM_SIZE else size)

    def _placeholder(self, parameter: Parameter) -> str:
        """Say what is taken when nothing is typed."""
        taken = parameter.resolved_default(self.context.case)
        return parameter.placeholder or _text(taken)

    def _suggestions(self, parameter: Parameter) -> tuple[str, ...]:
        if self.model is None:
            return ()
        values = parameter.offered(self.context.case, self.model)
        return tuple(str(value) for value in values if value)

    def _options(self, parameter: Parameter) -> tuple[Option, ...]:
        name, current = parameter.name, getattr(self.request, parameter.name)
        found = self.context.choices(name)
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
            value=_text(choice.value),
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
        wanted = self.context.changed(**{name: choice.value})
        settled, _ = wanted.adapted({name, *self.locks})
        if set(settled.problems) - set(self.context.problems):
            return choice
        also = ", ".join(
            PARAMETERS.said(each)
            for each in difference(wanted.request, settled.request)
        )
        return dataclasses.replace(choice, legal=True, why_not=f"also changes {also}")

    def _price(self, parameter: Parameter, value: Any, *, checked: bool) -> str:
        if self.ended:
            # Of what cannot be sent any more there is no price.
            return ""
        usd = self.estimate.usd
        if checked:
            return "" if usd is None else usd_text(usd)
        if not parameter.costs or self.estimate.text == "unknown":
            return ""
        other = self.context.changed(**{parameter.name: value}).estimate
        if usd is None and other.usd is not None:
            # There is no one price to which it could be more or less.
            return f"{'≥' if other.at_least else '≈'} {usd_text(other.usd)}"
        return price_difference(usd, other.usd)

    def _takes_custom_sizes(self) -> bool:
        return self.model is None or self.model.custom_size is not None

    def _custom_size(self, named: list[Option]) -> Option:
        # A size without a segment stands in the field beside "custom".
        custom = not any(option.checked for option in named)
        size = self.request.size
        return Option(
            value=CUSTOM_SIZE,
            label=PARAMETERS["size"].reads(size)
            if custom and size != CUSTOM_SIZE
            else "custom",
            checked=custom,
            price=self._price(PARAMETERS["size"], size, checked=True) if custom else "",
            frame=drawn_frame(size) if custom else (18, 10),
        )

    def _models(self) -> tuple[Option, ...]:
        known = catalog.catalog().offered(self.context.day, self.context.provider)
        offered = [*known, *unknown_models()]
        options = [
            Option(
                value=model.id,
                label=model.id,
                checked=model.id == self.request.model,
                why_not=until(model, self.context.day),
                group=group(model),
                price=self._price(
                    PARAMETERS["model"],
                    model.id,
                    checked=model.id == self.request.model,
                ),
            )
            for model in offered
        ]
        if not any(option.checked for option in options):
            options.append(
                Option(
                    value=self.request.model,
                    label=self.request.model,
                    checked=True,
                    legal="model" not in self.errors,
                )
            )
        return tuple(options)

    def _model_note(self) -> str:
        model = catalog.catalog().get(self.request.model)
        if model is None:
            return "unknown to the catalogue: no price"
        return until(model, self.context.day) or model.role


def price_difference(before: Decimal | None, after: Decimal | None) -> str:
    """Return "+$0.040", or "" when either price is unknown or nothing changes."""
    if before is None or after is None or before == after:
        return ""
    return usd_text(after - before, signed=True)
