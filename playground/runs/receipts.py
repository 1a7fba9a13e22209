"""What an answer costs: which model is billed, on which day, for what."""

from datetime import date

from django.utils import timezone

from playground.catalog import catalog, without_date
from playground.core.clock import day_of
from playground.imaging.outcome import Outcome
from playground.imaging.pricing import Receipt, receipt
from playground.imaging.request import ImageRequest
from playground.library.models import Generation


def receipt_of(generation: Generation, outcome: Outcome) -> Receipt:
    """Price what an answer says was used, by the prices of the day it was sent on."""
    request = generation.request
    day = day_of(generation.sent_at or timezone.now())
    return receipt(
        _priced_model(request, outcome, day),
        outcome.usage,
        day=day,
        text_model=_text_model(request, day)
        if generation.route == "responses"
        else None,
        text_usage=outcome.text_usage,
        svg_usage=outcome.svg_usage,
        pictures=bool(outcome.images),
        lost=outcome.lost,
    )


def _priced_model(request: ImageRequest, outcome: Outcome, day: date) -> str:
    """Return the model that is billed: the echoed one, by a name that has a price.

    A server may call it by a snapshot that is younger than the catalogue, or by a name
    of its own.
    """
    echoed = next(
        (image.resolved.model for image in outcome.images if image.resolved.model), ""
    )
    names = [echoed, without_date(echoed), request.model]
    priced = (name for name in names if catalog().price(name, day))
    return next(priced, echoed or request.model)


def _text_model(request: ImageRequest, day: date) -> str:
    return request.responses_model or catalog().default_responses_model(day)
