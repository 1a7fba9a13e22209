"""Vary: the same request once more, with exactly one value changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from playground import catalog
from playground.catalog import ProviderKind
from playground.core.clock import today
from playground.imaging import rules
from playground.imaging.pricing import estimate
from playground.imaging.request import DEFAULTS, Change, ImageRequest
from playground.imaging.rules import FileFacts
from playground.library.differences import effective_request, routed, variables
from playground.library.models import Generation, Image, SourceImage
from playground.library.sources import facts_of
from playground.people.models import User
from playground.providers.client import current_provider
from playground.runs.submitting import Refused, generation_submit
from playground.studio.asking import Total, total_of
from playground.studio.cards import short_size
from playground.studio.composer import price_difference
from playground.studio.labels import LABELS
from playground.studio.settling import settle
from playground.studio.vary_options import VaryOption, VaryParameter

# Offered in this order. Circumstances (n, previews) do not make another picture.
VARIABLES = (
    "quality",
    "size",
    "background",
    "output_format",
    "output_compression",
    "input_fidelity",
    "complexity",
    "moderation",
)
# Typed values of the API, offered at a few telling steps.
STEPS = {"output_compression": (100, 90, 75, 50, 25)}


@dataclass(frozen=True)
class _Place:
    """Where the variation runs."""

    day: date
    provider: ProviderKind
    sources: tuple[FileFacts, ...]

    def usd(self, request: ImageRequest) -> Decimal | None:
        return estimate(request, day=self.day, sources=self.sources).usd


def _place(image: Image) -> _Place:
    return _Place(
        day=today(),
        provider=current_provider().kind,
        sources=tuple(facts_of(source) for source in _sources_of(image.generation)),
    )


def _sources_of(generation: Generation) -> list[SourceImage]:
    """Return the source pictures in order; no query where cards fetched them."""
    links = generation.generation_sources.all()
    if "generation_sources" not in getattr(generation, "_prefetched_objects_cache", {}):
        links = links.select_related("source")
    return [link.source for link in links if link.role == "image"]


def vary_parameters(image: Image, n: int = 1) -> list[VaryParameter]:
    """List what can be varied on a picture, with prices. Costs one query.

    A run of it makes ``n`` pictures, however many the picture's own run made.
    """
    request = image.generation.request.changed(n=n)
    place = _place(image)
    listed = [_parameter(name, request, place) for name in VARIABLES]
    listed.append(_route(effective_request(image).changed(n=n), place))
    listed.insert(2, _models(request, place))
    return [parameter for parameter in listed if parameter.options]


def _parameter(name: str, request: ImageRequest, place: _Place) -> VaryParameter:
    current = getattr(request, name)
    label = LABELS[name][0]
    if rules.unavailable(name, request, day=place.day, provider=place.provider):
        return VaryParameter(name, label, _label(name, current), ())
    before = place.usd(request)
    options = tuple(
        _option(name, value, text, request, before, place)
        for value, text in _values(name, request, place)
        if value != current
    )
    return VaryParameter(name, label, _label(name, current), options)


def _values(name: str, request: ImageRequest, place: _Place) -> list[tuple[Any, str]]:
    if name in STEPS:
        return [(value, str(value)) for value in STEPS[name]]
    return [
        (choice.value, _label(name, choice.value))
        for choice in rules.choices(
            name, request, day=place.day, provider=place.provider
        )
        if choice.legal
    ]


def _option(
    name: str,
    value: Any,
    label: str,
    request: ImageRequest,
    before: Decimal | None,
    place: _Place,
) -> VaryOption:
    after = place.usd(request.changed(**{name: value}))
    return VaryOption(
        value="" if value is None else str(value),
        label=label,
        price=price_difference(before, after),
        usd=after,
    )


def _route(request: ImageRequest, place: _Place) -> VaryParameter:
    """Offer the other route: "auto" would only choose the same one again."""
    found = _parameter("route", request, place)
    others = tuple(option for option in found.options if option.value != "auto")
    return replace(found, options=others)


def _models(request: ImageRequest, place: _Place) -> VaryParameter:
    before = place.usd(request)
    options = []
    for model in catalog.catalog().offered(place.day, place.provider):
        if model.id == request.model or model.snapshot_of:
            continue
        settled, notes = settle(
            request.changed(model=model.id), day=place.day, provider=place.provider
        )
        after = place.usd(settled)
        # What changes, and why in a title: the reason is the same for many models.
        changes, reasons = _split(notes)
        options.append(
            VaryOption(
                value=model.id,
                label=model.id,
                price=price_difference(before, after),
                usd=after,
                also=changes,
                note=". ".join((model.role, *reasons)),
            )
        )
    return VaryParameter("model", "Model", request.model, tuple(options))


def _split(notes: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part notes such as "Quality max → auto: 2 has no max" at their colon."""
    parts = [note.partition(": ") for note in notes]
    return tuple(part[0] for part in parts), tuple(part[2] for part in parts)


