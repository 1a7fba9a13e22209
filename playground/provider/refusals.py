"""From what the server said to what a person is told: one rule a case.

Rules are tried in order; each returns an error or ``None``. Texts are written for
a designer: what happened, and whose move it is.
"""

import re
from collections.abc import Callable

from playground.provider.catalog import catalog
from playground.provider.errors import (
    AccessError,
    LimitError,
    OutageError,
    ProviderError,
    RequestError,
    SafetyError,
    SetupError,
)
from playground.provider.fault import Fault
from playground.provider.request import FIELDS

Rule = Callable[[Fault], ProviderError | None]

_VERIFY = (
    "Somebody who owns the organisation opens "
    "https://platform.openai.com/settings/organization/general and chooses "
    "“Verify Organization”. It can take up to 15 minutes until the model is open; then "
    "send the request again."
)
_QUOTA = {
    "insufficient_quota": (
        "The OpenAI account has no credit left, or its plan has ended.",
        "Check plan and credit at https://platform.openai.com/settings/organization/billing.",
    ),
    "credit_balance_exhausted": (
        "The OpenAI account's credit is used up.",
        "Add credit at https://platform.openai.com/settings/organization/billing.",
    ),
    "organization_spend_limit_exceeded": (
        "The organisation has reached its own spending limit.",
        "Somebody who owns the organisation can raise it at "
        "https://platform.openai.com/settings/organization/limits.",
    ),
    "project_spend_limit_exceeded": (
        "The project has reached its own spending limit.",
        "Somebody who owns the project can raise it in the project's limits on "
        "https://platform.openai.com/settings.",
    ),
    "organization_usage_limit_exceeded": (
        "The organisation has reached the usage limit that OpenAI set for it.",
        "See https://platform.openai.com/settings/organization/limits.",
    ),
    "billing_hard_limit_reached": (
        "The OpenAI account has reached its billing limit.",
        "Raise the limit or add credit at "
        "https://platform.openai.com/settings/organization/billing.",
    ),
}
_SAFETY_CODES = (
    "moderation_blocked",
    "content_policy_violation",
    "content_filter",
    "contentfilter",
    "image_content_policy_violation",
    "bio_policy",
    "misalignment_policy_violation",
)
_STAGES = {
    "input": "the prompt or a source picture",
    "output": "the finished picture",
}
# The API's names where they are not the request's own.
_FIELD_OF = {
    "image": "sources",
    "images": "sources",
    "image_url": "sources",
    "url": "sources",
    "input": "prompt",
    "input_image_mask": "mask",
    "previous_response_id": "previous",
}
_REMEDIES = {
    "size": "Choose another size.",
    "quality": "Choose another quality.",
    "background": "Choose another background, or PNG or WebP as the format.",
    "output_format": "Choose another format.",
    "output_compression": "Leave compression out, or choose JPEG or WebP.",
    "input_fidelity": "Leave fidelity out for this model.",
    "prompt": "Change the prompt.",
    "n": "Ask for one to ten pictures.",
    "sources": "Save the picture again as an ordinary RGB PNG or JPEG and add it anew.",
    "mask": "Paint the mask again over the first source picture.",
    "markup": "Draw the markup again over the first source picture.",
    "previous": "Start a new conversation from the picture.",
}
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


def refusal(fault: Fault) -> ProviderError:
    """Return the error that says what ``fault`` means and what to do about it."""
    for rule in RULES:
        error = rule(fault)
        if error is not None:
            return error
    return _anything_else(fault)


def _of(
    kind: type[ProviderError], fault: Fault, message: str, remedy: str, **more: object
) -> ProviderError:
    values: dict[str, object] = {
        "code": fault.code or fault.type,
        "status": fault.status,
        "param": field_of(fault.param),
        "request_id": fault.request_id,
        "retry_after_s": fault.retry_after_s,
        "details": dict(fault.details),
    }
    if fault.message:
        values["details"] = {**dict(fault.details), "server_message": fault.message}
    return kind(message, remedy=remedy, **{**values, **more})  # type: ignore[arg-type]


def field_of(param: str | None) -> str | None:
    """Return the request's field for the API's ``param``, if there is one."""
    parts = re.sub(r"\[\d+\]", "", param or "").split(".")
    names = [part for part in parts if part != "tools"]
    if names[:1] == ["svg"]:
        return "svg_effort" if "effort" in names else "svg_model"
    for name in reversed(names):
        if _FIELD_OF.get(name, name) in FIELDS:
            return _FIELD_OF.get(name, name)
    return None


def _key(fault: Fault) -> ProviderError | None:
    if fault.status != 401 and fault.code != "invalid_api_key":
        return None
    if _is_openai(fault):
        remedy = (
            "Set OPENAI_API_KEY to a valid key (https://platform.openai.com/api-keys) "
            "and start again."
        )
    else:
        remedy = "Set OPENAI_API_KEY to a key of this server and start again."
    return _of(
        SetupError, fault, f"{_server(fault)} did not accept the API key.", remedy
    )


