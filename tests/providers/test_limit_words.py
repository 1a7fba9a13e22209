"""Limits in the many sentences in which servers tell of them."""

import pytest

from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals import refusal


def told(message):
    body = {"error": {"message": message, "code": "rate_limit_exceeded"}}
    return refusal(
        Fault.from_body(
            body,
            status=429,
            headers={},
            host="api.openai.com",
            model="gpt-image-1.5",
            text_model="",
            key="",
        )
    )


@pytest.mark.parametrize(
    ("message", "words", "is_sent_again"),
    [
        ("You have hit the limit of 0 images per minute.", "no access", False),
        ("A limit of 5 images per minute was reached.", "5 pictures a minute", True),
        (
            "Limit reached for images per day. Limit: 1,000/day",
            "1,000 pictures a day",
            False,
        ),
    ],
)
def test_it_says_what_is_limited_and_when_it_passes(message, words, is_sent_again):
    error = told(message)
    assert words in error.message
    assert error.repeatable is is_sent_again
    assert ("until the day is over" in error.remedy) == ("day" in message)
