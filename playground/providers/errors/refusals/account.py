"""Whose key it is, what it may do, and what is left on the account."""

import re

from playground.providers.errors import (
    AccessError,
    LimitError,
    ProviderError,
    SetupError,
)
from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals.parts import (
    error_of,
    is_openai,
    model_name,
    said,
    server_of,
    wait_text,
)

_VERIFY = (
    "Look whether this key belongs to the right organisation, and verify it at "
    "https://platform.openai.com/settings/organization/general (“Verify "
    "Organization”). Then wait up to 30 minutes, make a new key, and try again. "
    "Another prompt or another SDK will not help."
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


def key_rule(fault: Fault) -> ProviderError | None:
    if fault.status != 401 and fault.code != "invalid_api_key":
        return None
    if is_openai(fault):
        remedy = (
            "Set OPENAI_API_KEY to a valid key (https://platform.openai.com/api-keys) "
            "and start again."
        )
    else:
        remedy = "Set OPENAI_API_KEY to a key of this server and start again."
    return error_of(
        SetupError, fault, f"{server_of(fault)} did not accept the API key.", remedy
    )


def access_rule(fault: Fault) -> ProviderError | None:
    if fault.status != 403 and "must be verified" not in fault.text:
        return None
    model = model_name(fault)
    if "verified" in fault.text:
        message = f"Your organisation must be verified before it can use {model}."
        return error_of(
            AccessError, fault, message, _VERIFY, code="organization_unverified"
        )
    if fault.code == "model_not_found" or "does not have access" in fault.text:
        message = f"The project of this API key has no access to {model}."
        remedy = (
            "Ask somebody who owns the project to allow the model, use a key of "
            "another project, or choose another model."
        )
        return error_of(AccessError, fault, message, remedy)
    return error_of(
        AccessError,
        fault,
        said(fault, f"{server_of(fault)} refused access."),
        "Ask whoever owns the API key what it may be used for.",
    )


def quota_rule(fault: Fault) -> ProviderError | None:
    # Every kind of quota has the type of the first; the code tells them apart.
    for code in (fault.code, fault.type):
        if code in _QUOTA:
            message, remedy = _QUOTA[code]
            return error_of(LimitError, fault, message, remedy, retry_after_s=None)
    return None


def rate_rule(fault: Fault) -> ProviderError | None:
    codes = ("rate_limit_exceeded", "slow_down")
    if fault.status != 429 and fault.code not in codes:
        return None
    # Within an answer something has been done, and charged, before the limit.
    repeatable = fault.status is not None
    numbers = re.search(
        r"on ([\w -]+?) per (\w+).*?limit (\d+), used (\d+), requested (\d+)",
        fault.text,
    )
    if not numbers:
        message = f"{server_of(fault)} asks to slow down."
        remedy = wait_text(fault)
        return error_of(LimitError, fault, message, remedy, repeatable=repeatable)
    what, unit, limit, _used, requested = numbers.groups()
    unit = {"min": "minute"}.get(unit, unit)
    what = "pictures" if "image" in what else what
    message = f"The account's rate limit is reached: {limit} {what} a {unit}."
    if int(requested) > int(limit):
        remedy = f"This request needs {requested} at once. Ask for fewer pictures."
        return error_of(LimitError, fault, message, remedy, retry_after_s=None)
    remedy = (
        f"{wait_text(fault)} A higher usage tier raises the limit: "
        "https://platform.openai.com/settings/organization/limits."
    )
    return error_of(LimitError, fault, message, remedy, repeatable=repeatable)