def _access(fault: Fault) -> ProviderError | None:
    if fault.status != 403 and "must be verified" not in fault.text:
        return None
    model = _model_name(fault)
    if "verified" in fault.text:
        message = f"Your organisation must be verified before it can use {model}."
        return _of(AccessError, fault, message, _VERIFY, code="organization_unverified")
    if fault.code == "model_not_found" or "does not have access" in fault.text:
        message = f"The project of this API key has no access to {model}."
        remedy = (
            "Ask somebody who owns the project to allow the model, use a key of "
            "another project, or choose another model."
        )
        return _of(AccessError, fault, message, remedy)
    return _of(
        AccessError,
        fault,
        _said(fault, f"{_server(fault)} refused access."),
        "Ask whoever owns the API key what it may be used for.",
    )


def _quota(fault: Fault) -> ProviderError | None:
    for code, (message, remedy) in _QUOTA.items():
        if code in (fault.code, fault.type):
            return _of(LimitError, fault, message, remedy, retry_after_s=None)
    return None


def _rate(fault: Fault) -> ProviderError | None:
    codes = ("rate_limit_exceeded", "slow_down")
    if fault.status != 429 and fault.code not in codes:
        return None
    numbers = re.search(
        r"on ([\w -]+?) per (\w+).*?limit (\d+), used (\d+), requested (\d+)",
        fault.text,
    )
    if not numbers:
        message = f"{_server(fault)} asks to slow down."
        return _of(LimitError, fault, message, _wait_text(fault), repeatable=True)
    what, unit, limit, _used, requested = numbers.groups()
    unit = {"min": "minute"}.get(unit, unit)
    what = "pictures" if "image" in what else what
    message = f"The account's rate limit is reached: {limit} {what} a {unit}."
    if int(requested) > int(limit):
        remedy = f"This request needs {requested} at once. Ask for fewer pictures."
        return _of(LimitError, fault, message, remedy, retry_after_s=None)
    remedy = (
        f"{_wait_text(fault)} A higher usage tier raises the limit: "
        "https://platform.openai.com/settings/organization/limits."
    )
    return _of(LimitError, fault, message, remedy, repeatable=True)


def _wait_text(fault: Fault) -> str:
    if fault.retry_after_s is None:
        return "Wait a moment, then send the request again."
    seconds = max(1, round(fault.retry_after_s))
    return f"Wait {seconds} second{'s' if seconds > 1 else ''}, then send it again."


def _safety(fault: Fault) -> ProviderError | None:
    code = (fault.code or "").lower()
    if code not in _SAFETY_CODES and "safety system" not in fault.text:
        return None
    categories = _categories(fault)
    stage = str(fault.details.get("moderation_stage", ""))
    what = _STAGES.get(stage, "the request")
    why = f" ({', '.join(categories)})" if categories else ""
    remedy = (
        "Say it in other words, or take another source picture. If you think this is a "
        "mistake, write to OpenAI at https://help.openai.com"
    )
    remedy += f" and name {fault.request_id}." if fault.request_id else "."
    if stage == "output":
        remedy = f"The same words may pass at another try. {remedy}"
    details = {**dict(fault.details), "categories": categories}
    if fault.message:
        details["server_message"] = fault.message
    message = f"The safety system refused {what}{why}."
    return _of(SafetyError, fault, message, remedy, details=details)


def _categories(fault: Fault) -> list[str]:
    named = fault.details.get("categories")
    if isinstance(named, (list, tuple)):
        return [str(name) for name in named]
    found = re.search(r"safety_violations=\[([^\]]*)\]", fault.message)
    return (
        [name.strip() for name in found[1].split(",") if name.strip()] if found else []
    )


def _text_model(fault: Fault) -> ProviderError | None:
    if "not supported with the responses api" not in fault.text:
        return None
    return image_model_on_top(_quoted(fault) or fault.model, fault)


def image_model_on_top(model: str, fault: Fault | None = None) -> ProviderError:
    """Return the error for an image model where a text model belongs."""
    return _of(
        RequestError,
        fault or Fault(status=None, code="image_model_as_text_model"),
        f"{model} makes pictures; the Responses route needs a text model that asks it to.",
        f"Choose a text model such as {catalog().default_responses_model()}, and {model} as "
        "the image model.",
        param="responses_model",
    )


def _model(fault: Fault) -> ProviderError | None:
    missing = "does not exist" in fault.text or "was not found" in fault.text
    about_model = fault.param == "model" or "model" in fault.text
    if fault.code != "model_not_found" and not (missing and about_model):
        return None
    name = _quoted(fault) or fault.model
    known = catalog().get(name)
    if known is None or known.shutdown is None:
        message = f"{_server(fault)} does not know a model called {name or 'that'}."
        return _of(RequestError, fault, message, "Choose another model.", param="model")
    successor = catalog().get(known.successor or "")
    remedy = f"Use {successor.label} instead." if successor else "Choose another model."
    message = f"{known.label} is not available any more: its last day was {known.shutdown:%-d %B %Y}."
    return _of(RequestError, fault, message, remedy, param="model")


