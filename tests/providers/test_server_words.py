"""What servers of another kind say is shown, in whatever shape they say it."""

import pytest

from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals import refusal


def told(body, status=500, headers=None, host="10.0.0.2:8000"):
    return refusal(
        Fault.from_body(
            body, status=status, headers=headers or {}, host=host, model="sd", key=""
        )
    )


@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.parametrize(
    "body",
    [
        {"error": {"message": None, "detail": "out of memory"}},
        {"error": {"message": {"text": "out of memory"}}},
        {"status": "error", "data": {"message": "out of memory"}},
        {"exception": "out of memory"},
        {"outcome": {"why": "out of memory"}, "request": {"prompt": "a red kite"}},
    ],
    ids=str,
)
def test_its_words_are_found(body, status):
    assert "out of memory" in told(body, status).message


def test_what_was_asked_for_is_no_word_of_the_server():
    error = told({"error": {"code": "E42", "request": {"prompt": "a red kite"}}})
    assert "kite" not in error.message
    # A code is better than nothing; OpenAI's own are known, and said otherwise.
    assert "It says: “E42”" in error.message
    assert "E42" not in told({"error": {"code": "E42"}}, host="api.openai.com").message


@pytest.mark.parametrize("wait", ["1000000000", "99999999999999999999"])
def test_a_wait_without_sense_is_not_counted_in_days(wait):
    error = told({"error": "busy"}, 429, {"retry-after": wait})
    assert error.remedy.startswith("Wait more than a month")
