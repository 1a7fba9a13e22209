"""Every way a call can end badly, told to a designer, and never with the key."""

import contextlib
import email.utils
import json
import logging
import socket
import time
from datetime import date

import pytest

from playground.imaging.outcome import InputFiles
from playground.imaging.request import FIELDS, ImageRequest
from playground.providers.errors import (
    AccessError,
    AnswerError,
    LimitError,
    OutageError,
    ProviderError,
    RequestError,
    SafetyError,
    SetupError,
)
from playground.providers.errors.fault import Fault
from playground.providers.errors.mapping import map_error, without_key
from playground.providers.errors.refusals import refusal
from playground.providers.run import run
from playground.simulator.scenarios import SCENARIOS
from tests.providers.servers import Server, answering, raw_server, serving

KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
PLAIN_KEY = "geheimnis"
MODEL = "gpt-image-2"
NOTHING = InputFiles()


def _request(**values):
    return ImageRequest(**{"prompt": "a fox", "model": MODEL, **values})


def _fail(settings, server, **values):
    """Run against a server, and return the error."""
    settings.PLAYGROUND_TIMEOUT_S = 2
    with serving(server) as address:
        return _fail_at(settings, f"{address}/v1", **values)


def _fail_at(settings, base_url, **values):
    settings.OPENAI_BASE_URL = base_url
    with pytest.raises(ProviderError) as caught:
        run(_request(**values), NOTHING)
    return caught.value


def _error(status, message, type_=None, param=None, code=None, **more):
    body = {"message": message, "type": type_, "param": param, "code": code, **more}
    headers = {"x-request-id": "req_7"}
    return answering({"error": body}, f"{status} X", headers)


INVALID, USER = "invalid_request_error", "image_generation_user_error"

