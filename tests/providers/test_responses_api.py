"""The Responses route with the real client, against the simulator and over HTTP."""

import base64
import io

import pytest
from PIL import Image

from playground.imaging.outcome import InputFile, InputFiles
from playground.providers.errors import OutageError, RequestError
from playground.providers.run import run
from tests.providers.responding import (
    MODEL,
    NOTHING,
    asked,
    call,
    message,
    ran,
    refused,
    response,
)
from tests.providers.servers import answering, input_file, picture, serving

# --- With the simulator -----------------------------------------------------


def test_the_simulator_makes_a_picture_by_way_of_a_text_model():
    outcome = run(asked(size="1536x1024"), NOTHING)
    [image] = outcome.images
    assert Image.open(io.BytesIO(image.data)).size == (1536, 1024)
    assert image.resolved.model == MODEL
    assert image.item_id.startswith("ig_")
    assert "fox" in image.revised_prompt
    assert outcome.response_id.startswith("resp_")
    assert outcome.usage["output_tokens"] == 158
    assert outcome.text_usage["input_tokens"] > 1000


def test_partial_pictures_arrive_on_this_route_too():
    partials = []
    outcome = run(asked(partial_images=2), NOTHING, on_partial=partials.append)
    assert [(partial.image, partial.index) for partial in partials] == [(0, 0), (0, 1)]
    assert len(outcome.images) == 1


def test_a_conversation_goes_on_from_its_last_answer():
    first = run(asked(), NOTHING)
    second = run(
        asked(prompt="Now in the snow"),
        NOTHING,
        previous_response_id=first.response_id,
    )
    assert second.response_id != first.response_id
    assert second.images[0].data != first.images[0].data


def test_a_conversation_nobody_remembers_is_a_problem_of_the_request():
    with pytest.raises(RequestError) as caught:
        run(asked(), NOTHING, previous_response_id="resp_gone")
    assert caught.value.param == "previous"
    assert "new conversation" in caught.value.remedy


def test_sources_and_mask_reach_the_simulator():
    source = input_file(picture("red", size=1024))
    mask = input_file(picture("#00000000", "RGBA", size=1024), "mask.png")
    outcome = run(
        asked(sources=("a",), mask="b", action="edit"),
        InputFiles(sources=(source,), mask=mask),
    )
    assert outcome.usage["input_tokens_details"]["image_tokens"] > 0


def test_an_image_model_on_top_is_refused_before_anything_is_sent(settings):
    server = answering(response(call()))
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        with pytest.raises(RequestError) as caught:
            run(asked(responses_model="gpt-image-2"), NOTHING)
    assert server.seen == []
    assert caught.value.param == "responses_model"
    assert "text model" in caught.value.message
    assert "gpt-6.1-sol" in caught.value.remedy


# --- The request ------------------------------------------------------------


def test_the_text_model_is_on_top_and_the_image_model_in_the_tool(settings):
    _, sent = ran(settings, response(call()))
    assert sent == {
        "model": "gpt-6.1-sol",
        "input": [
            {"role": "user", "content": [{"type": "input_text", "text": "Draw a fox"}]}
        ],
        "tools": [{"type": "image_generation", "model": MODEL, "quality": "low"}],
    }


def test_files_travel_as_data_urls(settings):
    server = answering(response(call()))
    source, mask = picture("red"), picture("grey", "LA")
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        run(
            asked(sources=("a",), mask="b", action="edit", responses_model="gpt-5"),
            InputFiles(
                sources=(input_file(source, "cat.webp"),),
                mask=input_file(mask, "mask.png"),
            ),
            previous_response_id="resp_0",
        )
    sent = server.seen[0].json
    url = f"data:image/webp;base64,{base64.b64encode(source).decode()}"
    assert sent["input"][0]["content"][1]["image_url"] == url
    assert sent["input"][0]["content"][1]["type"] == "input_image"
    [tool] = sent["tools"]
    mask_url = f"data:image/png;base64,{base64.b64encode(mask).decode()}"
    assert tool["input_image_mask"] == {"image_url": mask_url}
    assert tool["action"] == "edit"
    assert sent["previous_response_id"] == "resp_0"


class _Slow(io.BytesIO):
    """A file that brings less than it is asked for, as a network storage may."""

    def read(self, size=-1):
        return super().read(1000 if size > 1000 else size)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 49_151, 49_152, 49_153, 200_000])
