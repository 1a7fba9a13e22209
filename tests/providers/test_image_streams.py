"""Streams of the Images route: previews, ends that fail and ends that are missing."""

import io
import threading

import pytest
from PIL import Image

from playground.providers.errors import AnswerError, OutageError
from playground.providers.run import run
from playground.simulator.pace import Pace
from tests.providers.drawing import NOTHING, asked
from tests.providers.odd_bodies import b64, sse
from tests.providers.servers import Server, answering, picture, raw_server, serving

PARTIAL = {
    "type": "image_generation.partial_image",
    "b64_json": b64(picture("grey")),
    "partial_image_index": 0,
}
COMPLETED = {
    "type": "image_generation.completed",
    "b64_json": b64(picture("teal")),
    "created_at": 1_790_000_000,
    "size": "1024x1024",
    "quality": "low",
    "background": "opaque",
    "output_format": "png",
    "usage": {
        "input_tokens": 10,
        "output_tokens": 200,
        "total_tokens": 210,
        "input_tokens_details": {"text_tokens": 10, "image_tokens": 0},
    },
}


def _streaming(body, status="200 OK"):
    return Server(body, status, [("Content-Type", "text/event-stream")])


def test_partial_pictures_arrive_in_order_before_the_picture():
    partials = []
    outcome = run(asked(partial_images=3), NOTHING, on_partial=partials.append)
    assert [(partial.image, partial.index) for partial in partials] == [
        (0, 0),
        (0, 1),
        (0, 2),
    ]
    assert all(Image.open(io.BytesIO(partial.data)) for partial in partials)
    [image] = outcome.images
    assert image.data not in [partial.data for partial in partials]
    assert outcome.usage["output_tokens"] == 196 + 3 * 100


def test_usage_of_several_streamed_pictures_is_added_up():
    one = run(asked(partial_images=1), NOTHING).usage
    two = run(asked(partial_images=1, n=2), NOTHING)
    assert len(two.images) == 2
    assert two.usage["output_tokens"] == 2 * one["output_tokens"]
    assert two.usage["input_tokens_details"] == {
        name: 2 * count for name, count in one["input_tokens_details"].items()
    }


def test_in_process_a_preview_is_there_before_the_picture_is_drawn(monkeypatch):
    seen = threading.Event()
    in_time = []

    def until(pace, share):
        if share == 1:
            in_time.append(seen.wait(30))

    monkeypatch.setattr(Pace, "until", until)
    run(asked(partial_images=1), NOTHING, on_partial=lambda partial: seen.set())
    assert in_time == [True]


def test_over_http_a_preview_is_there_before_the_picture(settings):
    picture_wanted = threading.Event()

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        yield sse(PARTIAL)
        picture_wanted.wait(5)
        yield sse(COMPLETED)

    with serving(application) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(
            asked(partial_images=1),
            NOTHING,
            on_partial=lambda partial: picture_wanted.set(),
        )
    assert picture_wanted.is_set()
    assert outcome.images[0].data == picture("teal")


def test_a_preview_that_cannot_be_kept_does_not_cost_the_picture(caplog):
    calls = []

    def full(partial):
        calls.append(partial)
        raise OSError("No space left on device")

    outcome = run(asked(partial_images=3), NOTHING, on_partial=full)
    assert len(outcome.images) == 1
    assert len(calls) == 1
    assert "without previews" in caplog.text


def test_a_server_that_does_not_stream_may_answer_in_one_piece(settings):
    with serving(answering({"data": [{"b64_json": b64(picture())}]})) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        assert run(asked(partial_images=2), NOTHING).images[0].data == picture()


def test_an_added_done_ends_a_stream_quietly(settings):
    with serving(_streaming(sse(PARTIAL, COMPLETED) + b"data: [DONE]\n\n")) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(asked(partial_images=1), NOTHING)
    assert outcome.created == 1_790_000_000
    assert outcome.warnings == ()


def test_a_stream_that_ends_without_a_picture_may_have_been_charged(settings):
    with serving(_streaming(sse(PARTIAL))) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        with pytest.raises(AnswerError) as caught:
            run(asked(partial_images=1), NOTHING)
    assert caught.value.may_be_billed
    assert not caught.value.repeatable


def test_a_stream_that_breaks_off_after_a_preview_may_have_been_charged(settings):
    body = sse(PARTIAL)

    def talk(connection):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        connection.sendall(f"{len(body):x}\r\n".encode() + body + b"\r\n")

    partials = []
    with raw_server(talk) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        with pytest.raises(OutageError) as caught:
            run(asked(partial_images=1), NOTHING, on_partial=partials.append)
    assert len(partials) == 1
    assert caught.value.may_be_billed
    assert not caught.value.repeatable


def test_pictures_that_came_before_an_error_are_kept_with_a_warning(settings):
    failure = {"type": "error", "error": {"type": "server_error", "message": "oops"}}
    with serving(_streaming(sse(COMPLETED, failure))) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(asked(partial_images=1, n=2), NOTHING)
    assert len(outcome.images) == 1
    assert len(outcome.warnings) == 1


def test_fewer_pictures_than_asked_are_kept_with_a_warning(settings):
    with serving(_streaming(sse(COMPLETED))) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(asked(partial_images=1, n=3), NOTHING)
    assert outcome.warnings == ("2 of 3 pictures did not arrive.",)
