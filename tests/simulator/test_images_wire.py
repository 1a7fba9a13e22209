"""What an image answer looks like, byte for byte and type for type."""

import base64
import io
import json

import pytest
from openai.types import ImagesResponse
from PIL import Image

from tests.simulator.conftest import MODEL, events, picture, png


def test_an_answer_is_indented_json_in_the_recorded_order_of_keys(raw):
    answer = raw.generate(prompt="A fox", model=MODEL, quality="low", size="1024x1024")

    body = answer.json()
    assert answer.status_code == 200
    assert answer.content == json.dumps(body, indent=2).encode()
    assert list(body) == [
        "created",
        "background",
        "data",
        "output_format",
        "quality",
        "size",
        "usage",
    ]
    assert list(body["usage"]) == [
        "input_tokens",
        "input_tokens_details",
        "output_tokens",
        "output_tokens_details",
        "total_tokens",
    ]
    assert [list(entry) for entry in body["data"]] == [["b64_json"]]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"n": 2},
        {"quality": "max"},
        {"background": "transparent"},
        {"output_format": "jpeg", "output_compression": 40},
        {"output_format": "webp"},
        {"size": "1536x864"},
        {"user": "u"},
        {"safety_identifier": "s", "user": "u"},
        {"model": "gpt-image-2.6-flare", "output_format": "gif", "frame_count": 3},
        {"model": "gpt-image-2.6-sunburst", "output_format": "svg"},
        {"model": "gpt-image-1.5"},
    ],
)
def test_every_answer_is_strictly_of_the_sdks_type(raw, more):
    answer = raw.generate(**{"prompt": "A fox", "model": MODEL, **more})

    assert answer.status_code == 200, answer.text
    parsed = ImagesResponse.model_validate_json(answer.content, strict=True)
    assert not parsed.model_extra
    assert parsed.usage
    assert not parsed.usage.model_extra


def test_the_official_client_gets_a_picture_of_the_size_and_mode_it_is_told(client):
    answer = client().images.generate(
        prompt="A sticker of a fox", model=MODEL, quality="low", size="1536x1024"
    )

    assert answer.data
    image = Image.open(io.BytesIO(base64.b64decode(answer.data[0].b64_json or "")))
    assert (answer.size, answer.background) == ("1536x1024", "transparent")
    assert (image.format, image.size, image.mode) == ("PNG", (1536, 1024), "RGBA")


def test_the_headers_are_those_of_the_api(raw):
    headers = raw.generate(prompt="A fox", model=MODEL, quality="low").headers

    assert headers["content-type"] == "application/json"
    assert headers["openai-version"] == "2020-10-01"
    assert headers["openai-organization"]
    assert headers["openai-project"]
    assert headers["openai-processing-ms"].isdigit()
    assert headers["x-request-id"].startswith("req_")
    assert headers["server"] == "cloudflare"
    assert headers["cf-ray"]
    assert headers["cf-cache-status"] == "DYNAMIC"
    assert headers["alt-svc"] == 'h3=":443"; ma=86400'
    assert headers["access-control-expose-headers"] == "X-Request-ID, CF-Ray"
    assert headers["strict-transport-security"].endswith("preload")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["set-cookie"]
    assert not [name for name in headers if name.startswith("x-ratelimit")]


def test_a_clients_organisation_and_project_come_back_unless_they_are_strange(raw):
    def post(organization):
        return raw.post(
            "/v1/images/generations",
            {"prompt": "A fox", "model": MODEL, "quality": "low"},
            headers={"OpenAI-Organization": organization, "OpenAI-Project": "proj_1"},
        ).headers

    assert post("org-mine")["openai-organization"] == "org-mine"
    assert post("org-mine")["openai-project"] == "proj_1"
    assert post("a b; c")["openai-organization"] == "simulator"


def test_two_draws_of_one_request_differ(raw):
    first, second = (
        raw.generate(prompt="A fox", model=MODEL, quality="low").json()["data"][0]
        for _ in range(2)
    )

    assert first != second


@pytest.mark.parametrize(
    ("model", "asked", "told"),
    [
        ("gpt-image-1.5", "auto", "medium"),
        ("gpt-image-2.6-sunburst", None, "high"),
        (MODEL, "max", "max"),
    ],
)
def test_the_quality_that_comes_back_is_the_one_that_was_used(raw, model, asked, told):
    answer = raw.generate(prompt="A fox", model=model, quality=asked)

    assert answer.json()["quality"] == told


@pytest.mark.parametrize(
    ("prompt", "size"),
    [
        ("A fox", "1024x1024"),
        ("A wide panorama of hills", "1536x1024"),
        ("A poster of a fox", "1024x1536"),
    ],
)
def test_an_automatic_size_follows_the_words(raw, prompt, size):
    answer = raw.generate(prompt=prompt, model=MODEL, quality="low", size="auto")

    assert answer.json()["size"] == size


def test_an_automatic_size_of_an_edit_follows_the_source(raw):
    def size(model, source):
        files = [png(data=picture(source))]
        answer = raw.edit(files, prompt="A hat", model=model, quality="low")
        return answer.json()["size"]

    # Not a multiple of 16: so it has been seen.
    assert size(MODEL, (300, 300)) == "1254x1254"
    assert size("gpt-image-1.5", (300, 200)) == "1536x1024"
    assert size("gpt-image-1.5", (200, 300)) == "1024x1536"


