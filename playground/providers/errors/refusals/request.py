"""What was wrong with the request itself."""

import re

from playground.catalog import catalog
from playground.core.clock import today
from playground.imaging.parameters import PARAMETERS, Parameter
from playground.imaging.rule_words import date_text
from playground.providers.errors import ProviderError, RequestError
from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals.parts import (
    error_of,
    field_of,
    is_openai,
    quoted,
    said,
    sentence,
    server_of,
    words,
)
from playground.providers.errors.refusals.words import label_of, plain

_PICTURE_CODES = (
    "invalid_image_file",
    "invalid_image",
    "invalid_image_format",
    "invalid_base64_image",
    "invalid_image_url",
    "image_too_large",
    "image_too_small",
    "image_parse_error",
    "invalid_image_mode",
    "image_file_too_large",
    "unsupported_image_media_type",
    "unsupported_file_mimetype",
    "empty_image_file",
    "failed_to_download_image",
    "image_file_not_found",
)

# Within an answer there is no status to tell whose fault it was.
_NOT_OURS = ("server_error", "vector_store_timeout", "data_residency_mismatch")


def text_model_rule(fault: Fault) -> ProviderError | None:
    """An image model stood where the Responses API takes a text model."""
    if "not supported with the responses api" not in fault.text:
        return None
    return image_model_on_top(quoted(fault) or fault.model, fault)


def image_model_on_top(model: str, fault: Fault | None = None) -> ProviderError:
    """Return the error for an image model where a text model belongs."""
    return error_of(
        RequestError,
        fault or Fault(status=None, code="image_model_as_text_model"),
        f"{model} makes pictures; the Responses route needs a text model that asks for "
        "them.",
        f"Choose a text model such as {catalog().default_responses_model(today())}, and "
        f"{model} as the image model.",
        param="responses_model",
    )


def model_rule(fault: Fault) -> ProviderError | None:
    """No such model, or not any more: then its successor is named."""
    missing = "does not exist" in fault.text or "was not found" in fault.text
    about_model = fault.param == "model" or "model" in fault.text
    if fault.code != "model_not_found" and not (missing and about_model):
        return None
    name = quoted(fault) or fault.model
    if name != fault.model and (text := _text_model(fault, name)):
        return text
    known = catalog().get(name)
    if known is None or known.shutdown is None:
        message = f"{server_of(fault)} does not know a model called {name or 'that'}."
        return error_of(
            RequestError, fault, message, "Choose another model.", param="model"
        )
    successor = catalog().get(known.successor or "")
    remedy = f"Use {successor.label} instead." if successor else "Choose another model."
    message = (
        f"{known.label} is not available here any more. OpenAI names "
        f"{date_text(known.shutdown)} as the day it is shut down."
    )
    return error_of(RequestError, fault, message, remedy, param="model")


def _text_model(fault: Fault, name: str) -> ProviderError | None:
    """Return the error for a text model that is not there, if it is about one."""
    models = catalog()
    known = models.text_model(name)
    if known is None and (not name or name != fault.text_model):
        return None
    is_author = field_of(fault.param) == "svg_model"
    successor = models.texts.successor(name, today()) or (
        models.default_responses_model(today())
    )
    message = f"{server_of(fault)} does not know a text model called {name}."
    if known and known.shutdown:
        message = (
            f"The text model {name} is not available here any more. OpenAI names "
            f"{date_text(known.shutdown)} as the day it is shut down."
        )
    return error_of(
        RequestError,
        fault,
        message,
        f"Use {successor} {'for the drawing' if is_author else 'as the text model'} instead.",
        param="svg_model" if is_author else "responses_model",
    )


def missing_field_rule(fault: Fault) -> ProviderError | None:
    """A server of another kind wants what this API does not have, or lacks it."""
    if fault.status != 422 or is_openai(fault):
        return None
    missing = fault.code == "missing" or "field required" in fault.text
    if not missing:
        return None
    name = f" “{fault.param}”" if fault.param else ""
    return error_of(
        RequestError,
        fault,
        f"{server_of(fault)} wants a field{name} that this request does not have. "
        f"{words(fault)}".strip(),
        "It speaks another form of the API. Try another route or model, or look into "
        "the server's own documentation.",
    )


def picture_rule(fault: Fault) -> ProviderError | None:
    """A source or a mask that was not taken; the number of the source, if told."""
    field = field_of(fault.param)
    about_mask = "mask" in fault.text and field in (None, "mask")
    if about_mask and fault.status in (400, None) and fault.code != "unknown_parameter":
        message = said(fault, "The mask was not accepted.")
        return error_of(RequestError, fault, message, _remedy("mask"), param="mask")
    if "downloading file" in fault.text:
        message = "The server could not load a source picture from its address."
        return error_of(
            RequestError, fault, message, _remedy("sources"), param="sources"
        )
    if fault.code not in _PICTURE_CODES:
        return None
    number = re.search(r"for image ([1-9]\d*)", fault.text)
    which = f"Source picture {number[1]}" if number else "A source picture"
    return error_of(
        RequestError,
        fault,
        f"{which} was not accepted: {sentence(fault.message) or 'it cannot be read.'}",
        _remedy("sources"),
        param=field or "sources",
    )


def setting_rule(fault: Fault) -> ProviderError | None:
    """A parameter, its value, or the size of the whole request."""
    field = field_of(fault.param)
    if not _is_about_a_setting(fault, field):
        return None
    if fault.code == "string_above_max_length" and field == "prompt":
        message = "The prompt is too long: 32,000 characters are the most."
        return error_of(RequestError, fault, message, "Shorten the prompt.")
    if fault.code == "empty_string" and field == "prompt":
        return error_of(RequestError, fault, "The prompt is empty.", "Write a prompt.")
    if fault.code == "unknown_parameter" and fault.param:
        label = label_of(field or fault.param).lower()
        message = f"The server does not take “{label}” for this model and route."
        return error_of(RequestError, fault, message, f"Leave {label} out.")
    if fault.code == "context_length_exceeded":
        message = "The conversation is longer than the text model can hold."
        remedy = "Start a new one from the picture."
        return error_of(RequestError, fault, message, remedy)
    if fault.status == 413:
        message = "The request is too large for the server."
        return error_of(RequestError, fault, message, "Send fewer or smaller pictures.")
    return error_of(RequestError, fault, plain(fault, field), _remedy(field))


def _remedy(field: str | None) -> str:
    known = PARAMETERS.get(field or "")
    return known.when_refused if known else Parameter.when_refused


def _is_about_a_setting(fault: Fault, field: str | None) -> bool:
    if fault.status == 404:
        return field is not None
    if fault.status is None:
        named = field is not None or fault.code is not None
        return named and fault.code not in _NOT_OURS
    return fault.status in (400, 409, 413, 422)
