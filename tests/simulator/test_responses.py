"""The Responses API: text and pictures, conversations, and streams."""

import json

import pytest
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import TypeAdapter

from tests.simulator.conftest import MODEL, events
from tests.simulator.responding import GOOD, TOOL, calls, words

# The order in which the real API sends the keys of a response.
KEYS = [
    "id",
    "object",
    "created_at",
    "status",
    "background",
    "billing",
    "completed_at",
    "error",
    "frequency_penalty",
    "incomplete_details",
    "instructions",
    "max_output_tokens",
    "max_tool_calls",
    "model",
    "moderation",
    "output",
    "parallel_tool_calls",
    "presence_penalty",
    "previous_response_id",
    "prompt_cache_key",
    "prompt_cache_retention",
    "reasoning",
    "safety_identifier",
    "service_tier",
    "store",
    "temperature",
    "text",
    "tool_choice",
    "tool_usage",
    "tools",
    "top_logprobs",
    "top_p",
    "truncation",
    "usage",
    "user",
    "metadata",
]


def test_an_answer_is_indented_json_in_the_recorded_order_of_keys(raw):
    answer = raw.respond(**GOOD)

    body = answer.json()
    assert list(body) == KEYS
    assert answer.content == json.dumps(body, indent=2).encode()
    assert [item["type"] for item in body["output"]] == [
        "reasoning",
        "image_generation_call",
        "message",
    ]
    assert set(calls(body)[0]) == {
        "id",
        "type",
        "status",
        "action",
        "background",
        "output_format",
        "quality",
        "result",
        "revised_prompt",
        "size",
    }
    assert body["tools"] == [
        {
            "type": "image_generation",
            "background": "auto",
            "model": MODEL,
            "moderation": "auto",
            "n": 1,
            "output_compression": 100,
            "output_format": "png",
            "quality": "low",
            "size": "auto",
        }
    ]


def test_the_image_tokens_stand_apart_from_the_words(raw):
    body = raw.respond(**GOOD).json()

    assert body["tool_usage"] == {
        "image_gen": {
            "input_tokens": 2,
            "input_tokens_details": {"image_tokens": 0, "text_tokens": 2},
            "output_tokens": 196,
            "output_tokens_details": {"image_tokens": 196, "text_tokens": 0},
            "total_tokens": 198,
        },
        "web_search": {"num_requests": 0},
    }
    assert 2_000 < body["usage"]["input_tokens"] < 4_000


def test_the_limits_stand_in_the_headers(raw):
    headers = raw.respond(**GOOD).headers

    for what in ("requests", "tokens"):
        for kind in ("limit", "remaining", "reset"):
            assert headers[f"x-ratelimit-{kind}-{what}"]


@pytest.mark.parametrize(
    ("tool", "more"),
    [
        ({}, {}),
        ({"output_format": "webp", "output_compression": 50}, {}),
        ({"background": "transparent", "action": "generate"}, {"store": False}),
        ({"partial_images": 2, "moderation": "low"}, {"tool_choice": "required"}),
        (
            {"model": "gpt-image-1.5", "input_fidelity": "high"},
            {"metadata": {"a": "b"}},
        ),
        (
            {"model": "gpt-image-2.6-flare", "output_format": "svg"},
            {"tool_choice": {"type": "image_generation"}},
        ),
        (
            {
                "model": "gpt-image-2.6-flare",
                "output_format": "gif",
                "frame_count": 2,
                "complexity": "low",
            },
            {},
        ),
    ],
)
@pytest.mark.parametrize("text", ["A fox", "Two pictures of a fox. What is it?"])
def test_answers_and_events_are_strictly_of_the_sdks_types(raw, tool, more, text):
    body = {**GOOD, **more, "input": text, "tools": [{**TOOL, **tool}]}
    whole = Response.model_validate_json(raw.respond(**body).content, strict=True)
    adapter: TypeAdapter[ResponseStreamEvent] = TypeAdapter(ResponseStreamEvent)

    assert whole.status == "completed"
    for name, data in events(raw.respond(**body, stream=True).text):
        event = adapter.validate_python(data, strict=True)
        assert event.type == name
        assert type(event).__name__.startswith("Response")


def test_a_stream_has_the_order_of_a_real_one(raw):
    body = {**GOOD, "tools": [{**TOOL, "partial_images": 1}]}
    answer = raw.respond(**body, stream=True)

    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    found = events(answer.text)
    call = "response.image_generation_call"
    assert [name for name, _ in found] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.output_item.done",
        "response.output_item.added",
        f"{call}.in_progress",
        f"{call}.generating",
        f"{call}.partial_image",
        f"{call}.completed",
        "response.output_item.done",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    assert [data["sequence_number"] for _, data in found] == list(range(len(found)))
    assert all(list(data)[-1] == "sequence_number" for _, data in found)
    assert "[DONE]" not in answer.text
    # The picture comes twice: with its item, and with the whole response.
    done, last = found[9][1]["item"], found[-1][1]["response"]
    assert calls(last) == [done]
    assert last["tool_usage"]["image_gen"]["output_tokens"] == 196 + 100


def test_words_come_in_pieces_with_padding(raw):
    found = events(raw.respond(**{**GOOD, "input": "Why a fox?"}, stream=True).text)

    pieces = [data for name, data in found if name == "response.output_text.delta"]
    text = "".join(data["delta"] for data in pieces)
    assert text == words(found[-1][1]["response"])
    assert all(data["obfuscation"] for data in pieces)


def test_the_text_model_makes_as_many_pictures_as_the_words_ask_for(raw):
    body = raw.respond(**{**GOOD, "input": "Three versions of a logo"}).json()

    assert len(calls(body)) == 3
    assert len({item["id"] for item in calls(body)}) == 3
    assert len({item["revised_prompt"] for item in calls(body)}) == 3
    assert body["tool_usage"]["image_gen"]["output_tokens"] == 3 * 196
    assert "3 pictures" in words(body)


def test_without_a_tool_there_are_only_words(raw):
    for more in ({"tools": []}, {"tools": None}, {"tool_choice": "none"}):
        body = raw.respond(**{**GOOD, **more}).json()
        assert calls(body) == []
        assert words(body)


def test_the_newest_model_draws_where_none_is_named(raw):
    body = raw.respond(**{**GOOD, "tools": [{"type": "image_generation"}]}).json()

    assert body["tools"][0]["model"] == "gpt-image-2.6-sunburst"