# status, message, type, param, code -> kind, field, words of message, words of remedy
REFUSALS = [
    (401, "Incorrect API key provided: fake_key.", INVALID, None, "invalid_api_key",
     SetupError, None, "did not accept the API key", "OPENAI_API_KEY"),
    (403, "Your organization must be verified to use the model `gpt-image-2`. Please go "
     "to: https://platform.openai.com/settings/organization/general", INVALID, None, None,
     AccessError, None, "must be verified", "30 minutes"),
    (403, "Project `proj_x` does not have access to model `gpt-image-2`", INVALID, None,
     "model_not_found", AccessError, None, "has no access", "another model"),
    (403, "Country, region, or territory not supported", "request_forbidden", None, None,
     AccessError, None, "region", "API key"),
    (400, "The model 'dall-e-2' does not exist.", USER, "model", "invalid_value",
     RequestError, "model", "names 12 May 2026 as the day", "Use"),
    (400, "The model 'nonsense' does not exist.", USER, "model", "invalid_value",
     RequestError, "model", "does not know a model called nonsense", "another model"),
    (400, "The requested model 'nonsense' does not exist.", INVALID, "model",
     "model_not_found", RequestError, "model", "nonsense", "another model"),
    (400, "The requested model 'gpt-image-1' is not supported with the Responses API.",
     INVALID, None, None, RequestError, "responses_model", "text model", "gpt-6.1-sol"),
    (429, "You exceeded your current quota, please check your plan.", "insufficient_quota",
     None, "insufficient_quota", LimitError, None, "no credit", "billing"),
    (429, "Spent.", "insufficient_quota", None, "credit_balance_exhausted",
     LimitError, None, "credit is used up", "Add credit"),
    (429, "Spent.", "insufficient_quota", None, "organization_spend_limit_exceeded",
     LimitError, None, "organisation has reached its own spending limit", "raise it"),
    (429, "Your project has reached its limit.", "insufficient_quota", None,
     "project_spend_limit_exceeded", LimitError, None, "project has reached", "raise it"),
    (429, "Spent.", "insufficient_quota", None, "organization_usage_limit_exceeded",
     LimitError, None, "usage limit that OpenAI set", "limits"),
    (400, "Billing hard limit has been reached", INVALID, None,
     "billing_hard_limit_reached", LimitError, None, "billing limit", "Raise the limit"),
    (400, "Invalid size '512x512'. Supported sizes are 1024x1024, and auto.", USER, "size",
     "invalid_value", RequestError, "size", "The size 512x512 is not possible",
     "another size"),
    (400, "Invalid size '16x16'. Requested resolution is below the current minimum pixel "
     "budget.", USER, "size", "invalid_value", RequestError, "size", "too few pixels",
     "another size"),
    (400, "Invalid value: 'ultra'. Supported values are: 'low', 'medium', 'high', and "
     "'auto'.", INVALID, "quality", "invalid_value", RequestError, "quality",
     "Quality cannot be “ultra” here. Possible are low, medium, high and auto.",
     "another quality"),
    (400, "Invalid size 'X'. Expected WIDTHxHEIGHT, for example '1824x1024'.", USER,
     "tools[0].size", "invalid_value", RequestError, "size", "not possible", "size"),
    (400, "Transparent background is not supported for JPEG output format", None,
     "background", "invalid_value", RequestError, "background", "Transparent background",
     "PNG or WebP"),
    (400, "Compression less than 100 is not supported for PNG output format", USER, None,
     "invalid_png_output_compression", RequestError, None, "PNG keeps every pixel", ""),
    (400, "The model 'gpt-image-2' does not support the 'input_fidelity' parameter.", USER,
     "input_fidelity", "invalid_input_fidelity_model", RequestError, "input_fidelity",
     "does not take a fidelity", "Leave fidelity out"),
    (400, "Invalid mask image format - mask size does not match image size", INVALID, None,
     None, RequestError, "mask", "mask size does not match", "Paint the mask again"),
    (400, "Invalid image file or mode for image 2, please check your image file.", USER,
     None, "invalid_image_file", RequestError, "sources", "Source picture 2", "RGB PNG"),
    (400, "Invalid image data.", USER, "images[0].image_url", "invalid_image_file",
     RequestError, "sources", "Invalid image data", "RGB PNG"),
    (400, "Error while downloading file. Upstream status code: 404.", INVALID, "url",
     "invalid_value", RequestError, "sources", "could not load a source picture", ""),
    (400, "Invalid file 'image': unsupported mimetype ('application/octet-stream').",
     INVALID, "image[0]", "unsupported_file_mimetype", RequestError, "sources",
     "was not accepted", "RGB PNG"),
    (400, "Invalid 'prompt': string too long. Expected a string with maximum length 32000, "
     "but got a string with length 32001 instead.", INVALID, "prompt",
     "string_above_max_length", RequestError, "prompt", "32,000", "Shorten"),
    (400, "Invalid 'prompt': empty string.", INVALID, "prompt", "empty_string",
     RequestError, "prompt", "is empty", "Write"),
    (400, "Invalid 'n': integer above maximum value. Expected a value <= 10, but got 11 "
     "instead.", INVALID, "n", "integer_above_max_value", RequestError, "n",
     "Pictures: at most 10, not 11", "one to ten"),
    (400, "Unknown parameter: 'response_format'.", INVALID, "response_format",
     "unknown_parameter", RequestError, None, "does not take “response format”", "Leave"),
    (400, "Unknown parameter: 'tools[0].complexity'.", INVALID, "tools[0].complexity",
     "unknown_parameter", RequestError, "complexity", "does not take “complexity”", ""),
    (400, "Your input exceeds the context window of this model.", INVALID, "input",
     "context_length_exceeded", RequestError, "prompt", "conversation is longer", "new"),
    (413, "Maximum content size limit exceeded", "server_error", None, None,
     RequestError, None, "too large", "smaller"),
    (500, "The server had an error.", "server_error", None, None,
     OutageError, None, "had an error of its own", "charged all the same"),
    (504, "", None, None, None, OutageError, None, "did not answer in time", "charged"),
    (503, "Overloaded.", "server_error", None, None,
     OutageError, None, "took nothing on", "Wait"),
]  # fmt: skip


