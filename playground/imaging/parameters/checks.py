"""Checks that do not follow from a declaration: one small function a parameter."""

import difflib
import re
from collections.abc import Iterator

from playground.catalog import Model, catalog, parse_size
from playground.catalog.model import (
    ACTIONS,
    MODEL_NAME_MAX_CHARS,
    PROMPT_MAX_CHARS,
    SAFETY_IDENTIFIER_MAX_CHARS,
    SVG_EFFORTS,
    TRANSPARENT_FORMATS,
)
from playground.catalog.sizes import size_text
from playground.imaging.parameters.availability import compressed_only
from playground.imaging.parameters.declaration import is_whole
from playground.imaging.rule_types import Case, Problem
from playground.imaging.rule_words import date_text, format_name, listed

Found = Iterator[Problem]

ROUTES = ("auto", "images", "responses")
BEST_COMPRESSION = 100

# Half a surrogate pair cannot be sent, and NUL cannot be kept.
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")


def check_prompt(case: Case) -> Found:
    """There are words, not too many, and nothing but text in them."""
    prompt = case.request.prompt
    if not prompt.strip():
        yield Problem("prompt", "Write what the picture should show.")
    elif len(prompt) > PROMPT_MAX_CHARS:
        yield Problem(
            "prompt",
            f"The prompt has {len(prompt):,} characters; {PROMPT_MAX_CHARS:,} are "
            "the most the API takes.",
        )
    elif _NOT_TEXT.search(prompt):
        yield Problem("prompt", "The prompt holds characters that are not text.")


def check_model(case: Case) -> Found:
    """It can be called on the day, at who answers; else says which takes its place."""
    model, name = case.model, case.request.model
    if not name:
        yield Problem("model", "Choose a model.")
    elif len(name) > MODEL_NAME_MAX_CHARS:
        yield Problem(
            "model",
            f"The name of a model has at most {MODEL_NAME_MAX_CHARS} characters.",
        )
    elif model is None:
        yield Problem("model", _unknown_model(case))
    elif not model.callable_on(case.day, case.provider):
        yield Problem("model", _not_callable(case, model))


def _unknown_model(case: Case) -> str:
    names = [model.id for model in catalog().offered(case.day, case.provider)]
    wanted = case.request.model
    close = [name for name in names if name.startswith(wanted)]
    close = close or difflib.get_close_matches(wanted, names, n=1, cutoff=0.6)
    meant = f" Did you mean {close[0]}?" if close else ""
    return f"There is no image model called {wanted!r}.{meant}"


def _not_callable(case: Case, model: Model) -> str:
    if model.state(case.day) == "upcoming" and model.released:
        return f"{model.id} comes on {date_text(model.released)}."
    if model.state(case.day) != "gone" or model.shutdown is None:
        return f"{model.id} exists only on compatible servers such as Azure."
    return (
        f"{model.id} was switched off on {date_text(model.shutdown)}. "
        f"Use {successor_on(case, model)} instead."
    )


def successor_on(case: Case, model: Model) -> str:
    """Name the model to use instead: the first in the line that can be called."""
    successor = model.successor
    while successor:
        following = catalog().models[successor]
        if following.callable_on(case.day, case.provider):
            return successor
        successor = following.successor
    return catalog().default_model(case.day, case.provider).id


def check_route(case: Case) -> Found:
    """It is one that there is, and a conversation goes on only on Responses."""
    request = case.request
    if request.route not in ROUTES:
        yield Problem("route", "The route is auto, images or responses.")
    elif request.previous and not case.on_responses:
        yield Problem(
            "route",
            "Only the Responses route continues a conversation. Choose auto or "
            "responses.",
        )


def check_responses_model(case: Case) -> Found:
    """A text model that can be called, where the route is led by one."""
    name = case.request.responses_model
    if name is not None and not name.strip():
        yield Problem("responses_model", "Name a text model, or leave it out.")
    elif name and case.on_responses and catalog().is_image_model(name):
        text_model = catalog().default_responses_model(case.day)
        yield Problem(
            "responses_model",
            f"{name} makes pictures, but the Responses route is led by a text model. "
            f"Put {text_model} here and keep the image model under model.",
        )
    elif name and case.on_responses and case.provider != "compatible":
        yield from _check_text_model(case, "responses_model", name)


def _check_text_model(case: Case, field: str, name: str) -> Found:
    """A compatible server may have it still; an unknown one may be quite new."""
    known = catalog().text_model(name)
    state = known.state(case.day) if known else "current"
    if known and state == "gone" and known.shutdown:
        successor = catalog().texts.successor(name, case.day)
        yield Problem(
            field,
            f"{name} was shut down on {date_text(known.shutdown)}. "
            f"Take {successor or catalog().default_responses_model(case.day)} instead.",
        )
    elif known and state == "upcoming" and known.released:
        yield Problem(
            field,
            f"{name} will be there from {date_text(known.released)}.",
        )


