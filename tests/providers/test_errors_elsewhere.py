"""Errors of servers that speak otherwise than the API does."""

import pytest

from playground.providers.errors import RequestError, SafetyError, SetupError
from tests.providers.failing import error_body, fail
from tests.providers.servers import Server, answering


def test_azures_content_filter_is_a_refusal_by_the_safety_system(settings):
    inner = {
        "code": "ResponsibleAIPolicyViolation",
        "content_filter_results": {
            "sexual": {"filtered": True, "severity": "high"},
            "violence": {"filtered": False},
        },
    }
    server = error_body(
        400, "Filtered.", None, None, "content_filter", inner_error=inner
    )
    error = fail(settings, server)
    assert type(error) is SafetyError
    assert "(sexual)" in error.message


# --- Bodies of other shapes -------------------------------------------------

NO_WORDS = "The server did not accept a setting."


@pytest.mark.parametrize(
    ("body", "words", "field"),
    [
        ({"error": "sample_steps is out of range"}, "sample_steps is out", None),
        ({"detail": "Size not supported"}, "Size not supported", None),
        (
            {"detail": [{"loc": ["body", "size"], "msg": "bad size", "type": "x"}]},
            "bad size",
            "size",
        ),
        ({"detail": {"message": "inner"}}, "inner", None),
        ({"message": "bare"}, "bare", None),
        ({"error": {"message": None}}, NO_WORDS, None),
        ({"error": None}, NO_WORDS, None),
        ([], NO_WORDS, None),
        ("just text", "just text", None),
        ({"error": True, "message": "bare"}, "bare", None),
        ({"error": {"error": {"message": "inner"}}}, "inner", None),
        ([{"error": {"message": "in a list"}}], "in a list", None),
        ({"errors": [{"code": 7, "message": "rows"}], "success": False}, "rows", None),
        ({"errors": {"size": ["too large"]}}, "size: too large", None),
        (
            {"message": ["one", "two"], "error": "Bad Request", "statusCode": 422},
            "one; two",
            None,
        ),
        ({"fault": {"faultstring": "no route"}}, "no route", None),
        ({"status": "error", "reason": "why not"}, "why not", None),
        ('data: {"error": {"message": "as an event"}}\n\n', "as an event", None),
    ],
)
def test_errors_of_other_shapes_are_told_too(settings, body, words, field):
    error = fail(settings, answering(body, "422 X"))
    assert type(error) is RequestError
    assert words in error.message
    assert error.param == field


@pytest.mark.parametrize("status", ["400 X", "404 X", "500 X", "503 X"])
@pytest.mark.parametrize(
    "body",
    [b"", b"<!DOCTYPE html><html><body>Oops</body></html>", b"{broken", b"\xff\xfe"],
)
def test_bodies_that_say_nothing_are_told_by_their_status(settings, status, body):
    headers = [("Content-Type", "text/html")]
    error = fail(settings, Server(body, status, headers))
    assert error.status == int(status[:3])
    assert "<" not in error.message
    assert error.message
    assert error.remedy


def test_an_unknown_address_is_a_matter_of_setup(settings):
    error = fail(settings, Server(b"", "404 X"))
    assert type(error) is SetupError
    assert "OPENAI_BASE_URL" in error.remedy


def test_a_long_text_of_the_server_is_cut(settings):
    error = fail(settings, error_body(400, "x" * 5000))
    assert len(error.message) < 700


@pytest.mark.parametrize("status", ["400 X", "418 X", "500 X", "502 X", "503 X"])
@pytest.mark.parametrize(
    ("body", "label"),
    [
        (b'{"error": "out of memory"}', "application/json"),
        (b'{"detail": "out of memory"}', "application/json"),
        (b'{"message": "out of memory"}', "application/json"),
        (b"out of memory", "text/plain"),
    ],
)
def test_another_servers_own_words_are_shown(settings, status, body, label):
    server = Server(body, status, [("Content-Type", label)])
    assert "out of memory" in fail(settings, server).message


def test_a_field_that_another_server_wants_is_named(settings):
    detail = [{"loc": ["body", "image"], "msg": "Field required", "type": "missing"}]
    error = fail(settings, answering({"detail": detail}, "422 X"))
    assert "wants a field “image”" in error.message
    assert "Save the picture again" not in error.remedy