@pytest.mark.parametrize(
    "case", REFUSALS, ids=lambda case: f"{case[0]}-{case[4]}-{case[3]}"
)
def test_every_refusal_is_told_with_what_to_do(settings, case):
    status, message, type_, param, code, kind, field, words, remedy = case
    error = _fail(settings, _error(status, message, type_, param, code))
    assert type(error) is kind
    assert words in error.message
    assert remedy in error.remedy
    assert error.param == field
    assert field is None or field in FIELDS
    assert error.status == status
    assert error.request_id == "req_7"
    assert error.details.get("server_message", "") == message
    if status < 500:
        assert not error.may_be_billed
        assert not error.repeatable


@pytest.mark.parametrize(
    ("status", "billed", "repeatable"),
    [(500, True, False), (502, True, False), (504, True, False), (503, False, True),
     (408, True, False), (429, False, True), (400, False, False)],
)  # fmt: skip
def test_only_what_certainly_was_not_billed_is_repeatable(
    settings, status, billed, repeatable
):
    error = _fail(settings, _error(status, "Something."))
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
    server = _error(
        429, RATE.format(1, text), "input-images", None, "rate_limit_exceeded"
    )
    error = _fail(settings, server)
    assert error.retry_after_s == pytest.approx(seconds)
    # A run waits two minutes by itself, at most.
    assert error.repeatable == (seconds <= 120)
    assert error.message == "The account's rate limit is reached: 5 pictures a minute."
    assert "usage tier" in error.remedy


@pytest.mark.parametrize("text", ["1.2.3s", "..s", "a moment"])
def test_a_wait_that_makes_no_sense_stops_nothing(settings, text):
    server = _error(
        429, RATE.format(1, text), "input-images", None, "rate_limit_exceeded"
    )
    assert _fail(settings, server).repeatable


@pytest.mark.parametrize(
    ("header", "value", "seconds"),
    [("retry-after", "7", 7), ("retry-after-ms", "250", 0.25)],
)
def test_the_wait_is_read_from_the_headers_first(settings, header, value, seconds):
    body = {"error": {"message": RATE.format(1, "99s"), "code": "rate_limit_exceeded"}}
    error = _fail(settings, answering(body, "429 X", {header: value}))
    assert error.retry_after_s == pytest.approx(seconds)


def test_more_pictures_than_a_minute_allows_never_fit_however_long_one_waits(settings):
    server = _error(
        429, RATE.format(6, "12s"), "input-images", None, "rate_limit_exceeded"
    )
    error = _fail(settings, server)
    assert not error.repeatable
    assert "fewer pictures" in error.remedy


@pytest.mark.parametrize("stage", ["input", "output", None])
def test_a_refusal_by_the_safety_system_names_stage_and_categories(settings, stage):
    details = {"moderation_stage": stage, "categories": ["sexual", "violence"]}
    more = {"moderation_details": details} if stage else {}
    message = "Your request was rejected by the safety system. safety_violations=[sexual, violence]."
    server = _error(400, message, USER, None, "moderation_blocked", **more)
    error = _fail(settings, server)
    assert type(error) is SafetyError
    assert "(sexual, violence)" in error.message
    assert ("finished picture" in error.message) == (stage == "output")
    assert error.details["categories"] == ["sexual", "violence"]
    assert "req_7" in error.remedy