def test_a_file_of_any_size_arrives_whole(settings, size):
    data = bytes(range(256)) * (size // 256 + 1)
    file = InputFile(
        name="a.png",
        media_type="image/png",
        bytes=size,
        open=lambda: _Slow(data[:size]),
    )
    server = answering(response(call()))
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        prompt = "attached-" + "0" * 32
        request = asked(prompt=prompt, sources=("a",))
        run(request, InputFiles(sources=(file,)))
    [text, image] = server.seen[0].json["input"][0]["content"]
    assert text["text"] == prompt
    url = f"data:image/png;base64,{base64.b64encode(data[:size]).decode()}"
    assert image["image_url"] == url


# --- The answer -------------------------------------------------------------


def test_text_and_several_pictures_are_all_kept(settings):
    image_gen = {"input_tokens": 7, "output_tokens": 400, "total_tokens": 407}
    outcome, _ = ran(
        settings,
        response(
            call("teal"),
            message("Here are two."),
            call("red", status="generating"),
            tool_usage={"image_gen": image_gen, "web_search": {"num_requests": 0}},
        ),
    )
    assert [image.data for image in outcome.images] == [picture("teal"), picture("red")]
    assert [image.revised_prompt for image in outcome.images] == [
        "A teal fox",
        "A red fox",
    ]
    assert [image.item_id for image in outcome.images] == ["ig_teal", "ig_red"]
    assert outcome.images[0].resolved.model == f"{MODEL}-2026-09-08"
    assert outcome.text == "Here are two."
    assert outcome.usage == image_gen
    assert outcome.text_usage["input_tokens"] == 2941
    assert outcome.response_id == "resp_1"
    assert outcome.request_id == "req_9"
    assert outcome.created == 1_790_000_000


@pytest.mark.parametrize(
    "tool_usage",
    [
        None,
        {},
        {"image_gen": None},
        {"image_gen": {"input_tokens": 0, "output_tokens": 0}},
    ],
)
def test_missing_image_usage_is_unknown_and_not_zero(settings, tool_usage):
    outcome, _ = ran(settings, response(call(), tool_usage=tool_usage))
    assert outcome.usage is None
    assert outcome.text_usage is not None


def test_a_failed_picture_beside_a_good_one_is_a_warning(settings):
    outcome, _ = ran(settings, response(call(), refused()))
    assert len(outcome.images) == 1
    [warning] = outcome.warnings
    assert "safety system" in warning
    assert "violence" in warning


def test_a_failed_picture_alone_is_a_refusal(settings):
    outcome, _ = ran(settings, response(refused()))
    assert outcome.error["category"] == "safety"
    assert "finished picture (violence)" in outcome.error["message"]
    assert outcome.request_id == "req_9"
    # Its words were charged, and what they cost is known.
    assert outcome.text_usage["output_tokens"] == 66
    assert not outcome.error["may_be_billed"]


def test_words_without_a_picture_are_told_with_their_bill(settings):
    outcome, _ = ran(settings, response(message("Which fox?")))
    assert outcome.images == ()
    assert outcome.text == "Which fox?"
    assert outcome.response_id == "resp_1"
    assert outcome.text_usage["input_tokens"] == 2941
    assert outcome.error["code"] == "no_picture"
    assert "Which fox?" in outcome.error["message"]
    assert not outcome.error["may_be_billed"]


def test_a_failed_response_is_told_by_its_code(settings):
    error = {"code": "image_content_policy_violation", "message": "No."}
    outcome, _ = ran(settings, response(status="failed", error=error))
    assert outcome.error["category"] == "safety"
    error = {"code": "server_error", "message": "Oops."}
    with pytest.raises(OutageError) as caught:
        ran(settings, response(status="failed", error=error, usage=None))
    assert caught.value.may_be_billed


def test_an_incomplete_answer_keeps_its_picture_or_says_why_there_is_none(settings):
    values = {"status": "incomplete", "incomplete_details": {"reason": "max_tokens"}}
    outcome, _ = ran(settings, response(call(), **values))
    assert outcome.warnings == ("The answer is incomplete.",)
    outcome, _ = ran(settings, response(**values))
    assert "max_tokens" in outcome.error["message"]


def test_a_damaged_picture_beside_a_good_one_is_a_warning(settings):
    outcome, _ = ran(settings, response(call("red", result="%%%"), call("teal")))
    assert [image.data for image in outcome.images] == [picture("teal")]
    assert "damaged" in outcome.warnings[0]
