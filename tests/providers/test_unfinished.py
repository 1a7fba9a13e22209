"""Previews under names of a server's own: what is finished says so, or came last."""

import json
from typing import Any

import pytest

from playground.providers.errors import ProviderError
from playground.providers.errors.mapping import map_error
from playground.providers.head import Head
from playground.providers.reading.reader import Reader
from tests.providers.odd_bodies import b64
from tests.providers.servers import picture

GREY, RED, TEAL = (picture(colour) for colour in ("grey", "red", "teal"))


def event(kind: str, data: bytes, **more: Any) -> dict[str, Any]:
    return {"type": kind, "b64_json": b64(data), **more}


def call(data: bytes, status: str) -> dict[str, Any]:
    return {
        "id": "ig_1",
        "type": "image_generation_call",
        "status": status,
        "result": b64(data),
    }


def read(
    *events: dict[str, Any], n: int | None = 1, asked: int = 0, breaks: bool = False
) -> tuple[list[bytes], Reader]:
    head = Head(
        n=n, headers={"content-type": "text/event-stream"}, partial_images=asked
    )
    reading = Reader(head, load=lambda url: b"", explain=map_error)
    for one in events:
        reading.feed(f"data: {json.dumps(one)}\n\n".encode())
        if one is not events[-1]:
            # Whoever believes to have all stops here.
            assert not reading.complete, one
    if breaks:
        reading.broke(ConnectionResetError("cut"))
    try:
        return [image.data for image in reading.outcome().images], reading
    except ProviderError:
        return [], reading


@pytest.mark.parametrize(
    "preview",
    [
        event("image_generation.preview", GREY),
        event("image_generation.progress", GREY),
        event("image.in_progress", GREY),
        event("", GREY, status="processing"),
        event("", GREY, is_final=False),
        event("", GREY, partial=True),
        {"type": "image_generation.progress", "data": [{"b64_json": b64(GREY)}]},
        {"type": "images.preview", "images": [{"image": b64(GREY)}]},
        {"type": "imagePreview", "url": f"data:image/png;base64,{b64(GREY)}"},
        {"type": "response.output_item.added", "item": call(GREY, "in_progress")},
        {"type": "response.in_progress", "response": {"output": [call(GREY, "")]}},
    ],
    ids=json.dumps,
)
def test_a_preview_by_any_name_gives_way_to_what_is_finished(preview):
    finished = event("image_generation.completed", TEAL)
    assert read(preview, finished)[0] == [TEAL]
    # Nothing says that it is finished: what came last is, unless the answer breaks off.
    assert read(preview)[0] == [GREY]
    found, reading = read(preview, breaks=True)
    assert (found, reading._unread) == ([], True)


def test_what_came_last_of_each_picture_is_kept():
    steps = [event("x.progress", one) for one in (GREY, RED, TEAL)]
    assert read(*steps)[0] == [TEAL]
    two = [
        event("x.progress", one, image_index=at) for at, one in enumerate((RED, TEAL))
    ]
    assert read(event("x.progress", GREY, image_index=0), *two, n=2)[0] == [RED, TEAL]
    usage = {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}
    _, reading = read(event("x.progress", TEAL, usage=usage))
    assert reading.outcome().usage == usage


def test_pictures_without_any_name_are_previews_where_some_were_asked_for():
    nameless = [event("", one) for one in (GREY, RED, TEAL)]
    assert read(*nameless, asked=2)[0] == [TEAL]
    assert read(*nameless, asked=2, breaks=True)[0] == [TEAL]
    assert read(*nameless[:2], asked=1, n=2)[0] == [GREY, RED]


def test_a_status_that_was_forgotten_takes_nothing_away():
    done = {"type": "response.output_item.done", "item": call(TEAL, "generating")}
    assert read(done, n=None)[0] == [TEAL]
    whole = {"object": "response", "status": "incomplete"}
    assert read({**whole, "output": [call(TEAL, "generating")]}, n=None)[0] == [TEAL]


def test_one_of_two_that_is_not_called_finished_is_kept_and_told_of():
    done, other = event("x.completed", RED), event("", TEAL)
    for events in ([done, other], [other, done]):
        found, reading = read(*events, n=2, asked=1)
        assert set(found) == {RED, TEAL}
        assert "did not say of one picture" in reading.outcome().warnings[0]
    # In one body, where a row forgot that it is done.
    rows = [{"b64_json": b64(RED), "status": "completed"}]
    rows += [{"b64_json": b64(TEAL), "status": "generating"}]
    assert read({"data": rows}, n=2)[0] == [RED, TEAL]
    # Identities tell which preview belongs to which picture.
    first, second = (
        event("", one, status="processing", image_index=at)
        for at, one in enumerate((GREY, TEAL))
    )
    finished = event("", RED, status="completed", image_index=0)
    assert read(first, second, finished, n=2)[0] == [RED, TEAL]


def test_a_preview_of_what_is_finished_is_no_second_picture():
    finished = event("x.completed", RED)
    assert read(event("x.progress", GREY), finished, n=2)[0] == [RED]
    own = event("", GREY, status="processing", image_index=0)
    assert read(own, {**finished, "image_index": 0}, n=2)[0] == [RED]
    # What broke off may have been about to follow.
    assert read(finished, event("", GREY), n=2, asked=2, breaks=True)[0] == [RED]
    assert read(event("", GREY), finished, n=1, asked=1)[0] == [RED]
