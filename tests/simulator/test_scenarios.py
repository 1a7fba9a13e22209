"""Every documented failure can be called up by a key."""

import base64
import io
import json
import re
from collections.abc import Callable
from typing import Any

import openai
import pytest
from django.conf import settings
from openai.types import ImagesResponse
from openai.types.responses import Response
from PIL import Image, UnidentifiedImageError

from playground.simulator.scenarios import NORMAL, SCENARIOS, for_key
from tests.simulator.conftest import MODEL, events

GOOD = {"model": MODEL, "prompt": "A fox", "quality": "low", "size": "1024x1024"}
QUOTA = (
    "You exceeded your current quota, please check your plan and billing details. For "
    "more information on this error, read the docs: "
    "https://platform.openai.com/docs/guides/error-codes/api-errors."
)
LIMIT = re.compile(
    rf"Rate limit reached for {re.escape(MODEL)} \(for limit gpt-image\) in "
    r"organization org-\w+ on input-images per min: Limit 5, Used 5, Requested 1\. "
    r"Please try again in 12s\."
)

# Scenario, status, type, param, code, message
REFUSALS: list[tuple[str, int, str, str | None, str | None, str | re.Pattern[str]]] = [
    (
        "unverified",
        403,
        "invalid_request_error",
        None,
        None,
        f"Your organization must be verified to use the model `{MODEL}`. Please go to: "
        "https://platform.openai.com/settings/organization/general and click on Verify "
        "Organization. If you just verified, it can take up to 15 minutes for access "
        "to propagate.",
    ),
    (
        "project-model",
        403,
        "invalid_request_error",
        None,
        "model_not_found",
        f"Project `proj_simulator` does not have access to model `{MODEL}`",
    ),
    (
        "model-gone",
        400,
        "image_generation_user_error",
        "model",
        "invalid_value",
        f"The model '{MODEL}' does not exist.",
    ),
    ("rate-limit", 429, "input-images", None, "rate_limit_exceeded", LIMIT),
    ("rate-limit-plain", 429, "input-images", None, "rate_limit_exceeded", LIMIT),
    ("slow-down", 429, "rate_limit_error", None, "slow_down", re.compile("slow down")),
    ("quota", 429, "insufficient_quota", None, "insufficient_quota", QUOTA),
    (
        "quota-credit",
        429,
        "insufficient_quota",
        None,
        "credit_balance_exhausted",
        re.compile("credit"),
    ),
    (
        "quota-organization-spend",
        429,
        "insufficient_quota",
        None,
        "organization_spend_limit_exceeded",
        re.compile("organization"),
    ),
    (
        "quota-project-spend",
        429,
        "insufficient_quota",
        None,
        "project_spend_limit_exceeded",
        "Your project has reached its configured enforced spend limit. Update your "
        "limit at https://platform.openai.com/settings/proj_simulator/limits.",
    ),
    (
        "quota-organization-usage",
        429,
        "insufficient_quota",
        None,
        "organization_usage_limit_exceeded",
        re.compile("usage"),
    ),
    (
        "billing-limit",
        400,
        "invalid_request_error",
        None,
        "billing_hard_limit_reached",
        "Billing hard limit has been reached",
    ),
    ("server-error", 500, "server_error", None, None, re.compile("error")),
    ("overloaded", 503, "server_error", None, None, re.compile("overloaded")),
]


@pytest.mark.parametrize(
    ("scenario", "status", "kind", "param", "code", "message"), REFUSALS
)
def test_a_refusal_has_the_apis_body(raw, scenario, status, kind, param, code, message):
    bodies = {
        "/v1/images/generations": GOOD,
        "/v1/responses": {
            "model": "gpt-5",
            "input": "A fox",
            "tools": [{"type": "image_generation", "model": MODEL}],
        },
    }
    for path, body in bodies.items():
        for stream in (False, True):
            answer = raw.post(path, {**body, "stream": stream}, key=f"sim-{scenario}")
            error = answer.json()["error"]
            assert answer.status_code == status
            assert list(error) == ["message", "type", "param", "code"]
            assert [error["type"], error["param"], error["code"]] == [kind, param, code]
            if isinstance(message, str):
                assert error["message"] == message
            else:
                assert message.search(error["message"])
            assert answer.headers["x-request-id"]


def test_the_wait_stands_in_the_headers_or_only_in_the_text(raw):
    told = raw.generate("sim-rate-limit", **GOOD).headers
    untold = raw.generate("sim-rate-limit-plain", **GOOD).headers

    assert (told["retry-after"], told["retry-after-ms"]) == ("12", "12000")
    assert "retry-after" not in untold
    assert "retry-after-ms" not in untold


def test_the_sdk_sorts_the_refusals_into_its_own_errors(client):
    expected = {
        "bad-key": openai.AuthenticationError,
        "unverified": openai.PermissionDeniedError,
        "rate-limit": openai.RateLimitError,
        "quota": openai.RateLimitError,
        "moderation": openai.BadRequestError,
        "server-error": openai.InternalServerError,
        "bad-gateway": openai.InternalServerError,
        "timeout": openai.APITimeoutError,
        "unreachable": openai.APIConnectionError,
        "dropped": openai.APIConnectionError,
    }
    for scenario, kind in expected.items():
        with pytest.raises(kind) as caught:
            client(scenario).images.generate(**GOOD)
        assert type(caught.value) is kind


