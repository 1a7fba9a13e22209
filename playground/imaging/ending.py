"""What a request asks for that has ended, and what takes its place."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from playground.catalog import ProviderKind, catalog
from playground.imaging.request import ImageRequest
from playground.imaging.routing import choose
from playground.imaging.rule_words import date_text


@dataclass(frozen=True)
class Ended:
    """``words`` say what has ended and when; ``changes`` make the request possible.

    ``instead`` names what is taken instead, as a person would.
    """

    words: str
    instead: str
    changes: Mapping[str, str]


def ended(
    request: ImageRequest, *, day: datetime.date, provider: ProviderKind
) -> Ended | None:
    """Return what of the request's models has been shut down; ``None`` where nothing has."""
    words: list[str] = []
    instead: list[str] = []
    changes: dict[str, str] = {}
    if found := _image_model(request.model, day, provider):
        told, name = found
        words.append(told)
        changes["model"] = name
        known = catalog().get(name)
        instead.append(known.label if known else name)
    for field in _text_models(request, provider):
        if found := _text_model(getattr(request, field), field, day):
            told, name = found
            words.append(told)
            changes[field] = name
            instead.append(name)
    if not changes:
        return None
    return Ended(" ".join(words), " and ".join(instead), changes)


def _image_model(
    name: str, day: datetime.date, provider: ProviderKind
) -> tuple[str, str] | None:
    models = catalog()
    model = models.resolve(name, provider)
    if model is None or model.shutdown is None or model.state(day) != "gone":
        return None
    if model.callable_on(day, provider):
        return None
    told = f"{model.label} was switched off on {date_text(model.shutdown)}."
    following = models.get(model.successor or "")
    while following is not None and not following.callable_on(day, provider):
        following = models.get(following.successor or "")
    return told, following.id if following else models.default_model(day, provider).id


def _text_models(request: ImageRequest, provider: ProviderKind) -> list[str]:
    """Name the fields in which a text model is asked for that this request needs."""
    if provider == "compatible":
        return []
    names = ["responses_model"] if choose(request).endpoint == "responses" else []
    return names + (["svg_model"] if request.output_format == "svg" else [])


def _text_model(
    name: str | None, field: str, day: datetime.date
) -> tuple[str, str] | None:
    model = catalog().text_model(name) if name else None
    if model is None or model.shutdown is None or model.state(day) != "gone":
        return None
    what = "text model" if field == "responses_model" else "SVG author"
    told = f"The {what} {name} was shut down on {date_text(model.shutdown)}."
    successor = catalog().texts.successor(name or "", day)
    return told, successor or catalog().default_responses_model(day)
