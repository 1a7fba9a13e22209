"""What the composer shows: its fields in their groups, advice, and the button."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground import catalog
from playground.imaging.advice import context_advice
from playground.imaging.context import RequestContext
from playground.imaging.ending import Ended, ended
from playground.imaging.estimating import Estimate
from playground.imaging.parameters import PARAMETERS, Parameter
from playground.imaging.request import ImageRequest
from playground.imaging.routing import Routing
from playground.runs.posted import CUSTOM_SIZE
from playground.studio.offering import Offering, text_of
from playground.studio.options import (
    GROUPS,
    ComposerField,
    Option,
    absent_field,
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
    def refused(self) -> str:
        """Name a setting that is refused: of what cannot be sent there is no price."""
        return _refused(self.errors)

    @property
    def price(self) -> str:
        """ "≈ $0.013", "$0.0059 to $0.21", that it is unknown, or why there is none."""
        if self.ended:
            return "not available"
        if self.refused:
            return f"mend the {self.refused} first"
        text = self.estimate.text
        return "price unknown" if text == "unknown" else text

    @property
    def more_is_open(self) -> bool:
        """True when something in More differs from its default or is wrong."""
        shown = (*self.more, *self.route_fields)
        return any(
            item.error
            or (item.value and item.value != text_of(PARAMETERS[item.name].default))
            for item in shown
        )


def _refused(errors: Mapping[str, str]) -> str:
    wrong = [each.said for each in PARAMETERS.settings if errors.get(each.posted_name)]
    return wrong[0] if wrong else ""


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


def model_menu(
    context: RequestContext, errors: Mapping[str, str]
) -> tuple[Option, ...]:
    """List the models with their prices, which are worked out when the menu opens."""
    gone = ended(context.request, day=context.day, provider=context.provider)
    offering = Offering(context, (), has_price=not (gone or _refused(errors)))
    return offering.models(refused="model" in errors, priced=True)


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
        self.errors, self.raw = errors, raw
        self.model = context.model
        self.estimate = context.estimate
        self.ended = ended(self.request, day=context.day, provider=context.provider)
        self.offering = Offering(
            context, locks, has_price=not (self.ended or _refused(errors))
        )
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
            models=self.offering.models(refused="model" in self.errors, priced=False),
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
        value = text_of(getattr(self.request, name))
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
                value=text_of(self.raw.get(name, value)) if error else value,
                placeholder=self._placeholder(parameter),
                suggestions=self.offering.suggestions(parameter),
            )
        options = self.offering.options(parameter)
        if kind == "size":
            return dataclasses.replace(
                field,
                value=self._typed_size(value, error),
                options=options,
                step=self.model.custom_size.step
                if self.model and self.model.custom_size
                else 1,
                suggestions=tuple(
                    size for size in self.offering.suggestions(parameter) if "x" in size
                ),
            )
        return dataclasses.replace(field, options=options)

    def _typed_size(self, size: str, error: str) -> str:
        typed = text_of(self.raw.get("size_custom", "")) if error else ""
        return typed or ("" if size == CUSTOM_SIZE else size)

    def _placeholder(self, parameter: Parameter) -> str:
        """Say what is taken when nothing is typed."""
        taken = parameter.resolved_default(self.context.case)
        return parameter.placeholder or text_of(taken)

    def _model_note(self) -> str:
        model = catalog.catalog().get(self.request.model)
        if model is None:
            return "unknown to the catalogue: no price"
        return until(model, self.context.day) or model.role
