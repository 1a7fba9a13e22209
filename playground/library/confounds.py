"""What weakens a comparison although no variable, or only one, differs."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from playground.imaging.parameters import PARAMETERS
from playground.imaging.provider import provider_words
from playground.imaging.request import ImageRequest
from playground.library.measured import came_out, mismatch
from playground.library.models import Image

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")


def confounds(
    images: Sequence[Image],
    requests: Sequence[ImageRequest],
    numbers: Sequence[int],
) -> tuple[str, ...]:
    """Say, a sentence each, what else could explain what is seen or paid.

    ``numbers`` are those by which the page names the pictures.
    """
    if len(images) < 2:
        return ()
    return (
        *_auto(images, requests),
        *_not_as_asked(images, requests, numbers),
        *_snapshots(images, requests),
        *_revised(images),
        *_providers(images),
        *_money(images, requests),
    )


def _echoed() -> list[str]:
    """What an answer tells of a picture; which snapshot answered is told apart."""
    return [name for name in PARAMETERS.echoed if name != "model"]


def _auto(images: Sequence[Image], requests: Sequence[ImageRequest]) -> list[str]:
    """``auto`` is a different wish on every draw."""
    found = []
    for name in _echoed():
        asked = [getattr(request, name) for request in requests]
        if "auto" not in asked:
            continue
        said = PARAMETERS.said(name)
        became = [came_out(image, name) for image in images]
        of_auto = [
            told for told, value in zip(became, asked, strict=True) if value == "auto"
        ]
        if len(_distinct(of_auto)) > 1:
            became_each = _each(of_auto, name)
            found.append(f"{said} was auto and resolved differently: {became_each}")
        elif None in of_auto:
            found.append(f"{said} was auto, and the answer does not say what it became")
        elif of_auto[0] in asked and _effect(asked, became) == {of_auto[0]}:
            found.append(
                f"{said} auto became {PARAMETERS.words(name, of_auto[0])}, "
                "the same as was asked for: in effect it does not differ"
            )
    return found


def _effect(asked: Sequence[Any], became: Sequence[Any]) -> set[Any]:
    """What each picture really got, as far as it is known."""
    return {
        told or (None if value == "auto" else value)
        for told, value in zip(became, asked, strict=True)
    }


def _not_as_asked(
    images: Sequence[Image],
    requests: Sequence[ImageRequest],
    numbers: Sequence[int],
) -> list[str]:
    found = []
    for number, image, request in zip(numbers, images, requests, strict=True):
        for name in _echoed():
            if words := mismatch(image, name, getattr(request, name)):
                found.append(f"Picture {number} {words}")
    return found


def _snapshots(images: Sequence[Image], requests: Sequence[ImageRequest]) -> list[str]:
    found = []
    asked = _distinct(request.model for request in requests)
    for model in asked:
        told = _distinct(
            image.resolved.get("model")
            for image, request in zip(images, requests, strict=True)
            if request.model == model
        )
        if len(told) > 1:
            found.append(f"{model} was answered by different snapshots: {_each(told)}")
    stems: dict[str, list[str]] = {}
    for model in asked:
        stems.setdefault(_SNAPSHOT.sub("", model), []).append(model)
    found += [
        f"{' and '.join(names)} are names of one model; "
        "the undated name may stand for another snapshot"
        for names in stems.values()
        if len(names) > 1
    ]
    return found


def _revised(images: Sequence[Image]) -> list[str]:
    """On the Responses route the text model writes the prompt that is drawn."""
    rewritten = [
        image.revised_prompt
        for image in images
        if image.revised_prompt and image.revised_prompt != image.prompt
    ]
    if not rewritten:
        return []
    if len(rewritten) == len(images) and len(_distinct(rewritten)) == 1:
        return []
    count = "one picture" if len(rewritten) == 1 else f"{len(rewritten)} pictures"
    return [
        f"The text model rewrote the prompt of {count}: "
        "they were not drawn from the same words"
    ]


def _providers(images: Sequence[Image]) -> list[str]:
    ids = _distinct(image.generation.provider_id for image in images)
    if len(ids) < 2:
        return []
    names = " and ".join(provider_words(each) for each in ids)
    return [f"Made by {names}: these are not the same machines"]


def _money(images: Sequence[Image], requests: Sequence[ImageRequest]) -> list[str]:
    found = []
    unknown = sum(image.cost_usd is None for image in images)
    if unknown:
        count = "one picture" if unknown == 1 else f"{unknown} pictures"
        found.append(f"The price of {count} is unknown")
    told = sum(
        image.generation.provider == "imported" and image.cost_usd is not None
        for image in images
    )
    if told:
        count = "one picture" if told == 1 else f"{told} pictures"
        found.append(f"The price of {count} is what the import told, not a receipt")
    versions = _distinct(
        (image.generation.receipt or {}).get("price_version") for image in images
    )
    if len(versions) > 1:
        found.append("The prices come from different price lists")
    if len({request.n for request in requests}) > 1:
        found.append(
            "The number of pictures differs: the time is that of the whole call, "
            "the price a share of it"
        )
    if len({request.partial_images for request in requests}) > 1:
        found.append("The number of previews differs: each adds to the price")
    return found


def _distinct(values: Iterable[Any]) -> list[Any]:
    """The values that are known, each once, in their order."""
    return list(dict.fromkeys(value for value in values if value is not None))


def _each(values: Iterable[Any], name: str = "model") -> str:
    return ", ".join(
        "not told" if value is None else PARAMETERS.words(name, value)
        for value in values
    )
