"""Errors inside an answer that had begun: what may have been charged for."""

from typing import Any

import pytest

from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals import refusal

RATE = {"code": "rate_limit_exceeded", "message": "Try again in 12s."}
SAFETY = {"code": "moderation_blocked", "message": "Rejected."}
OUTPUT = {**SAFETY, "moderation_details": {"moderation_stage": "output"}}
INPUT = {**SAFETY, "moderation_details": {"moderation_stage": "input"}}
SIZE = {"message": "Invalid size '1x1'.", "param": "size", "code": "invalid_value"}
ODD = {"code": "worker_lost", "message": "The worker was lost."}


@pytest.mark.parametrize(
    ("error", "text_model", "charged"),
    [
        (RATE, "", True),
        (OUTPUT, "", True),
        (SAFETY, "", True),
        (ODD, "", True),
        (INPUT, "", False),
        (SIZE, "", False),
        # A text model has worked before.
        (INPUT, "gpt-6.1-sol", True),
        (SIZE, "gpt-6.1-sol", True),
    ],
)
def test_what_had_begun_may_have_been_charged(
    error: dict[str, Any], text_model: str, charged: bool
):
    inside = refusal(Fault.from_body(error, status=None, text_model=text_model))
    assert (inside.may_be_billed, inside.repeatable) == (charged, False)
    outside = refusal(Fault.from_body(error, status=429 if error is RATE else 400))
    # A picture that was made and refused may be charged wherever that is said.
    assert outside.may_be_billed == (error is OUTPUT)
