"""What the safety system refused, and at which point."""

import re

from playground.providers.errors import ProviderError, SafetyError
from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals.parts import error_of

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


def safety_rule(fault: Fault) -> ProviderError | None:
    """A refusal of what was asked, or of what was drawn: that may have been charged."""
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
    was_made = stage == "output"
    if was_made:
        remedy = (
            "OpenAI does not say whether a picture that it made and refused is charged. "
            f"The same words may pass at another try. {remedy}"
        )
    details = {**fault.details, "categories": categories}
    if fault.message:
        details["server_message"] = fault.message
    message = f"The safety system refused {what}{why}."
    return error_of(
        SafetyError, fault, message, remedy, details=details, may_be_billed=was_made
    )


def _categories(fault: Fault) -> list[str]:
    named = fault.details.get("categories")
    if isinstance(named, (list, tuple)):
        return [str(name) for name in named]
    found = re.search(r"safety_violations=\[([^\]]*)\]", fault.message)
    return (
        [name.strip() for name in found[1].split(",") if name.strip()] if found else []
    )
