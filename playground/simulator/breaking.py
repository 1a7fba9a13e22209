"""Answers that break: bodies cut short, streams that end in an error."""

from collections.abc import Iterator
from typing import Any

from playground.simulator.behaviours import SERVER_ERROR, Call, server_error
from playground.simulator.wire import ConnectionDroppedError, Event, Reply


def unreadable(body: bytes) -> Iterator[bytes]:
    """Send a body of the right length that is not JSON."""
    yield body[:-2] + b",,"


def half(body: bytes) -> Iterator[bytes]:
    """Send half of the bytes, then drop the connection."""
    yield body[: len(body) // 2]
    raise ConnectionDroppedError(
        "peer closed connection without sending complete message body"
    )


def _up_to_a_picture(events: Iterator[Event]) -> Iterator[Event]:
    """Pass on events until the first partial picture is out, or no more are due."""
    for event in events:
        if event.name.endswith("completed"):
            return
        yield event
        if event.name.endswith("partial_image"):
            return


def break_off(call: Call, events: Iterator[Event]) -> Iterator[Event]:
    """Drop the connection after the first partial picture of a stream."""
    yield from _up_to_a_picture(events)
    raise ConnectionDroppedError(
        "peer closed connection without sending complete message body "
        "(incomplete chunked read)"
    )


def garble(call: Call, events: Iterator[Event]) -> Iterator[Event]:
    """End a stream, after a partial picture, by an event that is not JSON."""
    yield from _up_to_a_picture(events)
    yield Unreadable("error", {})


class Unreadable(Event):
    """An event whose data is not JSON."""

    def encode(self) -> bytes:
        return b'event: image_generation.completed\ndata: {"type":,,}\n\n'


def fail_response(call: Call, events: Iterator[Event]) -> Iterator[Event]:
    """End a response as failed; the images endpoints know no such state."""
    if call.endpoint != "responses":
        yield from fail_midway(call, events)
        return
    body: dict[str, Any] = {}
    count = 0
    for event in _up_to_a_picture(events):
        body = dict(event.data.get("response") or body)
        count += 1
        yield event
    data = {"type": "response.failed", "response": failed_response(call, body)}
    yield Event("response.failed", {**data, "sequence_number": count})


def failed_response(call: Call, answer: dict[str, Any]) -> dict[str, Any]:
    """The Responses API's answer when it fails after it began; others stay."""
    if "output" not in answer:
        return answer
    return {
        **answer,
        "status": "failed",
        "completed_at": None,
        "error": {"code": "server_error", "message": SERVER_ERROR},
        "output": [],
        "usage": None,
    }


def fail_images(call: Call) -> Reply | None:
    """Fail outright where there is no response that could fail, and no stream."""
    if call.streamed or call.endpoint == "responses":
        return None
    raise server_error()


def fail_unstreamed(call: Call) -> Reply | None:
    """Fail at once where nothing is streamed; streams fail on their way."""
    if call.streamed:
        return None
    raise server_error()


def fail_midway(call: Call, events: Iterator[Event]) -> Iterator[Event]:
    """Send the error that ends a stream, in the shape of its endpoint."""
    count = 0
    for event in _up_to_a_picture(events):
        count += 1
        yield event
    if call.endpoint == "responses":
        data = {"type": "error", "code": "server_error", "message": SERVER_ERROR}
        yield Event("error", {**data, "param": None, "sequence_number": count})
    else:
        yield Event("error", {"type": "error", **server_error().body()})
