"""Whose key it is, what it may do, and what is left on the account."""

import re
from dataclasses import dataclass

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
    soon,
    wait_text,
    words,
)

_VERIFY = (
    "Look whether this key belongs to the right organisation, and verify it at "
    "https://platform.openai.com/settings/organization/general (“Verify "
    "Organization”). Then wait up to 30 minutes, make a new key, and try again. "
    "Another prompt or another SDK will not help."
)
# Limits of a longer time do not pass while a run waits.
_SHORT = ("minute", "second")
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
    """The key is not accepted: status 401, or the code that says so."""
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
    """Not verified, not allowed by the project, or refused for another reason."""
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
    """No money or quota is left; to wait does not help."""
    # Every kind of quota has the type of the first; the code tells them apart.
    for code in (fault.code, fault.type):
        if code in _QUOTA:
            message, remedy = _QUOTA[code]
            return error_of(LimitError, fault, message, remedy, retry_after_s=None)
    if "exceeded your current quota" in fault.text and is_openai(fault):
        message, remedy = _QUOTA["insufficient_quota"]
        return error_of(LimitError, fault, message, remedy, retry_after_s=None)
    return None


def rate_rule(fault: Fault) -> ProviderError | None:
    """Too much at once. Repeatable where the wait is short and nothing was charged."""
    codes = ("rate_limit_exceeded", "slow_down")
    if fault.status != 429 and fault.code not in codes:
        return None
    # Within an answer something has been done, and charged, before the limit.
    repeatable = fault.status is not None and soon(fault)
    limit = _limit(fault)
    if limit and limit.unit not in _SHORT and fault.retry_after_s is None:
        repeatable = False
    if limit is None:
        message = f"{server_of(fault)} asks to slow down."
        if is_openai(fault):
            remedy = _wait(fault)
        else:
            # It says nothing of limits as OpenAI's are, and has no tiers that are known.
            message = f"{message} {words(fault)}".strip()
            remedy = wait_text(fault)
        return error_of(LimitError, fault, message, remedy, repeatable=repeatable)
    if limit.most == 0:
        return _no_access(fault, limit)
    message = f"The account's rate limit is reached: {limit.text}."
    if limit.requested is not None and limit.requested > limit.most:
        remedy = f"This request needs {limit.requested:,} at once. "
        remedy += (
            "Ask for fewer pictures."
            if limit.what == "pictures"
            else "Ask for a smaller picture, a lower quality or fewer sources, or raise "
            "the usage tier."
        )
        return error_of(LimitError, fault, message, remedy, retry_after_s=None)
    remedy = _wait(fault)
    if not repeatable and fault.retry_after_s is None:
        remedy = remedy.replace("Wait a moment", f"Wait until the {limit.unit} is over")
    return error_of(LimitError, fault, message, remedy, repeatable=repeatable)


@dataclass(frozen=True)
class _Limit:
    most: int
    what: str
    unit: str
    requested: int | None

    @property
    def text(self) -> str:
        what = self.what.removesuffix("s") if self.most == 1 else self.what
        return " ".join(f"{self.most:,} {what} a {self.unit}".split())


def _limit(fault: Fault) -> _Limit | None:
    """Read the numbers out of the server's sentence, whichever of its forms it has."""
    # Its name may hold words that look like a limit's.
    names = r"\bin (?:organi[sz]ation|project) \S+"
    text = re.sub(names, "", fault.message, flags=re.I)
    most = re.search(r"\blimit(?: of| is)?:?\s*([\d,]+)", text, re.I)
    if not most:
        return None
    about = re.search(
        r"(?:\b(?:on|for)|\blimit(?: of| is)?:?\s*[\d,]+) ([a-z][a-z -]*?) per (\w+)",
        text,
        re.I,
    )
    what, unit = (about[1], about[2]) if about else ("", "min")
    # A model's name may stand between: "for chatgpt-image-latest on tokens per min".
    what = re.split(r"\b(?:on|for)\b", what, flags=re.I)[-1]
    what = what.strip().lower().removeprefix("input-")
    requested = re.search(r"\brequested:?\s*([\d,]+)", text, re.I)
    return _Limit(
        most=_number(most[1]),
        what="pictures" if "image" in what else what,
        unit={"min": "minute"}.get(unit.lower(), unit.lower()),
        requested=_number(requested[1]) if requested else None,
    )


def _number(text: str) -> int:
    digits = text.replace(",", "")[:18]
    return int(digits) if digits else 0


def _wait(fault: Fault) -> str:
    """Say how long to wait, and what helps where it is not the balance."""
    return (
        f"{wait_text(fault)} Credit does not help: a higher usage tier raises the limit, "
        "see https://platform.openai.com/settings/organization/limits."
    )


def _no_access(fault: Fault, limit: _Limit) -> ProviderError:
    message = (
        f"This account's usage tier has no access to {model_name(fault)}: its limit is "
        f"{limit.text}."
    )
    remedy = (
        "Waiting and smaller requests do not help. A first payment moves the account "
        "into tier 1; see https://platform.openai.com/settings/organization/limits."
    )
    if not is_openai(fault):
        remedy = "Waiting does not help. Ask whoever runs the server for access."
    return error_of(
        AccessError,
        fault,
        message,
        remedy,
        code="no_access_on_tier",
        retry_after_s=None,
    )
