"""Vary: the same request once more, with exactly one value changed."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from playground import catalog
from playground.imaging.context import RequestContext
from playground.imaging.estimating import Estimate
from playground.imaging.parameters import PARAMETERS, Parameter
from playground.imaging.request import ImageRequest
from playground.imaging.rule_types import Choice, Problem
from playground.library.differences import effective_request, routed, variables
from playground.library.models import Generation, Image
from playground.people.models import User
from playground.runs.seen import seen_text
from playground.runs.submitting import Refused, generation_submit
from playground.studio.settling import settle
from playground.studio.vary_options import (
    VaryOption,
    VaryParameter,
    price_of,
    sum_of,
)


def vary_parameters(context: RequestContext, route: str) -> list[VaryParameter]:
    """List what can be varied on a picture, with prices.

    Everything that counts as a variable and has values to choose from, and exactly
    those values with which the request could be sent. ``route`` is the one it took.
    """
    listed = [
        _parameter(parameter, context, route)
        for parameter in PARAMETERS.settings
        if not parameter.is_circumstance
    ]
    return [parameter for parameter in listed if parameter.options]


def beside(context: RequestContext, name: str) -> VaryParameter | None:
    """Return what can be put beside a picture, None when there is nothing."""
    if name not in PARAMETERS or not PARAMETERS[name].is_beside:
        return None
    found = _parameter(PARAMETERS[name], context, "")
    return found if found.fitting else None


def _parameter(
    parameter: Parameter, context: RequestContext, route: str
) -> VaryParameter:
    name = parameter.name
    if name == "model":
        return _models(context)
    if name == "route":
        # "auto" would only choose the same one again.
        context = context.changed(route=route)
    current = parameter.words(getattr(context.request, name))
    if context.unavailable(name):
        return VaryParameter(name, parameter.label, current, ())
    before = _price_before(context)
    options = [
        _option(parameter, choice, context, before)
        for choice in context.choices(name)
        if choice.value != getattr(context.request, name)
        and not (name == "route" and choice.value == "auto")
        and not context.changed(**{name: choice.value}).problems
    ]
    return VaryParameter(name, parameter.label, current, tuple(options))


def _option(
    parameter: Parameter,
    choice: Choice,
    context: RequestContext,
    before: Estimate | None,
) -> VaryOption:
    value = choice.value
    after = context.estimate
    if parameter.costs:
        after = context.changed(**{parameter.name: value}).estimate
    return VaryOption(
        value=parameter.post(value),
        label=choice.label.lower() if value is None else parameter.reads(value),
        price=price_of(before, after),
        sum=sum_of(after),
        seen=_seen(after, context),
    )


def _seen(estimate: Estimate, context: RequestContext) -> str:
    if estimate.high_usd is None:
        return seen_text(Decimal(0), context.request.n)
    return seen_text(estimate.high_usd, 0)


def _price_before(context: RequestContext) -> Estimate | None:
    """Return the price to which others are compared; none of what cannot be sent."""
    return None if context.problems else context.estimate


def _models(context: RequestContext) -> VaryParameter:
    request, before = context.request, _price_before(context)
    options = []
    for model in catalog.catalog().offered(context.day, context.provider):
        if model.id == request.model or model.snapshot_of:
            continue
        settled, notes = settle(context.changed(model=model.id))
        if settled.problems:
            # Such as markup, which not every model takes.
            continue
        after = settled.estimate
        # What changes, and why in a title: the reason is the same for many models.
        changes, reasons = _split(notes)
        options.append(
            VaryOption(
                value=model.id,
                label=model.id,
                price=price_of(before, after),
                sum=sum_of(after),
                seen=_seen(after, context),
                also=changes,
                note=". ".join((model.role, *reasons)),
            )
        )
    return VaryParameter("model", "Model", request.model, tuple(options))


def _split(notes: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part notes such as "Quality max → auto: 2 has no max" at their colon."""
    parts = [note.partition(": ") for note in notes]
    return tuple(part[0] for part in parts), tuple(part[2] for part in parts)


def varied(context: RequestContext, name: str, value: str) -> ImageRequest:
    """Return a picture's request with one value changed.

    Another model may bring other changes with it, as the panel said. Raises
    ``Refused`` when the parameter cannot be varied or the value is no number.
    """
    request = context.request
    if name == "prompt":
        return request.changed(prompt=value.replace("\r\n", "\n"))
    if name == "model":
        return settle(context.changed(model=value))[0].request
    parameter = PARAMETERS.get(name)
    if parameter is None or parameter.is_content or parameter.is_circumstance:
        raise Refused([Problem(name, f"{name} cannot be varied here.")])
    try:
        return request.changed(**{name: parameter.read(value)})
    except ValueError:
        raise Refused([Problem(name, f"{value} is not a number.")]) from None


def submit_against(
    *, author: User, baseline: Image, request: ImageRequest, **more: Any
) -> Generation:
    """Run a request as a variation, naming the variable when it is one only.

    ``more`` goes to ``generation_submit``.
    """
    changed = variables(effective_request(baseline), routed(request))
    return generation_submit(
        author=author,
        request=request,
        parent=baseline,
        variable=changed[0] if len(changed) == 1 else "",
        **more,
    )


def again(*, author: User, image: Image, context: RequestContext) -> Generation:
    """Run the same request once more: another draw."""
    return generation_submit(
        author=author, request=context.request, context=context, parent=image
    )


def side_by_side(
    *,
    author: User,
    image: Image,
    context: RequestContext,
    name: str,
    values: Sequence[str],
) -> list[Generation]:
    """Run the chosen values of one parameter; ``context`` is that of the picture's run.

    Values that would change something else too cannot be chosen: then more than one
    variable would differ. Raises ``Refused`` before anything is queued when one
    of them is not legal.
    """
    parameter = beside(context, name)
    offered = {option.value for option in parameter.fitting} if parameter else set()
    if not offered:
        raise Refused(
            [Problem(name, "There are no other values to put beside this one.")]
        )
    if strange := [value for value in values if value not in offered]:
        message = f"{strange[0] or 'That'} cannot be put beside this picture."
        raise Refused([Problem(name, message)])
    each = [context.of(varied(context, name, value)) for value in values]
    return submit_all(author=author, baseline=image, contexts=each)


def submit_all(
    *,
    author: User,
    baseline: Image,
    contexts: Sequence[RequestContext],
    scenario: str = "",
) -> list[Generation]:
    """Queue all of the requests, or none when the rules stop one of them."""
    with transaction.atomic():
        return [
            submit_against(
                author=author,
                baseline=baseline,
                request=each.request,
                context=each,
                scenario=scenario,
            )
            for each in contexts
        ]
