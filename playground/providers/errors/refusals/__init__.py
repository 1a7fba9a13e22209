"""From what the server said to what a person is told: one rule a case.

Rules are tried in order; each returns an error or ``None``. Texts are written for
a designer: what happened, and whose move it is.
"""

from collections.abc import Callable

from playground.providers.errors import (
    AccessError,
    ProviderError,
    RequestError,
    SetupError,
)
from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals.account import (
    access_rule,
    key_rule,
    quota_rule,
    rate_rule,
)
from playground.providers.errors.refusals.request import (
    image_model_on_top,
    missing_field_rule,
    model_rule,
    picture_rule,
    setting_rule,
    text_model_rule,
)
from playground.providers.errors.refusals.safety import safety_rule
from playground.providers.errors.refusals.server import address_rule, anything_else

__all__ = ["image_model_on_top", "refusal"]

RULES: tuple[Callable[[Fault], ProviderError | None], ...] = (
    key_rule,
    access_rule,
    quota_rule,
    rate_rule,
    safety_rule,
    text_model_rule,
    model_rule,
    missing_field_rule,
    picture_rule,
    setting_rule,
    address_rule,
)


def refusal(fault: Fault) -> ProviderError:
    """Return the error that says what ``fault`` means and what to do about it.

    An error inside an answer that had begun may have been charged: nothing is published
    that says otherwise.
    """
    found = (rule(fault) for rule in RULES)
    error = next((one for one in found if one is not None), None)
    if error is None:
        return anything_else(fault)
    if fault.status is None and not _is_before_any_work(fault, error):
        error.may_be_billed = True
        error.repeatable = False
    return error


def _is_before_any_work(fault: Fault, error: ProviderError) -> bool:
    """Whether a refusal is about what was asked or who asked, and not about a result.

    On the Responses route a text model has worked before the images are asked for.
    """
    if fault.text_model:
        return False
    if isinstance(error, RequestError):
        return error.param is not None
    at_the_door = isinstance(error, (SetupError, AccessError))
    return at_the_door or fault.details.get("moderation_stage") == "input"