def _picture(fault: Fault) -> ProviderError | None:
    field = field_of(fault.param)
    about_mask = "mask" in fault.text and field in (None, "mask")
    if about_mask and fault.status in (400, None) and fault.code != "unknown_parameter":
        message = _said(fault, "The mask was not accepted.")
        return _of(RequestError, fault, message, _REMEDIES["mask"], param="mask")
    if "downloading file" in fault.text:
        message = "The server could not load a source picture from its address."
        return _of(RequestError, fault, message, _REMEDIES["sources"], param="sources")
    if fault.code not in _PICTURE_CODES:
        return None
    number = re.search(r"for image (\d+)", fault.text)
    which = (
        f"Source picture {number[1]}"
        if number and number[1] != "0"
        else "A source picture"
    )
    return _of(
        RequestError,
        fault,
        f"{which} was not accepted: {_sentence(fault.message) or 'it cannot be read.'}",
        _REMEDIES["sources"],
        param=field or "sources",
    )


def _setting(fault: Fault) -> ProviderError | None:
    if fault.status not in (400, 404, 409, 413, 422, None):
        return None
    field = field_of(fault.param)
    if fault.status == 404 and field is None:
        return None
    if fault.code == "string_above_max_length" and field == "prompt":
        return _of(
            RequestError,
            fault,
            "The prompt is too long: 32,000 characters are the most.",
            "Shorten the prompt.",
        )
    if fault.code == "empty_string" and field == "prompt":
        return _of(RequestError, fault, "The prompt is empty.", "Write a prompt.")
    if fault.code == "unknown_parameter" and fault.param:
        label = (field or fault.param).replace("_", " ")
        message = f"The server does not take “{label}” for this model and route."
        return _of(RequestError, fault, message, f"Leave {label} out.")
    if fault.code == "context_length_exceeded":
        message = "The conversation is longer than the text model can hold."
        return _of(RequestError, fault, message, "Start a new one from the picture.")
    if fault.status == 413:
        message = "The request is too large for the server."
        return _of(RequestError, fault, message, "Send fewer or smaller pictures.")
    if fault.status is None and field is None and fault.code is None:
        return None
    if fault.status is None and fault.code in ("server_error", "vector_store_timeout"):
        return None
    return _of(
        RequestError,
        fault,
        _said(fault, "The server did not accept a setting."),
        _REMEDIES.get(
            field or "", "Change the setting that is named, then send again."
        ),
    )


def _address(fault: Fault) -> ProviderError | None:
    if fault.status not in (404, 405):
        return None
    if _is_openai(fault):
        message = "OpenAI does not know this address."
    else:
        message = f"{fault.host or 'The server'} does not offer this route."
    return _of(
        SetupError,
        fault,
        message,
        "Check OPENAI_BASE_URL (it usually ends in /v1), or choose another route: not "
        "every server has edits and Responses.",
        code=fault.code or "unknown_address",
    )


def _anything_else(fault: Fault) -> ProviderError:
    if fault.status == 503:
        return _of(
            OutageError,
            fault,
            f"{_server(fault)} is overloaded and took nothing on.",
            _wait_text(fault),
            repeatable=True,
        )
    if fault.status is not None and fault.status < 500 and fault.status != 408:
        message = _said(fault, f"{_server(fault)} answered with status {fault.status}.")
        return _of(RequestError, fault, message, "Change the request, then send again.")
    gateway = fault.status in (408, 502, 504, 524)
    what = "did not answer in time" if gateway else "had an error of its own"
    return _of(
        OutageError,
        fault,
        f"{_server(fault)} {what}.",
        "The picture may have been charged all the same. Look at the usage page of the "
        "account before you send the request again.",
        may_be_billed=True,
    )


def _is_openai(fault: Fault) -> bool:
    return fault.host in ("", "api.openai.com", "simulator")


def _server(fault: Fault) -> str:
    return "OpenAI" if _is_openai(fault) else fault.host


def _quoted(fault: Fault) -> str:
    found = re.search(r"['`‘]([\w.:/-]+)['`’]", fault.message)
    return found[1] if found else ""


def _model_name(fault: Fault) -> str:
    found = re.search(r"model [`']([\w.:/-]+)[`']", fault.message)
    name = found[1] if found else fault.model
    known = catalog().get(name)
    return known.label if known else name or "this model"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def _said(fault: Fault, otherwise: str) -> str:
    return (
        f"The server says: {_sentence(fault.message)}" if fault.message else otherwise
    )


RULES: tuple[Rule, ...] = (
    _key,
    _access,
    _quota,
    _rate,
    _safety,
    _text_model,
    _model,
    _picture,
    _setting,
    _address,
)
