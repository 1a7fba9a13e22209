"""What a picture of the usual size costs with each model, and until when it is to be had."""

import datetime
from decimal import Decimal

from playground.catalog import Model
from playground.core.units import count_text
from playground.imaging.estimating import Estimate, estimate
from playground.imaging.request import ImageRequest
from playground.imaging.rule_words import date_text

SIZE = "1024x1024"


def usual_estimate(model: Model, quality: str, day: datetime.date) -> Estimate:
    """What a square picture of this quality costs; no words of a prompt in it."""
    asked = ImageRequest(prompt="", model=model.id, size=SIZE, quality=quality)
    return estimate(asked, day=day)


def usual_prices(model: Model, day: datetime.date) -> list[tuple[str, Decimal | None]]:
    """Return the price at each quality; None where it is unknown."""
    return [
        (quality, usual_estimate(model, quality, day).usd)
        for quality in model.real_qualities
    ]


def until(model: Model, day: datetime.date) -> str:
    """Say until when a model that is about to stop can be used."""
    if model.shutdown is None or model.state(day) != "stopping":
        return ""
    days = model.days_left(day) or 0
    return f"until {date_text(model.shutdown)}, {count_text(days, 'day')} left"