def test_azures_content_filter_is_a_refusal_by_the_safety_system(settings):
    inner = {
        "code": "ResponsibleAIPolicyViolation",
        "content_filter_results": {
            "sexual": {"filtered": True, "severity": "high"},
            "violence": {"filtered": False},
        },
    }
    server = _error(400, "Filtered.", None, None, "content_filter", inner_error=inner)
    error = _fail(settings, server)
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
    error = _fail(settings, answering(body, "422 X"))
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
    error = _fail(settings, Server(body, status, headers))
    assert error.status == int(status[:3])
    assert "<" not in error.message
    assert error.message
    assert error.remedy


def test_an_unknown_address_is_a_matter_of_setup(settings):
    error = _fail(settings, Server(b"", "404 X"))
    assert type(error) is SetupError
    assert "OPENAI_BASE_URL" in error.remedy


def test_a_long_text_of_the_server_is_cut(settings):
    error = _fail(settings, _error(400, "x" * 5000))
    assert len(error.message) < 700


# --- Answers that are none --------------------------------------------------


def test_a_web_page_instead_of_an_answer_is_a_matter_of_setup(settings):
    page = Server(b"<html>hi</html>", headers=[("Content-Type", "text/html")])
    error = _fail(settings, page)
    assert type(error) is SetupError
    assert not error.may_be_billed


@pytest.mark.parametrize("body", [b"", b'{"data": [', b"[]", b"null", b'{"data": []}'])
def test_an_answer_without_a_picture_may_have_been_charged(settings, body):
    error = _fail(settings, Server(body))
    assert type(error) is AnswerError
    assert error.may_be_billed
    assert not error.repeatable


def test_an_error_with_a_good_status_is_an_error(settings):
    error = _fail(settings, answering({"error": {"message": "No.", "param": "size"}}))
    assert type(error) is RequestError
    assert error.param == "size"


def test_a_redirect_is_told_and_not_followed(settings):
    elsewhere = answering({"data": []})
    with serving(elsewhere) as target:
        headers = [("Location", f"{target}/v1/images/generations")]
        error = _fail(settings, Server(b"", "307 X", headers))
    assert type(error) is SetupError
    assert target in error.message
    assert elsewhere.seen == []


# --- Connections ------------------------------------------------------------


def _closed_port():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return listener.getsockname()[1]


def test_a_refused_connection_was_not_billed_and_may_be_repeated(settings):
    error = _fail_at(settings, f"http://127.0.0.1:{_closed_port()}/v1")
    assert type(error) is OutageError
    assert error.code == "connection_refused"
    assert error.repeatable
    assert not error.may_be_billed


def test_an_unknown_host_was_not_billed_and_may_be_repeated(settings):
    error = _fail_at(settings, "http://images.invalid/v1")
    assert error.code == "unknown_host"
    assert "images.invalid" in error.message
    assert error.repeatable


def test_https_where_there_is_none_is_a_matter_of_setup(settings):
    def talk(connection):
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with raw_server(talk, listen=False) as address:
        error = _fail_at(settings, f"{address.replace('http', 'https')}/v1")
    assert type(error) is SetupError
    assert "http://" in error.remedy
    assert not error.may_be_billed


def test_a_server_that_hangs_may_have_billed(settings):
    settings.PLAYGROUND_TIMEOUT_S = 1
    with raw_server(lambda connection: time.sleep(1.5)) as address:
        error = _fail_at(settings, f"{address}/v1")
    assert error.code == "timeout"
    assert error.may_be_billed
    assert not error.repeatable


def test_a_server_that_trickles_is_given_up_as_a_whole(settings):
    settings.PLAYGROUND_TIMEOUT_S = 1

    def talk(connection):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        connection.sendall(head + b"Content-Length: 100000\r\n\r\n")
        for _ in range(40):
            connection.sendall(b" ")
            time.sleep(0.1)

    with raw_server(talk) as address:
        started = time.monotonic()
        error = _fail_at(settings, f"{address}/v1")
        assert time.monotonic() - started < 2.5
    assert error.code == "timeout"
    assert error.may_be_billed


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{", b"nonsense\r\n\r\n"],
    ids=["no answer", "half an answer", "no HTTP"],
)
def test_a_broken_answer_may_have_been_billed(settings, answer):
    with raw_server(lambda connection: connection.sendall(answer)) as address:
        error = _fail_at(settings, f"{address}/v1")
    assert type(error) is OutageError
    assert error.may_be_billed
    assert not error.repeatable


