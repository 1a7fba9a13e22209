"""What the Responses route refuses, and how it says so."""

import pytest
from openai.types.responses import Response

from tests.simulator.conftest import MODEL, VALID_CODE, VALID_KEY, events
from tests.simulator.responding import GOOD, TOOL, calls, error, words

# --- Refusals ----------------------------------------------------------------


def test_an_image_model_cannot_lead(raw):
    assert error(raw.respond(**{**GOOD, "model": MODEL})) == (
        "invalid_request_error",
        None,
        None,
        f"The requested model '{MODEL}' is not supported with the Responses API.",
    )


def test_an_unknown_text_model_does_not_exist(raw):
    assert error(raw.respond(**{**GOOD, "model": ""})) == (
        "invalid_request_error",
        "model",
        "model_not_found",
        "The requested model '' does not exist.",
    )


def test_an_input_that_is_too_long_is_refused(raw):
    assert error(raw.respond(**{**GOOD, "input": "x" * 1_600_000})) == (
        "invalid_request_error",
        "input",
        "context_length_exceeded",
        "Your input exceeds the context window of this model. Please adjust your input "
        "and try again.",
    )


@pytest.mark.parametrize(
    ("tool", "param", "code"),
    [
        ({"bogus": 1}, "tools[0].bogus", "unknown_parameter"),
        ({"n": 2}, "tools[0].n", "unknown_parameter"),
        ({"prompt": "x"}, "tools[0].prompt", "unknown_parameter"),
        ({"markup": "x"}, "tools[0].markup", "unknown_parameter"),
        ({"quality": "ultra"}, "tools[0].quality", "invalid_value"),
        ({"size": "9x9"}, "tools[0].size", "invalid_value"),
        ({"model": "gpt-image-1"}, "tools[0].model", "invalid_value"),
        ({"action": "draw"}, "tools[0].action", "invalid_value"),
        ({"action": "edit"}, "tools[0].action", None),
        ({"type": "web_search"}, "tools[0].type", "invalid_value"),
        ({"type": None}, "tools[0].type", "missing_required_parameter"),
        ({"input_image_mask": "x"}, "tools[0].input_image_mask", "invalid_type"),
        ({"partial_images": 4}, "tools[0].partial_images", "integer_above_max_value"),
        (
            {"input_fidelity": "high"},
            "tools[0].input_fidelity",
            "invalid_input_fidelity_model",
        ),
        (
            {
                "output_format": "gif",
                "model": "gpt-image-2.6-flare",
                "partial_images": 1,
            },
            "tools[0].partial_images",
            "invalid_value",
        ),
    ],
)
def test_the_tools_declaration_is_held_to_its_rules(raw, tool, param, code):
    answer = raw.respond(**{**GOOD, "tools": [{**TOOL, **tool}]})

    assert error(answer)[1:3] == (param, code)


def test_an_empty_mask_makes_the_api_fail(raw):
    answer = raw.respond(**{**GOOD, "tools": [{**TOOL, "input_image_mask": {}}]})

    assert answer.status_code == 500
    assert answer.json()["error"]["type"] == "server_error"


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"input": None}, "input"),
        ({"input": 5}, "input"),
        ({"input": ["x"]}, "input[0]"),
        ({"input": [{"type": "nonsense"}]}, "input[0].type"),
        ({"input": [{"content": "x"}]}, "input[0].role"),
        ({"input": [{"role": "cat", "content": "x"}]}, "input[0].role"),
        ({"input": [{"role": "user"}]}, "input[0].content"),
        ({"input": [{"role": "user", "content": None}]}, "input[0].content"),
        ({"input": [{"role": "user", "content": [1]}]}, "input[0].content[0]"),
        ({"input": [{"role": "user", "content": [{}]}]}, "input[0].content[0].type"),
        ({"input": [{"type": "item_reference"}]}, "input[0].id"),
        ({"tools": {}}, "tools"),
        ({"tools": [1]}, "tools[0]"),
        ({"tool_choice": "maybe"}, "tool_choice"),
        ({"tool_choice": {"type": "function"}}, "tool_choice.type"),
        ({"tool_choice": {}}, "tool_choice.type"),
        ({"tool_choice": 1}, "tool_choice"),
        ({"max_output_tokens": 15}, "max_output_tokens"),
        ({"stream": "yes"}, "stream"),
        ({"instructions": 1}, "instructions"),
        ({"metadata": {"a": 1}}, "metadata.a"),
        ({"bogus": 1}, "bogus"),
    ],
)
def test_each_field_is_held_to_its_type(raw, change, param):
    assert error(raw.respond(**{**GOOD, **change}))[1] == param


def test_every_field_but_the_model_takes_null_as_left_out(raw):
    empty = dict.fromkeys(
        [
            "instructions",
            "max_output_tokens",
            "metadata",
            "parallel_tool_calls",
            "store",
            "stream",
            "tool_choice",
            "previous_response_id",
            "safety_identifier",
            "user",
            "temperature",
            "truncation",
        ]
    )

    answer = raw.respond(VALID_KEY, **{**GOOD, **empty})
    assert answer.json()["error"]["code"] == VALID_CODE


# --- Safety ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scenario", "stage"), [("moderation", "input"), ("moderation-output", "output")]
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_refused_picture_is_a_failed_item_that_says_why(raw, scenario, stage, stream):
    answer = raw.respond(f"sim-{scenario}", **GOOD, stream=stream)
    body = events(answer.text)[-1][1]["response"] if stream else answer.json()

    Response.model_validate(body, strict=True)
    item = calls(body)[0]
    assert (body["status"], item["status"], item["result"]) == (
        "completed",
        "failed",
        None,
    )
    assert item["error"]["code"] == "moderation_blocked"
    assert item["error"]["moderation_details"]["moderation_stage"] == stage
    assert "safety" in words(body)
