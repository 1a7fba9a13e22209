"""Settings inside of files: copies of ours, and what other programs write."""

import io

import pytest
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from playground.library.embedded_metadata import (
    CannotEmbed,
    copy_with_parameters,
    embedded,
    request_told,
)
from tests.factories import image, picture_bytes

pytestmark = pytest.mark.django_db
PROMPT = 'a "fox" & <owl>, été\n--> 狐\nSteps: none'


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_a_copy_tells_its_settings_and_has_the_same_pixels(kind):
    data = picture_bytes(format=kind)
    made = image(prompt=PROMPT, quality="high", format=kind, data=data)
    copy = copy_with_parameters(data, made)

    told = request_told(embedded(io.BytesIO(copy)))
    assert (told.prompt, told.quality) == (PROMPT, "high")
    assert told.model == made.generation.request.model
    with Pillow.open(io.BytesIO(copy)) as now, Pillow.open(io.BytesIO(data)) as before:
        assert now.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


def test_half_a_character_is_no_text_that_is_kept():
    told = request_told({"prompt": "a \ud800 fox", "model": "gpt-\udfff"})
    assert f"{told.prompt} {told.model}".encode()


def test_what_has_no_place_for_settings_is_refused():
    made = image(format="gif", data=picture_bytes("gif"))
    with pytest.raises(CannotEmbed, match="GIF has no place"):
        copy_with_parameters(picture_bytes("gif"), made)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"])
def test_what_is_no_picture_tells_nothing(data):
    assert embedded(io.BytesIO(data)) == {}


@pytest.mark.parametrize(
    ("written", "prompt", "model"),
    [
        ("Steps: 20, Sampler: Euler, Model: dream-1", "", "dream-1"),
        (
            "a poster\nModel: a woman in red\nNegative prompt: blur\nSteps: 9, Model: d2",
            "a poster\nModel: a woman in red",
            "d2",
        ),
        (
            "a poster\nModel: a woman in red",
            "a poster\nModel: a woman in red",
            "unknown",
        ),
        (
            "a fox\nModel: gpt-image-2, Size: 64x64, Quality: high",
            "a fox",
            "gpt-image-2",
        ),
    ],
)
def test_settings_are_the_last_line_of_their_kind(written, prompt, model):
    info = PngInfo()
    info.add_text("parameters", written)
    buffer = io.BytesIO()
    Pillow.new("RGB", (8, 8)).save(buffer, "PNG", pnginfo=info)
    told = request_told(embedded(buffer))
    assert (told.prompt, told.model) == (prompt, model)
