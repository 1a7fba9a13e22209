"""Limits and waits: what the text and the headers of a refusal say of them."""

import email.utils
import time

import pytest

from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals import refusal
from tests.providers.failing import error_body, fail
from tests.providers.servers import answering


@pytest.mark.parametrize(
    ("status", "billed", "repeatable"),
    [(500, True, False), (502, True, False), (504, True, False), (503, True, False),
     (408, True, False), (429, False, True), (400, False, False)],
)  # fmt: skip
def test_only_what_certainly_was_not_billed_is_repeatable(
    settings, status, billed, repeatable
):
    error = fail(settings, error_body(status, "Something."))
    assert (error.may_be_billed, error.repeatable) == (billed, repeatable)


RATE = (
    "Rate limit reached for gpt-image-2 (for limit gpt-image) in organization org-x on "
    "input-images per min: Limit 5, Used 5, Requested {}. Please try again in {}. "
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("12s", 12), ("350ms", 0.35), ("1m30s", 90), ("2m0.5s", 120.5), ("1h2m3s", 3723)],
)
def test_the_wait_is_read_from_the_message(settings, text, seconds):
    server = error_body(
        429, RATE.format(1, text), "input-images", None, "rate_limit_exceeded"
    )
    error = fail(settings, server)
    assert error.retry_after_s == pytest.approx(seconds)
    # A run waits two minutes by itself, at most.
    assert error.repeatable == (seconds <= 120)
    assert error.message == "The account's rate limit is reached: 5 pictures a minute."
    assert "usage tier" in error.remedy


@pytest.mark.parametrize("text", ["1.2.3s", "..s", "a moment"])
def test_a_wait_that_makes_no_sense_stops_nothing(settings, text):
    server = error_body(
        429, RATE.format(1, text), "input-images", None, "rate_limit_exceeded"
    )
    assert fail(settings, server).repeatable


@pytest.mark.parametrize(
    ("header", "value", "seconds"),
    [("retry-after", "7", 7), ("retry-after-ms", "250", 0.25)],
)
def test_the_wait_is_read_from_the_headers_first(settings, header, value, seconds):
    body = {"error": {"message": RATE.format(1, "99s"), "code": "rate_limit_exceeded"}}
    error = fail(settings, answering(body, "429 X", {header: value}))
    assert error.retry_after_s == pytest.approx(seconds)


def test_more_pictures_than_a_minute_allows_never_fit_however_long_one_waits(settings):
    server = error_body(
        429, RATE.format(6, "12s"), "input-images", None, "rate_limit_exceeded"
    )
    error = fail(settings, server)
    assert not error.repeatable
    assert "fewer pictures" in error.remedy


# --- Limits, waits and servers of other kinds --------------------------------------


@pytest.mark.parametrize(
    ("text", "message", "remedy", "repeatable"),
    [
        (
            "Rate limit reached for gpt-image-2 (for limit gpt-image) in organization "
            "org-x on input-images per min: Limit 0, Used 0, Requested 1.",
            "has no access to GPT Image 2: its limit is 0 pictures a minute",
            "tier 1",
            False,
        ),
        (
            "Rate limit reached for gpt-6.1-sol in organization org-x on tokens per min "
            "(TPM): Limit 0, Used 0, Requested 10.",
            "no access to the text model gpt-6.1-sol: its limit is 0 tokens a minute",
            "tier 1",
            False,
        ),
        (
            "Rate limit exceeded for images per minute in organization org-x. Limit: "
            "1/1min. Current: 1/1min.",
            "reached: 1 picture a minute.",
            "Wait",
            True,
        ),
        (
            "Rate limit exceeded for images per minute in organization org-abc. Limit: "
            "0/1min. Current: 1/1min.",
            "has no access",
            "Waiting and smaller requests do not help",
            False,
        ),
        (
            "Rate limit reached for gpt-image-2 in organization org-x on tokens per min "
            "(TPM): Limit 100000, Used 90000, Requested 20000. Please try again in 6s.",
            "rate limit is reached: 100,000 tokens a minute.",
            "Credit does not help",
            True,
        ),
        (
            "Rate limit reached for gpt-image-2 in organization org-x on tokens per min "
            "(TPM): Limit 100000, Used 0, Requested 120000.",
            "100,000 tokens a minute",
            "needs 120,000 at once. Ask for a smaller picture",
            False,
        ),
        (
            "Rate limit reached in organization org-limit-7 on requests per day: Limit "
            "1,000, Used 1,000, Requested 1. Please try again in 1h.",
            "1,000 requests a day",
            "Wait 60 minutes",
            False,
        ),
        (
            "Rate limit reached for chatgpt-image-latest on tokens per min (TPM): Limit "
            "100000, Used 99999, Requested 5. Please try again in 1d2h.",
            "reached: 100,000 tokens a minute.",
            "Wait 26 hours",
            False,
        ),
        (
            "Rate limit exceeded in project limit-5. Limit: 0/1min. Current: 1/1min.",
            "its limit is 0 a minute",
            "Waiting and smaller requests do not help",
            False,
        ),
        (
            "You exceeded your current quota, please check your plan and billing details.",
            "no credit left",
            "billing",
            False,
        ),
    ],
)
def test_a_limit_is_told_by_its_numbers(settings, text, message, remedy, repeatable):
    fault = Fault.from_body(
        {"message": text, "code": "rate_limit_exceeded"},
        status=429,
        host="api.openai.com",
        model="gpt-image-2",
        text_model="gpt-6.1-sol",
    )
    error = refusal(fault)
    assert message in error.message
    assert "org-" not in error.message
    assert remedy in error.remedy
    assert error.repeatable == repeatable


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        ("1", "1 second,"),
        ("90", "90 seconds"),
        ("300", "5 minutes"),
        ("86400", "24 hours"),
        ("604800", "7 days"),
    ],
)
def test_a_long_wait_is_worded_for_a_person_and_not_obeyed(settings, seconds, words):
    body = {"error": {"message": "Slow down.", "code": "slow_down"}}
    for status in ("429 X", "503 X"):
        error = fail(settings, answering(body, status, {"retry-after": seconds}))
        assert f"Wait {words}" in error.remedy
        assert error.repeatable == (int(seconds) <= 120)


def test_a_wait_may_be_a_date(settings):
    moment = email.utils.formatdate(time.time() + 86_400, usegmt=True)
    error = fail(settings, answering({}, "503 X", {"retry-after": moment}))
    assert error.retry_after_s == pytest.approx(86_400, abs=60)
    assert not error.repeatable
