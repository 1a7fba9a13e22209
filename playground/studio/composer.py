"""What the composer shows: choices with prices, rules, advice, and the button.

Everything legal or not is asked of ``provider.rules``; nothing here knows a
model's name.
"""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from playground import catalog
from playground.catalog import ProviderKind
from playground.core.clock import today
from playground.imaging import rules
from playground.imaging.advice import advice
from playground.imaging.pricing import Estimate, estimate, usd_text
from playground.imaging.request import DEFAULTS, ImageRequest, difference
from playground.imaging.routing import Routing, choose
from playground.imaging.rules import FileFacts
from playground.providers.server_models import unknown_models
from playground.studio.cards import short_size
from playground.studio.forms import CUSTOM_SIZE
from playground.studio.labels import LABELS, MAIN, MORE, ROUTE
from playground.studio.options import (
    ComposerField,
    Option,
    absent_field,
    drawn_frame,
    few_sizes,
    group,
    until,
)
from playground.studio.settling import settle

# Typed, not chosen from a few values.
NUMBERS = ("output_compression", "frame_count", "frame_duration_ms")
# Settings to which others give way, as they do to the model.
LEADING = ("output_format", "route")
TEXTS = ("safety_identifier", "svg_model", "responses_model")


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
    notes: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def price(self) -> str:
        """ "≈ $0.013", "$0.0059 to $0.21", or that it is unknown."""
        text = self.estimate.text
        return "price unknown" if text == "unknown" else text

    @property
    def more_is_open(self) -> bool:
        """True when something in More differs from its default or is wrong."""
        shown = (*self.more, *self.route_fields)
        return any(
            item.error or (item.value and item.value != _text(DEFAULTS.get(item.name)))
            for item in shown
        )


