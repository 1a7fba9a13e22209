"""What is no answer yet, and what was never one."""

import pytest

from playground.providers.errors.fault import Fault
from playground.providers.errors.mapping import map_error
from playground.providers.errors.refusals import refusal
from playground.providers.head import Head
from playground.providers.reading.reader import Reader
from tests.providers.servers import picture
from tests.providers.test_unfinished import b64

BODY = f'{{"data": [{{"b64_json": "{b64(picture())}"}}]}}'.encode()
ENVOY = (
    "upstream connect error or disconnect/reset before headers. reset reason: "
    "connection termination"
)


@pytest.mark.parametrize(
    "sign",
    [
        b'{"status":"processing","progress":10}\n',
        b'{"status":"processing","error":null,"data":[]}\n',
        b'{"message":"still drawing"}\n' * 40,
    ],
)
def test_a_sign_of_life_is_not_taken_for_the_answer(sign):
    head = Head(n=1, headers={"content-type": "application/json"})
    reading = Reader(head, load=lambda url: b"", explain=map_error)
    reading.feed(sign)
    assert not reading.complete
    reading.feed(BODY)
    assert reading.complete
    assert len(reading.outcome().images) == 1


@pytest.mark.parametrize(
    ("message", "code", "wait", "again"),
    [
        ("The engine is currently overloaded.", None, None, True),
        ("", "slow_down", None, True),
        ("", None, "5", True),
        (ENVOY, None, None, False),
        ("Service Unavailable", None, None, False),
    ],
)
def test_a_503_is_sent_again_where_it_says_that_nothing_was_begun(
    message, code, wait, again
):
    body = {"error": {"message": message, "code": code}}
    headers = {"retry-after": wait} if wait else {}
    error = refusal(Fault.from_body(body, status=503, headers=headers))
    assert (error.repeatable, error.may_be_billed) == (again, not again)


def test_a_wait_that_no_number_holds_is_none():
    for text in ("9" * 400 + "h", "9" * 400 + "s", "1." + "9" * 400 + "s"):
        body = {"message": f"Please try again in {text}."}
        error = refusal(Fault.from_body(body, status=429))
        assert (error.retry_after_s or 0) < 1e9


def test_a_finished_picture_that_is_refused_may_be_charged_however_it_is_told():
    for stage, charged in (("output", True), ("input", False), ("unknown", False)):
        body = {
            "code": "moderation_blocked",
            "message": "Rejected.",
            "moderation_details": {"moderation_stage": stage},
        }
        error = refusal(Fault.from_body(body, status=400))
        assert error.may_be_billed == charged
        assert ("does not say whether" in error.remedy) == charged
