"""The Images route with the real client, against the simulator and over HTTP."""

import base64
import io
import json
import threading

import pytest
from PIL import Image

from playground.imaging.outcome import InputFile, InputFiles
from playground.imaging.request import ImageRequest
from playground.providers.errors import AnswerError, OutageError, RequestError
from playground.providers.run import run
from playground.simulator.app import create_app
from playground.simulator.pace import Pace
from tests.providers.servers import (
    Server,
    answering,
    input_file,
    picture,
    raw_server,
    serving,
)

MODEL = "gpt-image-2.5-flare"
NOTHING = InputFiles()


def _request(**values):
    return ImageRequest(prompt="a fox", model=MODEL, quality="low", **values)


def _b64(data):
    return base64.b64encode(data).decode()


def _sse(*events):
    return "".join(
        f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events
    ).encode()


PARTIAL = {
    "type": "image_generation.partial_image",
    "b64_json": _b64(picture("grey")),
    "partial_image_index": 0,
}
COMPLETED = {
    "type": "image_generation.completed",
    "b64_json": _b64(picture("teal")),
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


def test_the_simulator_makes_a_picture_and_says_what_it_did():
    outcome = run(_request(size="1536x1024"), NOTHING)
    [image] = outcome.images
    with Image.open(io.BytesIO(image.data)) as opened:
        assert (opened.format, opened.size) == ("PNG", (1536, 1024))
    assert image.resolved.size == "1536x1024"
    assert image.resolved.quality == "low"
    assert image.resolved.background == "opaque"
    assert image.resolved.output_format == "png"
    assert outcome.usage["output_tokens"] == 158
    assert outcome.request_id.startswith("req_")
    assert outcome.processing_ms is not None
    assert outcome.warnings == ()


def test_several_pictures_come_in_one_answer():
    outcome = run(_request(n=3), NOTHING)
    assert len({image.data for image in outcome.images}) == 3


def test_partial_pictures_arrive_in_order_before_the_picture():
    partials = []
    outcome = run(_request(partial_images=3), NOTHING, on_partial=partials.append)
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
    one = run(_request(partial_images=1), NOTHING).usage
    two = run(_request(partial_images=1, n=2), NOTHING)
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
    run(_request(partial_images=1), NOTHING, on_partial=lambda partial: seen.set())
    assert in_time == [True]


def test_over_http_a_preview_is_there_before_the_picture(settings):
    picture_wanted = threading.Event()

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        yield _sse(PARTIAL)
        picture_wanted.wait(5)
        yield _sse(COMPLETED)

    with serving(application) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(
            _request(partial_images=1),
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

    outcome = run(_request(partial_images=3), NOTHING, on_partial=full)
    assert len(outcome.images) == 1
    assert len(calls) == 1
    assert "without previews" in caplog.text


def test_a_request_says_only_what_was_chosen(settings):
    server = answering({"data": [{"b64_json": _b64(picture())}]})
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        run(ImageRequest(prompt="a fox", model=MODEL), NOTHING)
        run(_request(n=2, background="opaque", moderation="low"), NOTHING)
    bare, chosen = (seen.json for seen in server.seen)
    assert bare == {"prompt": "a fox", "model": MODEL}
    assert chosen == {
        "prompt": "a fox",
        "model": MODEL,
        "quality": "low",
        "n": 2,
        "background": "opaque",
        "moderation": "low",
    }


def test_an_edit_sends_named_and_typed_parts_after_the_settings(settings):
    first, second, mask = picture("red"), picture("blue"), picture("grey", "LA")
    server = answering({"data": [{"b64_json": _b64(picture())}]})
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        run(
            _request(
                moderation="low",
                svg_model="gpt-5",
                svg_effort="low",
                sources=("a", "b"),
                mask="c",
            ),
            InputFiles(
                sources=(input_file(first, "cat.png"), input_file(second, "dog.webp")),
                mask=input_file(mask, "mask.png"),
            ),
        )
    [seen] = server.seen
    assert seen.path == "/v1/images/edits"
    settings_sent = {name: data for name, file, _, data in seen.parts if file is None}
    assert settings_sent == {
        "prompt": b"a fox",
        "model": MODEL.encode(),
        "quality": b"low",
        "moderation": b"low",
        "svg[model]": b"gpt-5",
        "svg[reasoning][effort]": b"low",
    }
    assert [part for part in seen.parts if part[1]] == [
        ("image[]", "cat.png", "image/png", first),
        ("image[]", "dog.webp", "image/webp", second),
        ("mask", "mask.png", "image/png", mask),
    ]
    first_file = [part[1] for part in seen.parts].index("cat.png")
    assert all(part[1] is None for part in seen.parts[:first_file])


def test_one_source_is_sent_as_one_and_markup_by_its_own_name(settings):
    server = answering({"data": [{"b64_json": _b64(picture())}]})
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        run(
            _request(sources=("a",), markup="b", input_fidelity="high"),
            InputFiles(
                sources=(input_file(picture(), "cat.png"),),
                markup=input_file(picture("red", "RGBA"), "markup.png"),
            ),
        )
    names = [(name, file) for name, file, _, _ in server.seen[0].parts]
    assert ("image", "cat.png") in names
    assert ("markup", "markup.png") in names
    assert ("input_fidelity", None) in names


def test_files_are_closed_after_the_call_also_when_it_fails(settings):
    opened = []

    def source():
        opened.append(io.BytesIO(picture()))
        return opened[-1]

    file = InputFile(name="a.png", media_type="image/png", bytes=1, open=source)
    request = _request(sources=("a",))
    run(request, InputFiles(sources=(file,)))
    with pytest.raises(OutageError):
        run(request, InputFiles(sources=(file,)), scenario="server-error")
    assert [stream.closed for stream in opened] == [True, True]


@pytest.mark.parametrize("problem", [FileNotFoundError, RuntimeError])
@pytest.mark.parametrize("route", ["images", "responses"])
def test_a_source_that_is_gone_stops_the_call_before_it_is_sent(
    settings, problem, route
):
    def gone():
        raise problem("sources/a.png")

    file = InputFile(name="a.png", media_type="image/png", bytes=1, open=gone)
    server = answering({})
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        with pytest.raises(RequestError) as caught:
            run(_request(sources=("a",), route=route), InputFiles(sources=(file,)))
    assert server.seen == []
    assert caught.value.param == "sources"
    assert not caught.value.may_be_billed


def test_the_simulator_edits_over_http_and_in_process_alike(settings):
    files = InputFiles(sources=(input_file(picture("red", size=256)),))
    request = _request(sources=("a",), partial_images=1)
    outcome = run(request, files)
    assert outcome.usage["input_tokens_details"]["image_tokens"] > 0
    with serving(create_app()) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        again = run(request, files)
    assert again.usage == outcome.usage


def test_a_large_upload_in_process_goes_through_a_file(settings):
    noise = Image.effect_noise((1400, 1400), 90).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")
    files = InputFiles(sources=(input_file(buffer.getvalue()),))
    assert len(buffer.getvalue()) > 2 * 2**20
    assert run(_request(sources=("a",)), files).images


def test_a_server_that_does_not_stream_may_answer_in_one_piece(settings):
    with serving(answering({"data": [{"b64_json": _b64(picture())}]})) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        assert run(_request(partial_images=2), NOTHING).images[0].data == picture()


def test_an_added_done_ends_a_stream_quietly(settings):
    with serving(_streaming(_sse(PARTIAL, COMPLETED) + b"data: [DONE]\n\n")) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(_request(partial_images=1), NOTHING)
    assert outcome.created == 1_790_000_000
    assert outcome.warnings == ()


def test_a_stream_that_ends_without_a_picture_may_have_been_charged(settings):
    with serving(_streaming(_sse(PARTIAL))) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        with pytest.raises(AnswerError) as caught:
            run(_request(partial_images=1), NOTHING)
    assert caught.value.may_be_billed
    assert not caught.value.repeatable


def test_a_stream_that_breaks_off_after_a_preview_may_have_been_charged(settings):
    body = _sse(PARTIAL)

    def talk(connection):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        connection.sendall(f"{len(body):x}\r\n".encode() + body + b"\r\n")

    partials = []
    with raw_server(talk) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        with pytest.raises(OutageError) as caught:
            run(_request(partial_images=1), NOTHING, on_partial=partials.append)
    assert len(partials) == 1
    assert caught.value.may_be_billed
    assert not caught.value.repeatable


def test_pictures_that_came_before_an_error_are_kept_with_a_warning(settings):
    failure = {"type": "error", "error": {"type": "server_error", "message": "oops"}}
    with serving(_streaming(_sse(COMPLETED, failure))) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(_request(partial_images=1, n=2), NOTHING)
    assert len(outcome.images) == 1
    assert len(outcome.warnings) == 1


def test_fewer_pictures_than_asked_are_kept_with_a_warning(settings):
    with serving(_streaming(_sse(COMPLETED))) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(_request(partial_images=1, n=3), NOTHING)
    assert outcome.warnings == ("2 of 3 pictures did not arrive.",)


def test_svg_usage_is_kept_apart(settings):
    svg_usage = {"input_tokens": 5, "output_tokens": 9, "model": "gpt-5"}
    body = {"data": [{"b64_json": _b64(b"<svg/>")}], "svg_usage": svg_usage}
    with serving(answering(body)) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(_request(output_format="svg"), NOTHING)
    assert outcome.svg_usage == svg_usage
    assert outcome.usage is None
