"""Which model to use when."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground.catalog import Model
from playground.imaging.money import usd_text
from playground.site.model_prices import until, usual_prices


@dataclass(frozen=True)
class Pick:
    """What to use when."""

    wish: str
    model: Model
    why: str


def picks(models: Sequence[Model], default: Model, day: datetime.date) -> list[Pick]:
    """Answer the usual wishes with the first model that has what they need."""
    cheapest, usd = _cheapest(models, day)
    wishes: tuple[tuple[str, str, Callable[[Model], bool]], ...] = (
        (
            "Not sure",
            "the newest flagship whose prices are all known",
            lambda model: model.id == default.id,
        ),
        (
            "Quick drafts",
            "made for speed, same settings and prices",
            lambda model: model.tier == "everyday" and model.completeness == "complete",
        ),
        (
            "Cheapest that stays",
            f"{usd} for a picture at low; start there or at medium, and take high "
            "when polish matters",
            lambda model: model.id == cheapest,
        ),
        (
            "The newest there is",
            "each price is known only afterwards",
            lambda model: model.completeness == "partial",
        ),
        (
            "Moving pictures, drawings in lines",
            "GIF and SVG, where OpenAI has opened them for your project",
            lambda model: bool(model.preview_formats),
        ),
        (
            "Keeping a face as it is",
            "keeps every source picture closely by itself",
            lambda model: model.always_high_fidelity,
        ),
        (
            "Keeping a face as it is",
            "the model with input fidelity",
            lambda model: bool(model.input_fidelity),
        ),
    )
    # What stays comes before what is about to stop.
    lasting_first = sorted(models, key=lambda model: model.state(day) == "stopping")
    found: list[Pick] = []
    for wish, why, suits in wishes:
        model = next(filter(suits, lasting_first), None)
        if any(pick.wish == wish for pick in found):
            continue
        if model:
            end = until(model, day)
            found.append(Pick(wish, model, f"{why}; {end}" if end else why))
    return found


def _cheapest(models: Sequence[Model], day: datetime.date) -> tuple[str, str]:
    """Return the model with the cheapest picture that is known, and its price.

    One that is about to stop is no advice.
    """
    prices = [
        (usd, model.tier == "flagship", model.id)
        for model in models
        if model.state(day) == "current"
        for _, usd in usual_prices(model, day)
        if usd is not None
    ]
    if not prices:
        return "", ""
    usd, _, model_id = min(prices)
    return model_id, usd_text(usd)
