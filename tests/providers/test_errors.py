"""Every way a call can end badly, told to a designer, and never with the key."""

from datetime import date

import pytest

from playground.imaging.request import FIELDS
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
from playground.providers.errors.mapping import map_error
from playground.providers.errors.refusals import refusal
from playground.providers.run import run
from playground.simulator.scenarios import SCENARIOS
from tests.providers.failing import NOTHING, asking, error_body, fail

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
    error = fail(settings, error_body(status, message, type_, param, code))
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


@pytest.mark.parametrize("stage", ["input", "output", None])
def test_a_refusal_by_the_safety_system_names_stage_and_categories(settings, stage):
    details = {"moderation_stage": stage, "categories": ["sexual", "violence"]}
    more = {"moderation_details": details} if stage else {}
    message = "Your request was rejected by the safety system. safety_violations=[sexual, violence]."
    server = error_body(400, message, USER, None, "moderation_blocked", **more)
    error = fail(settings, server)
    assert type(error) is SafetyError
    assert "(sexual, violence)" in error.message
    assert ("finished picture" in error.message) == (stage == "output")
    assert error.details["categories"] == ["sexual", "violence"]
    assert "req_7" in error.remedy


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
    # The one that is waited for in vain; the others have all the time they need.
    settings.PLAYGROUND_TIMEOUT_S = 1 if scenario == "timeout" else 60
    request = asking(route=route, quality="low", partial_images=partial_images)
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


def test_an_error_nobody_foresaw_may_have_been_charged_and_is_logged(caplog):
    error = map_error(ZeroDivisionError("x"))
    assert type(error) is AnswerError
    assert error.may_be_billed
    assert "unexpected error" in caplog.text


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