def test_the_identifier_in_effect_comes_back(raw):
    def told(**more):
        body = raw.generate(prompt="A fox", model=MODEL, quality="low", **more).json()
        return body.get("safety_identifier")

    assert told() is None
    assert told(user="u") == "u"
    assert told(user="u", safety_identifier="s") == "s"
    assert told(user="u", safety_identifier="") == "u"
    assert told(user=123) is None


def test_an_svg_comes_with_the_usage_of_its_author(raw):
    body = raw.generate(
        prompt="A fox",
        model="gpt-image-2.6-flare",
        output_format="svg",
        svg={"model": "gpt-5", "reasoning": {"effort": "low"}},
    ).json()

    assert body["svg_usage"]["model"] == "gpt-5"
    assert base64.b64decode(body["data"][0]["b64_json"]).lstrip().startswith(b"<")


def test_a_gif_moves(raw):
    body = raw.generate(
        prompt="A fox",
        model="gpt-image-2.6-flare",
        quality="low",
        output_format="gif",
        frame_count=3,
        frame_duration_ms=100,
        size="640x640",
    ).json()

    image = Image.open(io.BytesIO(base64.b64decode(body["data"][0]["b64_json"])))
    assert (image.format, image.n_frames, image.size) == ("GIF", 3, (640, 640))


def test_an_automatic_size_of_a_gif_fits_its_frames(raw):
    body = raw.generate(
        prompt="A fox", model="gpt-image-2.6-flare", quality="low", output_format="gif"
    ).json()

    assert body["size"] == "960x960"


def test_a_stream_sends_partial_pictures_and_then_the_picture(raw):
    answer = raw.generate(
        prompt="A fox",
        model=MODEL,
        quality="low",
        size="1024x1024",
        stream=True,
        partial_images=2,
    )

    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert "content-length" not in answer.headers
    found = events(answer.text)
    assert [name for name, _ in found] == [
        "image_generation.partial_image",
        "image_generation.partial_image",
        "image_generation.completed",
    ]
    common = [
        "type",
        "b64_json",
        "created_at",
        "size",
        "quality",
        "background",
        "output_format",
    ]
    assert list(found[0][1]) == [*common, "partial_image_index"]
    assert list(found[2][1]) == [*common, "usage"]
    assert [data.get("partial_image_index") for _, data in found] == [0, 1, None]
    assert list(found[2][1]["usage"]) == [
        "total_tokens",
        "input_tokens",
        "output_tokens",
        "input_tokens_details",
    ]
    # Each partial picture counts 100 tokens.
    assert found[2][1]["usage"]["output_tokens"] == 196 + 2 * 100


def test_a_stream_without_partial_pictures_is_one_event_a_picture(raw):
    answer = raw.generate(prompt="A fox", model=MODEL, stream=True, n=2)

    assert [name for name, _ in events(answer.text)] == [
        "image_generation.completed",
        "image_generation.completed",
    ]


def test_every_event_is_strictly_of_the_sdks_type(raw):
    from openai.types import (
        ImageEditCompletedEvent,
        ImageEditPartialImageEvent,
        ImageGenCompletedEvent,
        ImageGenPartialImageEvent,
    )

    types = {
        "image_generation.partial_image": ImageGenPartialImageEvent,
        "image_generation.completed": ImageGenCompletedEvent,
        "image_edit.partial_image": ImageEditPartialImageEvent,
        "image_edit.completed": ImageEditCompletedEvent,
    }
    wanted = {"prompt": "A fox", "model": MODEL, "quality": "low", "user": "u"}
    generated = raw.generate(**wanted, stream=True, partial_images=1)
    edited = raw.edit([png()], **wanted, stream="true", partial_images="1")

    found = events(generated.text) + events(edited.text)
    assert {name for name, _ in found} == set(types)
    for name, data in found:
        event = types[name].model_validate(data, strict=True)
        assert event.type == name
        assert not event.model_extra


def test_the_official_client_reads_the_stream(client):
    stream = client().images.generate(
        prompt="A fox", model=MODEL, quality="low", stream=True, partial_images=3
    )

    kinds = [event.type for event in stream]
    assert kinds == ["image_generation.partial_image"] * 3 + [
        "image_generation.completed"
    ]


def test_azures_address_and_header_work(raw):
    answer = raw.http.post(
        "/openai/v1/images/generations",
        json={"prompt": "A fox", "model": MODEL, "quality": "low"},
        headers={"api-key": "sim-ok"},
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/images/variations"),
        ("GET", "/v1/images/generations"),
        ("POST", "/v1/models"),
        ("GET", "/v1/files"),
        ("GET", "/"),
        ("DELETE", "/v1/responses/resp_1"),
        ("GET", "/files/unknown"),
    ],
)
def test_an_address_the_api_does_not_have_is_an_empty_404(raw, method, path):
    answer = raw.http.request(method, path)

    assert (answer.status_code, answer.content) == (404, b"")
    assert answer.headers["x-content-type-options"] == "nosniff"