# --- The simulator's scenarios ----------------------------------------------

GOOD = {"ok", "slow", "no-usage", "no-echo", "not-a-picture", "compatible"}
KINDS = {
    "bad-key": SetupError,
    "unverified": AccessError,
    "project-model": AccessError,
    "model-gone": RequestError,
    "moderation": SafetyError,
    "moderation-output": SafetyError,
    "rate-limit": LimitError,
    "quota": LimitError,
    "billing-limit": LimitError,
    "server-error": OutageError,
    "overloaded": OutageError,
    "bad-gateway": OutageError,
    "timeout": OutageError,
    "broken-stream": OutageError,
    "stream-error": OutageError,
    "bad-json": AnswerError,
    "compatible-foreign-url": AnswerError,
    "compatible-web-page": SetupError,
    "compatible-redirect": SetupError,
}


@pytest.mark.parametrize("scenario", [scenario.key for scenario in SCENARIOS])
@pytest.mark.parametrize(
    ("route", "partial_images"), [("images", 0), ("images", 1), ("responses", 1)]
)
def test_every_scenario_ends_in_pictures_or_in_an_error_of_ours(
    settings, scenario, route, partial_images
):
    settings.PLAYGROUND_TIMEOUT_S = 1
    request = _request(route=route, quality="low", partial_images=partial_images)
    outcome, error = None, None
    try:
        outcome = run(request, NOTHING, scenario=scenario)
    except ProviderError as caught:
        error = caught
    if error is None and outcome.error:
        # It came whole and says what it used, so the run's bill is known.
        assert outcome.usage or outcome.text_usage
        assert outcome.error["may_be_billed"] == outcome.unread
        assert outcome.error["category"] == KINDS.get(scenario, AnswerError).category
        return
    if error is None:
        assert outcome.images
        # The last picture of a text that breaks off may be whole.
        assert scenario not in KINDS or scenario in (
            "compatible-foreign-url",
            "bad-json",
        )
        return
    assert scenario not in GOOD
    assert error.message.endswith((".", "”"))
    assert error.remedy.endswith(".")
    assert not (error.repeatable and error.may_be_billed)
    assert type(error) is KINDS.get(scenario, type(error))


# --- The key ----------------------------------------------------------------


@pytest.mark.parametrize("key", [KEY, PLAIN_KEY])
@pytest.mark.parametrize("place", ["message", "code", "moderation_details", "detail"])
def test_a_key_that_the_server_repeats_goes_no_further(settings, caplog, key, place):
    caplog.set_level(logging.DEBUG)
    settings.OPENAI_API_KEY = key
    error = {"message": f"Wrong key {key}", "code": "x", "moderation_details": {}}
    body = {"error": error}
    if place == "detail":
        body = {"detail": f"key {key}"}
    elif place != "message":
        error[place] = {"categories": [key]} if place == "moderation_details" else key
    found = _fail(settings, answering(body, "401 X"))
    told = f"{found!r} {found} {found.to_json()} {vars(found)}"
    assert key not in told
    assert key not in caplog.text
    assert "[key]" in told


@pytest.mark.parametrize("key", [KEY, PLAIN_KEY])
def test_a_key_in_a_good_answer_goes_no_further_either(settings, key):
    settings.OPENAI_API_KEY = key
    row = {"b64_json": "iVBORw0KGgo=", "revised_prompt": f"a fox {key}"}
    bad = {"b64_json": None, "error": {"message": f"the second one: {key}"}}
    body = {
        "data": [row, bad],
        "object": "response",
        "output": [{"type": "message", "content": f"With {key} I drew a fox"}],
    }
    headers = {"x-request-id": f"req {key}", "openai-organization": f"org {key}"}
    with serving(answering(body, headers=headers)) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        found = run(_request(n=2), NOTHING)
    assert found.images
    assert key not in repr(found)
    with serving(answering({**row, **body, "data": None}, headers=headers)) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        assert key not in repr(run(_request(), NOTHING))


