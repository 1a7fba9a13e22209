"""The reader of answers by itself: when it has all, and what it takes how often."""

import base64
import json

import pytest

from playground.providers.errors.fault import Fault
from playground.providers.errors.mapping import map_error
from playground.providers.head import Head
from playground.providers.reading.reader import Reader
from tests.providers.servers import picture

CALL = {
    "id": "ig_1",
    "type": "image_generation_call",
    "status": "completed",
    "result": base64.b64encode(picture("teal")).decode(),
}
RESPONSE = {
    "id": "resp_1",
    "object": "response",
    "status": "completed",
    "tools": [{"type": "image_generation", "model": "gpt-image-2.5-sunburst"}],
    "output": [CALL],
}


def reader(content_type: str = "application/json", n: int | None = None) -> Reader:
    head = Head(n=n, headers={"content-type": content_type})
    return Reader(head, load=lambda url: b"", explain=map_error)


def test_a_closed_response_is_all_however_the_line_ends_after_it():
    reading = reader()
    reading.feed(json.dumps(RESPONSE).encode())
    assert reading.complete
    reading.broke(ConnectionResetError("cut"))
    outcome = reading.outcome()
    assert (len(outcome.images), outcome.warnings) == (1, ())


def test_a_picture_that_is_told_twice_is_taken_once_and_counted_twice():
    reading = reader("text/event-stream", n=3)
    events = [
        {"type": "response.output_item.done", "item": CALL},
        {"type": "response.completed", "response": RESPONSE},
    ]
    for event in events:
        reading.feed(f"data: {json.dumps(event)}\n\n".encode())
    assert (reading._found.repeated, reading._found.unknown) == (1, 0)
    assert len(reading.outcome().images) == 1


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_long_picture_under_a_false_label_is_whole(ends):
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
    drawing += ends.join("<circle r='2'/>" for _ in range(900)) + "</svg>"
    reading = reader("text/event-stream", n=1)
    for start in range(0, len(drawing), 1000):
        reading.feed(drawing[start : start + 1000].encode())
    (image,) = reading.outcome().images
    assert image.data.decode() == drawing


@pytest.mark.parametrize("body", ["data:", "data:\n\n", "data: " + "[" * 90_000])
def test_an_error_in_a_stream_that_says_nothing_is_no_fault_of_ours(body):
    assert isinstance(Fault.from_body(body, status=500).message, str)