def check_size(case: Case, model: Model) -> Found:
    """The model makes it, in this format; else says the nearest that it does."""
    request = case.request
    if model.size_fault(
        request.size,
        output_format=request.output_format,
        frame_count=request.frame_count if is_whole(request.frame_count) else None,
    ):
        yield Problem("size", _size_message(case, model))


def _size_message(case: Case, model: Model) -> str:
    request, rule = case.request, model.custom_size
    fault = model.size_fault(
        request.size,
        output_format=request.output_format,
        frame_count=request.frame_count if is_whole(request.frame_count) else None,
    )
    parsed = parse_size(request.size)
    if fault == "auto":
        return f"{model.label} needs a size; it does not choose one by itself."
    if fault == "named" or (fault == "syntax" and rule is None):
        return f"{model.label} makes {listed(model.sizes, 'or')} only."
    if fault == "syntax" or parsed is None or rule is None:
        return "Write the size as WIDTHxHEIGHT in pixels, for example 1536x864."
    if fault in ("gif_edge", "gif_too_large") and model.gif:
        frames = request.frame_count or model.gif.default_frames
        edge = model.gif.largest_square(frames, rule.step)
        return (
            f"Too large for a GIF of {frames} frames: a square one is at most "
            f"{size_text(edge, edge)}."
        )
    nearest = "x".join(map(str, rule.nearest(*parsed)))
    reason = {
        "step": f"Width and height go in steps of {rule.step}",
        "edge": f"The longer edge is at most {rule.max_edge}",
        "ratio": f"One edge is at most {rule.max_ratio} times the other",
        "too_small": f"Too small: at least {rule.min_pixels:,} pixels in all",
        "too_large": f"Too large: at most {rule.max_pixels:,} pixels in all",
    }[fault or "step"]
    return f"{reason}. Try {nearest}."


def check_format(case: Case, model: Model) -> Found:
    """The model makes pictures of it."""
    chosen, formats = case.request.output_format, model.all_formats
    if chosen not in formats:
        names = listed(format_name(name) for name in formats)
        yield Problem("output_format", f"{model.label} makes {names}.")


def check_background(case: Case, model: Model) -> Found:
    """Transparent only with a format and a model that can be seen through."""
    request = case.request
    if (
        request.background == "transparent"
        and request.output_format not in TRANSPARENT_FORMATS
    ):
        name = format_name(request.output_format)
        yield Problem(
            "background",
            f"A transparent background needs PNG or WebP; {name} has none here.",
        )


def check_compression(case: Case, model: Model) -> Found:
    """100 is what every picture has anyway, so it is legal with PNG too."""
    value = case.request.output_compression
    if value is None:
        return
    if not is_whole(value) or not 0 <= value <= BEST_COMPRESSION:
        yield Problem("output_compression", "Choose 0 to 100 per cent.")
    harmless = value == BEST_COMPRESSION and case.request.output_format != "svg"
    if not harmless and (why := compressed_only(case, model)):
        yield Problem(
            "output_compression", f"{why} Choose one of these, or leave it out."
        )


def check_svg_author(case: Case) -> Found:
    """On the Images route an effort is sent along with the author it is for."""
    request, author = case.request, case.request.svg_model
    if request.output_format != "svg":
        return
    if author and case.provider != "compatible":
        yield from _check_text_model(case, "svg_model", author)
        if catalog().is_image_model(author):
            yield Problem(
                "svg_model", f"{author} makes pictures and writes no drawing."
            )
    if request.svg_effort in SVG_EFFORTS and not author and not case.on_responses:
        yield Problem("svg_model", "An effort needs the name of the SVG model, too.")


def check_action(case: Case) -> Found:
    """To edit needs a picture: a source, or a turn before."""
    request = case.request
    if request.action and request.action not in ACTIONS:
        yield Problem("action", f"The action is {listed(ACTIONS, 'or')}.")
    elif (
        case.on_responses
        and request.action == "edit"
        and not (request.sources or request.previous)
    ):
        yield Problem("action", "There is no picture to edit. Add a source picture.")


def check_safety_identifier(case: Case) -> Found:
    """The API takes a limited length; that it says nothing of a person is theirs to see to."""
    value = case.request.safety_identifier
    if value is not None and len(value) > SAFETY_IDENTIFIER_MAX_CHARS:
        yield Problem(
            "safety_identifier",
            f"A safety identifier has at most {SAFETY_IDENTIFIER_MAX_CHARS} characters.",
        )
