"""From what the server said to what a person is told: one rule a case.

Rules are tried in order; each returns an error or ``None``. Texts are written for
a designer: what happened, and whose move it is.
"""

from collections.abc import Callable

from playground.providers.errors import ProviderError
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
    """Return the error that says what ``fault`` means and what to do about it."""
    for rule in RULES:
        error = rule(fault)
        if error is not None:
            return error
    return anything_else(fault)
