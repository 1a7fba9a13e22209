"""Conversations on the Responses route go on from what was drawn."""

import base64
import io

import httpx2
import pytest
from PIL import Image

from playground.simulator.app import create_app
from playground.simulator.conversation_store import Conversations, KeptPicture
from playground.simulator.memory import Shelf
from tests.simulator.conftest import DAY, Raw, mask, picture
from tests.simulator.responding import GOOD, TOOL, calls, error


def data_url(data):
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def shown(text="A hat", *pictures):
    content = [{"type": "input_text", "text": text}]
    content += [{"type": "input_image", "image_url": data_url(p)} for p in pictures]
    return [{"role": "user", "content": content}]


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
            latency=0.0, day=lambda: DAY, conversations=tmp_path / "kept.sqlite3"
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
