"""The Images route with the real client, against the simulator and over HTTP."""

import io

import pytest
from PIL import Image

from playground.imaging.outcome import InputFile, InputFiles
from playground.imaging.request import ImageRequest
from playground.providers.errors import OutageError, RequestError
from playground.providers.run import run
from tests.providers.drawing import MODEL, NOTHING, asked
from tests.providers.odd_bodies import b64
from tests.providers.servers import answering, input_file, picture, serving
from tests.quick_simulator.app import create_app


def test_the_simulator_makes_a_picture_and_says_what_it_did():
    outcome = run(asked(size="1536x1024"), NOTHING)
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
    outcome = run(asked(n=3), NOTHING)
    assert len({image.data for image in outcome.images}) == 3


def test_a_request_says_only_what_was_chosen(settings):
    server = answering({"data": [{"b64_json": b64(picture())}]})
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        run(ImageRequest(prompt="a fox", model=MODEL), NOTHING)
        run(asked(n=2, background="opaque", moderation="low"), NOTHING)
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
    server = answering({"data": [{"b64_json": b64(picture())}]})
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        run(
            asked(
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
    server = answering({"data": [{"b64_json": b64(picture())}]})
    with serving(server) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        run(
            asked(sources=("a",), markup="b", input_fidelity="high"),
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
    request = asked(sources=("a",))
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
            run(asked(sources=("a",), route=route), InputFiles(sources=(file,)))
    assert server.seen == []
    assert caught.value.param == "sources"
    assert not caught.value.may_be_billed


def test_the_simulator_edits_over_http_and_in_process_alike(settings):
    files = InputFiles(sources=(input_file(picture("red", size=256)),))
    request = asked(sources=("a",), partial_images=1)
    outcome = run(request, files)
    assert outcome.usage["input_tokens_details"]["image_tokens"] > 0
    with serving(create_app()) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        again = run(request, files)
    assert again.usage == outcome.usage


def test_a_large_upload_in_process_goes_through_a_file(settings):
    plain = Image.new("RGB", (1000, 750))
    buffer = io.BytesIO()
    plain.save(buffer, "PNG", compress_level=0)
    files = InputFiles(sources=(input_file(buffer.getvalue()),))
    assert len(buffer.getvalue()) > 2 * 2**20
    assert run(asked(sources=("a",)), files).images


def test_svg_usage_is_kept_apart(settings):
    svg_usage = {"input_tokens": 5, "output_tokens": 9, "model": "gpt-5"}
    body = {"data": [{"b64_json": b64(b"<svg/>")}], "svg_usage": svg_usage}
    with serving(answering(body)) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        outcome = run(asked(output_format="svg"), NOTHING)
    assert outcome.svg_usage == svg_usage
    assert outcome.usage is None
