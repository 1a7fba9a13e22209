"""The Responses API: text and pictures, conversations, and streams."""

import base64
import io
import json

import httpx2
import pytest
from openai.types.responses import Response, ResponseStreamEvent
from PIL import Image
from pydantic import TypeAdapter

from playground.simulator.app import create_app
from playground.simulator.conversation_store import Conversations, KeptPicture
from playground.simulator.memory import Shelf
from tests.simulator.conftest import (
    DAY,
    MODEL,
    VALID_CODE,
    VALID_KEY,
    Raw,
    events,
    mask,
    picture,
)

TOOL = {"type": "image_generation", "model": MODEL, "quality": "low"}
GOOD = {"model": "gpt-5", "input": "A fox", "tools": [TOOL]}
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


def data_url(data):
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def shown(text="A hat", *pictures):
    content = [{"type": "input_text", "text": text}]
    content += [{"type": "input_image", "image_url": data_url(p)} for p in pictures]
    return [{"role": "user", "content": content}]


def calls(body):
    return [item for item in body["output"] if item["type"] == "image_generation_call"]


def words(body):
    return body["output"][-1]["content"][0]["text"]


def error(answer):
    assert answer.status_code == 400, answer.text
    found = answer.json()["error"]
    return found["type"], found["param"], found["code"], found["message"]


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


# --- Conversations -----------------------------------------------------------


def test_a_conversation_goes_on_from_the_picture_before(client):
    api = client()
    first = api.responses.create(model="gpt-5", input="A fox", tools=[TOOL])
    second = api.responses.create(
        model="gpt-5", input="A hat", tools=[TOOL], previous_response_id=first.id
    )
    third = api.responses.create(
        model="gpt-5", input="Red", tools=[TOOL], previous_response_id=second.id
    )

    actions = [
        calls(answer.to_dict())[0]["action"] for answer in (first, second, third)
    ]
    assert actions == ["generate", "edit", "edit"]
    assert third.tool_usage
    assert third.tool_usage.image_gen.input_tokens_details.image_tokens > 0
    assert second.previous_response_id == first.id


@pytest.mark.parametrize("kind", ["image_generation_call", "item_reference"])
def test_a_picture_can_be_called_back_by_its_id(raw, kind):
    item = calls(raw.respond(**GOOD).json())[0]
    again = [*shown(), {"type": kind, "id": item["id"]}]
    body = raw.respond(**{**GOOD, "input": again}).json()

    assert calls(body)[0]["action"] == "edit"


def test_a_picture_can_be_sent_back_whole(raw):
    first = raw.respond(**GOOD).json()
    history = [*shown("A fox"), *first["output"], *shown("A hat")]
    body = raw.respond(**{**GOOD, "input": history}).json()

    assert calls(body)[0]["action"] == "edit"
    assert "A hat" in calls(body)[0]["revised_prompt"]


def test_an_svg_can_be_continued(raw):
    tool = {**TOOL, "model": "gpt-image-2.6-flare", "output_format": "svg"}
    first = raw.respond(**{**GOOD, "tools": [tool]}).json()
    second = raw.respond(**GOOD, previous_response_id=first["id"])

    assert second.status_code == 200, second.text
    assert calls(second.json())[0]["action"] == "edit"


def test_what_is_not_stored_cannot_be_continued(raw):
    first = raw.respond(**GOOD, store=False).json()

    assert error(raw.respond(**GOOD, previous_response_id=first["id"]))[1:3] == (
        "previous_response_id",
        "previous_response_not_found",
    )
    item = {"type": "image_generation_call", "id": calls(first)[0]["id"]}
    assert error(raw.respond(**{**GOOD, "input": [item]}))[1] == "input[0].id"


def test_pictures_of_the_input_are_edited_and_a_mask_confines_it(raw):
    source = picture((512, 512), colour=(10, 200, 10))
    tool = {
        **TOOL,
        "size": "1024x1024",
        "input_image_mask": {"image_url": data_url(mask((512, 512)))},
    }
    body = raw.respond(
        **{**GOOD, "input": shown("A hat", source), "tools": [tool]}
    ).json()

    item = calls(body)[0]
    edited = Image.open(io.BytesIO(base64.b64decode(item["result"])))
    assert (item["action"], edited.size) == ("edit", (1024, 1024))
    assert "input_image_mask" not in body["tools"][0]


def test_generate_starts_afresh_although_a_picture_is_in_view(raw):
    tools = [{**TOOL, "action": "generate"}]
    body = raw.respond(
        **{**GOOD, "input": shown("A hat", picture()), "tools": tools}
    ).json()

    assert calls(body)[0]["action"] == "generate"
    assert body["tool_usage"]["image_gen"]["input_tokens_details"]["image_tokens"] == 0


def test_a_conversation_outlives_the_process(tmp_path):
    def post(**body):
        app = create_app(
            latency=0.0, day=lambda: DAY, conversations=tmp_path / "in" / "kept.sqlite3"
        )
        transport = httpx2.WSGITransport(app)
        with httpx2.Client(transport=transport, base_url="http://simulator") as http:
            return Raw(http).respond(**{**GOOD, **body}).json()

    first = post()
    second = post(input="A hat", previous_response_id=first["id"])
    again = [*shown(), {"type": "item_reference", "id": calls(first)[0]["id"]}]
    third = post(input=again)

    assert calls(second)[0]["action"] == calls(third)[0]["action"] == "edit"


def test_the_oldest_pictures_give_way():
    kept = Conversations(max_bytes=25)
    for number in range(4):
        name, data = str(number), bytes([number]) * 10
        kept.keep(f"resp_{name}", "A fox", [KeptPicture(f"ig_{name}", data)])

    there = [bool(kept.picture(f"ig_{number}")) for number in range(4)]
    assert there == [False, False, True, True]
    # Without its picture a response could only be continued wrongly.
    assert kept.response("resp_1") is None
    assert kept.response("resp_3") is not None
    kept.keep("resp_4", "A fox", [KeptPicture("ig_4", b"x" * 1000)])
    assert [bool(kept.picture(f"ig_{number}")) for number in (3, 4)] == [False, True]


def test_files_behind_an_address_are_bounded_too():
    shelf: Shelf[int] = Shelf(entries=3, weight=100)
    for number in range(5):
        shelf.put(str(number), number, 10)
    assert [shelf.get(str(number)) for number in range(5)] == [None, None, 2, 3, 4]
    shelf.put("heavy", 5, 1000)
    assert [shelf.get("4"), shelf.get("heavy")] == [None, 5]


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