def _label(choice: rules.Choice) -> str:
    """Return the API's own word; for what is left out, what is taken then."""
    return choice.label.lower() if choice.value is None else str(choice.value)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def compose(
    request: ImageRequest,
    *,
    day: date,
    provider: ProviderKind,
    sources: Sequence[FileFacts] = (),
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
    builder = _Builder(request, day, provider, sources, errors or {}, raw or {}, locks)
    return builder.build(tuple(notes))


class _Builder:
    """Carries what every field needs."""

    def __init__(
        self,
        request: ImageRequest,
        day: date,
        provider: ProviderKind,
        sources: Sequence[FileFacts],
        errors: Mapping[str, str],
        raw: Mapping[str, Any],
        locks: Collection[str],
    ) -> None:
        self.request, self.day, self.provider = request, day, provider
        self.sources, self.errors, self.raw = sources, errors, raw
        self.locks = locks
        self.model = catalog.catalog().resolve(request.model, provider)
        self.estimate = self._estimate(request)
        self.advice = {
            item.field: item.message
            for item in advice(request, day=day, provider=provider)
        }

    def _estimate(self, request: ImageRequest) -> Estimate:
        return estimate(request, day=self.day, sources=self.sources)

    def build(self, notes: tuple[str, ...]) -> Composer:
        request = self.request
        not_offered = []
        groups: list[tuple[ComposerField, ...]] = []
        for names in (MAIN, MORE, ROUTE):
            fields = []
            for name in names:
                reason = rules.unavailable(
                    name, request, day=self.day, provider=self.provider
                )
                if reason and not self.errors.get(name):
                    if names is MAIN:
                        # Missed at once where it usually stands.
                        fields.append(absent_field(name, reason))
                    else:
                        not_offered.append((LABELS[name][0], reason))
                else:
                    fields.append(self._field(name))
            groups.append(tuple(fields))
        return Composer(
            request=request,
            main=groups[0],
            more=groups[1],
            route_fields=groups[2],
            not_offered=tuple(not_offered),
            models=self._models(),
            model_note=self._model_note(),
            estimate=self.estimate,
            routing=choose(request),
            errors=self.errors,
            notes=notes,
            raw=self.raw,
        )

    def _field(self, name: str) -> ComposerField:
        label, hint = LABELS[name]
        error = self.errors.get(name, "")
        value = _text(getattr(self.request, name))
        field = ComposerField(
            name=name,
            label=label,
            hint=hint,
            kind="seg",
            value=value,
            error=error,
            advice=self.advice.get(name, ""),
        )
        if name in NUMBERS or name in TEXTS:
            return dataclasses.replace(
                field,
                kind="number" if name in NUMBERS else "text",
                value=_text(self.raw.get(name, value)) if error else value,
                hint=hint + self._range(name),
                placeholder=self._placeholder(name),
                suggestions=self._text_suggestions(name),
            )
        options = self._options(name)
        if name == "size":
            return dataclasses.replace(
                field,
                kind="frames",
                value=self._typed_size(value, error),
                options=options,
                step=self.model.custom_size.step
                if self.model and self.model.custom_size
                else 1,
                suggestions=tuple(size for size in self._sizes() if "x" in size),
            )
        return dataclasses.replace(field, options=options)

    def _typed_size(self, size: str, error: str) -> str:
        typed = _text(self.raw.get("size_custom", "")) if error else ""
        return typed or ("" if size == CUSTOM_SIZE else size)

    def _placeholder(self, name: str) -> str:
        """Say what is taken when nothing is typed."""
        gif = self.model.gif if self.model else None
        known = {
            "output_compression": "100",
            "frame_count": str(gif.default_frames) if gif else "",
            "frame_duration_ms": str(gif.default_ms) if gif else "",
            "responses_model": catalog.catalog().default_responses_model(today()),
            "svg_model": "chosen by the API",
        }
        return known.get(name, "")

    def _range(self, name: str) -> str:
        gif = self.model.gif if self.model else None
        if gif and name == "frame_count":
            return f", {gif.min_frames} to {gif.max_frames}"
        if gif and name == "frame_duration_ms":
            return f", {gif.step_ms} to {gif.max_ms:,}"
        return ""

    def _text_suggestions(self, name: str) -> tuple[str, ...]:
        found = rules.choices(name, self.request, day=self.day, provider=self.provider)
        return tuple(str(choice.value) for choice in found if choice.value)

    def _sizes(self) -> list[str]:
        found = rules.choices(
            "size", self.request, day=self.day, provider=self.provider
        )
        return [str(choice.value) for choice in found]

    def _options(self, name: str) -> tuple[Option, ...]:
        current = getattr(self.request, name)
        found = rules.choices(name, self.request, day=self.day, provider=self.provider)
        if name == "size":
            found = few_sizes(found, "" if self._takes_custom_sizes() else current)
        made = [self._option(name, choice, current) for choice in found]
        # What to leave to the API comes last.
        made.sort(key=lambda option: option.value in ("auto", ""))
        if name == "size" and self._takes_custom_sizes():
            made.append(self._custom_size(made))
        if not any(option.price for option in made if not option.checked):
            # A price that is the same for all says nothing about the choice.
            made = [dataclasses.replace(option, price="") for option in made]
        return tuple(made)

    def _option(self, name: str, choice: rules.Choice, current: Any) -> Option:
        checked = choice.value == current
        if name in LEADING and not choice.legal and not checked:
            choice = self._giving_way(name, choice)
        return Option(
            value=_text(choice.value),
            # A size as short as it can be read.
            label=short_size(choice.value) if name == "size" else _label(choice),
            checked=checked,
            legal=choice.legal,
            why_not=choice.why_not,
            price=self._price(name, choice.value, checked=checked),
            frame=drawn_frame(choice.value) if name == "size" else None,
        )

    def _giving_way(self, name: str, choice: rules.Choice) -> rules.Choice:
        """Offer a format or a route to which other settings can give way.

        Few would find out by themselves that a smaller size opens GIF.
        """
        wanted = self.request.changed(**{name: choice.value})
        place: Any = {"day": self.day, "provider": self.provider}
        before = set(rules.problems(self.request, **place))
        settled, _ = settle(wanted, keep={name, *self.locks}, **place)
        if set(rules.problems(settled, **place)) - before:
            return choice
        also = ", ".join(
            LABELS[each][0].lower() for each in difference(wanted, settled)
        )
        return dataclasses.replace(choice, legal=True, why_not=f"also changes {also}")

    def _price(self, name: str, value: Any, *, checked: bool) -> str:
        if checked:
            usd = self.estimate.usd
            return "" if usd is None else usd_text(usd)
        return price_difference(
            self.estimate.usd, self._estimate(self.request.changed(**{name: value})).usd
        )

    def _takes_custom_sizes(self) -> bool:
        return self.model is None or self.model.custom_size is not None

    def _custom_size(self, named: list[Option]) -> Option:
        # A size without a segment stands in the field beside "custom".
        custom = not any(option.checked for option in named)
        size = self.request.size
        return Option(
            value=CUSTOM_SIZE,
            label=size.replace("x", "×")
            if custom and size != CUSTOM_SIZE
            else "custom",
            checked=custom,
            price=self._price("size", size, checked=True) if custom else "",
            frame=drawn_frame(size) if custom else (18, 10),
        )

    def _models(self) -> tuple[Option, ...]:
        known = catalog.catalog().offered(self.day, self.provider)
        offered = [*known, *unknown_models()]
        options = [
            Option(
                value=model.id,
                label=model.id,
                checked=model.id == self.request.model,
                why_not=until(model, self.day),
                group=group(model),
                price=self._price(
                    "model", model.id, checked=model.id == self.request.model
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
        return until(model, self.day) or model.role


def price_difference(before: Decimal | None, after: Decimal | None) -> str:
    """Return "+$0.040", or "" when either price is unknown or nothing changes."""
    if before is None or after is None or before == after:
        return ""
    return usd_text(after - before, signed=True)