def test_a_refused_prompt_names_its_categories(raw):
    answer = raw.generate("sim-moderation", **GOOD)

    error = answer.json()["error"]
    request_id = answer.headers["x-request-id"]
    assert answer.status_code == 400
    assert error == {
        "message": "Your request was rejected by the safety system. If you believe "
        "this is an error, contact us at help.openai.com and include the request ID "
        f"{request_id}. safety_violations=[sexual].",
        "type": "image_generation_user_error",
        "param": None,
        "code": "moderation_blocked",
        "moderation_details": {"moderation_stage": "input", "categories": ["sexual"]},
    }


def test_a_refused_picture_is_refused_late(raw):
    whole = raw.generate("sim-moderation-output", **GOOD)
    streamed = raw.generate(
        "sim-moderation-output", **GOOD, stream=True, partial_images=1
    )

    details = whole.json()["error"]["moderation_details"]
    assert details["moderation_stage"] == "output"
    (first, _), (name, last) = events(streamed.text)
    assert (first, name) == ("image_generation.partial_image", "error")
    assert last["error"]["moderation_details"] == details


def test_a_flaky_api_works_the_second_time(raw):
    def status(prompt):
        return raw.generate("sim-flaky", **{**GOOD, "prompt": prompt}).status_code

    assert [status("a"), status("b"), status("a"), status("b")] == [429, 429, 200, 200]


def test_a_bad_gateway_is_a_web_page(raw):
    answer = raw.generate("sim-bad-gateway", **GOOD)

    assert answer.status_code == 502
    assert answer.headers["content-type"] == "text/html"
    assert "<html>" in answer.text


def _stream(client: Callable[..., openai.OpenAI], scenario: str) -> Any:
    return client(scenario).images.generate(**GOOD, stream=True, partial_images=2)


def test_a_stream_breaks_off_after_an_unfinished_picture(client):
    stream = _stream(client, "broken-stream")

    assert next(stream).type == "image_generation.partial_image"
    with pytest.raises(openai.APIConnectionError):
        next(stream)


def test_a_stream_ends_in_an_error_after_an_unfinished_picture(client):
    stream = _stream(client, "stream-error")

    assert next(stream).type == "image_generation.partial_image"
    with pytest.raises(openai.APIError) as caught:
        next(stream)
    assert not isinstance(caught.value, openai.APIConnectionError)


def test_on_the_responses_route_the_error_is_an_event_of_its_own(client):
    def last(scenario):
        stream = client(scenario).responses.create(
            model="gpt-5",
            input="A fox",
            tools=[{"type": "image_generation", "model": MODEL, "partial_images": 1}],
            stream=True,
        )
        found = list(stream)
        kinds = [event.type for event in found]
        assert "response.image_generation_call.partial_image" in kinds
        assert [event.sequence_number for event in found] == list(range(len(found)))
        return found[-1]

    assert (last("stream-error").type, last("stream-error").code) == (
        "error",
        "server_error",
    )
    failed = last("failed")
    assert (failed.type, failed.response.status) == ("response.failed", "failed")
    assert failed.response.error.code == "server_error"


def test_a_response_can_fail_as_a_whole(raw):
    body = {
        "model": "gpt-5",
        "input": "A fox",
        "tools": [{"type": "image_generation", "model": MODEL, "quality": "low"}],
    }
    answer = raw.respond("sim-failed", **body)

    failed = Response.model_validate_json(answer.content, strict=True)
    assert failed.error
    assert (failed.status, failed.output) == ("failed", [])


def test_an_answer_can_lack_usage_or_echo(raw):
    def keys(scenario):
        answer = raw.generate(f"sim-{scenario}", **GOOD)
        ImagesResponse.model_validate_json(answer.content, strict=True)
        return set(answer.json())

    echo = {"background", "output_format", "quality", "size"}
    assert keys("no-usage") == {"created", "data"} | echo
    assert keys("no-echo") == {"created", "data", "usage"}
    assert keys("compatible") == {"created", "data"}


def test_an_answer_can_be_damaged(raw):
    with pytest.raises(json.JSONDecodeError):
        raw.generate("sim-bad-json", **GOOD).json()

    cut = raw.generate("sim-truncated", **GOOD).json()["data"][0]["b64_json"]
    with pytest.raises(ValueError, match="base64"):
        base64.b64decode(cut, validate=True)

    data = raw.generate("sim-not-a-picture", **GOOD).json()["data"][0]["b64_json"]
    with pytest.raises(UnidentifiedImageError):
        Image.open(io.BytesIO(base64.b64decode(data)))


# --- The list ----------------------------------------------------------------


def test_every_scenario_is_told_apart_in_words(raw):
    assert len({scenario.key for scenario in SCENARIOS}) == len(SCENARIOS)
    assert len({scenario.label for scenario in SCENARIOS}) == len(SCENARIOS)
    for scenario in SCENARIOS:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", scenario.key)
        assert scenario.description.endswith(".")
        assert for_key(f"sim-{scenario.key}") is scenario


def test_any_other_key_is_a_good_day():
    assert for_key("sk-something").key == NORMAL
    assert for_key("sim-nonsense").key == NORMAL
    assert SCENARIOS[0].key == NORMAL


def test_scenarios_of_a_group_stand_together():
    groups = [scenario.group for scenario in SCENARIOS]

    assert len(
        [g for i, g in enumerate(groups) if i == 0 or groups[i - 1] != g]
    ) == len(set(groups))


def test_the_documentation_lists_every_scenario():
    text = (settings.BASE_DIR / "docs" / "simulator.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| .*\| `(sim-[a-z-]+)` \| (.*) \| (.*) \|$", text, re.MULTILINE
    )

    assert rows == [(s.api_key, s.label, s.description) for s in SCENARIOS]