def _label(name: str, value: Any) -> str:
    """Write a value as the API does; a size as short as it can be read."""
    if value is None:
        return "left out"
    return short_size(str(value)) if name == "size" else str(value)


def varied(image: Image, name: str, value: str, n: int = 1) -> ImageRequest:
    """Return the picture's request with one value changed, for ``n`` pictures.

    Another model may bring other changes with it, as the panel said. Raises
    ``Refused`` when the parameter cannot be varied or the value is no number.
    """
    request = image.generation.request.changed(n=n)
    if name == "prompt":
        return request.changed(prompt=value.replace("\r\n", "\n"))
    if name == "model":
        changed = request.changed(model=value)
        return settle(changed, day=today(), provider=current_provider().kind)[0]
    if name not in (*VARIABLES, "route"):
        raise Refused([rules.Problem(name, f"{name} cannot be varied here.")])
    if not value:
        return request.changed(**{name: DEFAULTS[name]})
    try:
        return request.changed(**{name: int(value) if name in STEPS else value})
    except ValueError:
        raise Refused([rules.Problem(name, f"{value} is not a number.")]) from None


def vary_submit(
    *, owner: User, image: Image, name: str, value: str, n: int = 1
) -> Generation:
    """Run the picture's request with one value changed.

    Raises ``Refused`` when the value is not legal now, e.g. a model that is gone.
    """
    return submit_against(
        owner=owner, baseline=image, request=varied(image, name, value, n)
    )


def submit_against(
    *, owner: User, baseline: Image, request: ImageRequest, scenario: str = ""
) -> Generation:
    """Run a request as a variation, naming the variable when it is one only."""
    changed = variables(effective_request(baseline), routed(request))
    return generation_submit(
        owner=owner,
        request=request,
        parent=baseline,
        variable=changed[0] if len(changed) == 1 else "",
        scenario=scenario,
    )


def total_for(image: Image, requests: Sequence[ImageRequest]) -> Total:
    """Add up what runs made from a picture will cost, its sources included."""
    place = _place(image)
    return total_of(requests, day=place.day, sources=place.sources)


def again(*, owner: User, image: Image, n: int = 1) -> Generation:
    """Run the same request once more: another draw."""
    return generation_submit(
        owner=owner, request=image.generation.request.changed(n=n), parent=image
    )


def beside(image: Image, name: str, n: int = 1) -> VaryParameter | None:
    """Return what can be put beside a picture, None when there is nothing."""
    found = next(
        (item for item in vary_parameters(image, n) if item.name == name), None
    )
    return found if found and found.fitting else None


def side_by_side(
    *, owner: User, image: Image, name: str, values: Sequence[str], n: int = 1
) -> list[Generation]:
    """Run the chosen values of one parameter.

    Values that would change something else too cannot be chosen: then more than one
    variable would differ. Raises ``Refused`` before anything is queued when one
    of them is not legal.
    """
    parameter = beside(image, name, n)
    offered = {option.value for option in parameter.fitting} if parameter else set()
    if not offered:
        raise Refused(
            [rules.Problem(name, "There are no other values to put beside this one.")]
        )
    if strange := [value for value in values if value not in offered]:
        message = f"{strange[0] or 'That'} cannot be put beside this picture."
        raise Refused([rules.Problem(name, message)])
    requests = [varied(image, name, value, n) for value in values]
    return _submit_all(owner=owner, baseline=image, requests=requests)


def one_by_one_requests(
    baseline: Image, changes: Mapping[str, Change]
) -> list[ImageRequest]:
    """Return a request for each changed variable, otherwise as the baseline."""
    base = baseline.generation.request
    return [base.changed(**{name: change.after}) for name, change in changes.items()]


def one_by_one(
    *, owner: User, baseline: Image, changes: Mapping[str, Change], scenario: str = ""
) -> list[Generation]:
    """Run one variation for each changed variable, each against the baseline."""
    requests = one_by_one_requests(baseline, changes)
    return _submit_all(
        owner=owner, baseline=baseline, requests=requests, scenario=scenario
    )


def _submit_all(
    *,
    owner: User,
    baseline: Image,
    requests: Sequence[ImageRequest],
    scenario: str = "",
) -> list[Generation]:
    """Queue all of the requests, or none when the rules stop one of them."""
    with transaction.atomic():
        return [
            submit_against(
                owner=owner, baseline=baseline, request=request, scenario=scenario
            )
            for request in requests
        ]