def test_the_exception_of_the_sdk_is_not_printed_with_ours(settings):
    settings.OPENAI_API_KEY = KEY
    error = _fail(settings, _error(401, f"Wrong key {KEY}"))
    assert error.__suppress_context__
    assert error.__cause__ is None


def test_whatever_looks_like_a_key_is_taken_out_even_if_it_is_not_ours():
    error = AnswerError(f"{KEY} and sk-abc****wxyz", remedy=f"not {KEY}", code=KEY)
    cleaned = without_key(error)
    assert KEY not in f"{cleaned!r} {cleaned.to_json()}"
    assert "****" not in cleaned.message


def test_an_error_nobody_foresaw_may_have_been_charged_and_is_logged(caplog):
    error = map_error(ZeroDivisionError("x"))
    assert type(error) is AnswerError
    assert error.may_be_billed
    assert "unexpected error" in caplog.text


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
        error = _fail(settings, answering(body, status, {"retry-after": seconds}))
        assert f"Wait {words}" in error.remedy
        assert error.repeatable == (int(seconds) <= 120)


def test_a_wait_may_be_a_date(settings):
    moment = email.utils.formatdate(time.time() + 86_400, usegmt=True)
    error = _fail(settings, answering({}, "503 X", {"retry-after": moment}))
    assert error.retry_after_s == pytest.approx(86_400, abs=60)
    assert not error.repeatable


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
    assert "out of memory" in _fail(settings, server).message


def test_a_field_that_another_server_wants_is_named(settings):
    detail = [{"loc": ["body", "image"], "msg": "Field required", "type": "missing"}]
    error = _fail(settings, answering({"detail": detail}, "422 X"))
    assert "wants a field “image”" in error.message
    assert "Save the picture again" not in error.remedy


@pytest.mark.parametrize("key", [KEY, PLAIN_KEY])
def test_a_key_at_the_place_of_the_cut_leaves_no_piece(settings, key):
    settings.OPENAI_API_KEY = key
    for length in range(560, 601, 5):
        message = f"{'x' * (length - 1)} {key} and more"
        error = _fail(settings, _error(400, message))
        told = json.dumps(error.to_json())
        assert key[:8] not in told


def test_an_ended_text_model_is_told_at_its_field(settings):
    settings.PLAYGROUND_TODAY = date(2026, 12, 12)
    fault = Fault.from_body(
        {
            "message": "The requested model 'gpt-5' does not exist.",
            "param": "model",
            "code": "model_not_found",
        },
        status=400,
        host="api.openai.com",
        model="gpt-image-2",
        text_model="gpt-5",
    )
    error = refusal(fault)
    assert error.param == "responses_model"
    assert "11 December 2026" in error.message
    assert "gpt-6.1-sol" in error.remedy


def test_the_proxy_is_named_where_a_connection_fails(settings, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("HTTP_PROXY", f"http://anna:secret@127.0.0.1:{port}")
    monkeypatch.setenv("NO_PROXY", "")
    error = _fail_at(settings, "http://images.example:8080/v1")
    assert f"the proxy 127.0.0.1:{port} (HTTP_PROXY)" in error.message
    assert "images.example:8080" in error.message
    assert "secret" not in str(error.to_json())
    assert not error.may_be_billed


def test_a_socks_proxy_without_its_package_is_a_matter_of_setup(settings, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    error = _fail_at(settings, "http://127.0.0.1:9/v1")
    assert type(error) is SetupError
    assert "ALL_PROXY" in error.message
    assert not error.may_be_billed
