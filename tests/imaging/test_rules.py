""""""

from datetime import date
from typing import Any

import pytest

from playground.catalog.model import MASK_MAX_BYTES, SOURCE_MAX_BYTES
from playground.imaging.rule_types import FileFacts
from tests.imaging.judging import FLARE, ONE_FIVE, ask, judge

SHUTDOWN = date(2026, 12, 1)


def file(**values: Any) -> FileFacts:
    facts = {
        "sha256": "a",
        "format": "png",
        "width_px": 64,
        "height_px": 48,
        "bytes": 1000,
        "has_alpha": True,
        "name": "kite.png",
    }
    return FileFacts(**(facts | values))


def test_a_plain_request_has_no_problem():
    assert judge(ask()) == {}


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        # prompt
        ({"prompt": ""}, "prompt", "Write what the picture should show."),
        ({"prompt": " \n\t "}, "prompt", "Write what the picture should show."),
        ({"prompt": "x" * 32_001}, "prompt", "has 32,001 characters; 32,000 are"),
        ({"prompt": "a\0b"}, "prompt", "not text"),
        ({"prompt": "a\ud800b"}, "prompt", "not text"),
        # model
        ({"model": ""}, "model", "Choose a model."),
        ({"model": "gpt-image-2.5"}, "model", "Did you mean gpt-image-2.5-sunburst?"),
        ({"model": "zebra"}, "model", "There is no image model called 'zebra'."),
        (
            {"model": "gpt-image-1"},
            "model",
            "switched off on 23 October 2026. Use gpt-image-2.5-sunburst instead.",
        ),
        ({"model": "dall-e-3"}, "model", "switched off on 12 May 2026."),
        ({"model": "gpt-image-1-mini-2025-10-06"}, "model", "only on compatible"),
        # size
        ({"size": "big"}, "size", "WIDTHxHEIGHT in pixels, for example 1536x864"),
        ({"size": ""}, "size", "WIDTHxHEIGHT"),
        ({"size": "0x0"}, "size", "WIDTHxHEIGHT"),
        ({"size": "1024X1024"}, "size", "WIDTHxHEIGHT"),
        ({"size": "1024x1024 "}, "size", "WIDTHxHEIGHT"),
        ({"size": "1000x1000"}, "size", "go in steps of 16. Try 992x992."),
        ({"size": "4096x2048"}, "size", "longer edge is at most 3840. Try 3840x1920."),
        ({"size": "1536x496"}, "size", "at most 3 times the other. Try 1536x512."),
        ({"size": "512x512"}, "size", "at least 655,360 pixels in all. Try 816x816."),
        ({"size": "3840x3840"}, "size", "at most 8,294,400 pixels in all."),
        (
            {"model": ONE_FIVE, "size": "1536x864"},
            "size",
            "1.5 makes 1024x1024, 1536x1024 or 1024x1536 only.",
        ),
        ({"model": ONE_FIVE, "size": "x"}, "size", "1.5 makes 1024x1024"),
        # named values
        ({"quality": "ultra"}, "quality", "low, medium, high, xhigh or max here"),
        ({"model": "gpt-image-2", "quality": "max"}, "quality", "medium or high here"),
        ({"quality": "standard"}, "quality", "2.5 Sunburst takes"),
        ({"background": "pink"}, "background", "auto, opaque or transparent here"),
        ({"moderation": "off"}, "moderation", "auto or low here"),
        ({"output_format": "bmp"}, "output_format", "makes PNG, JPEG and WebP."),
        ({"output_format": "gif"}, "output_format", "makes PNG, JPEG and WebP."),
        (
            {"background": "transparent", "output_format": "jpeg"},
            "background",
            "A transparent background needs PNG or WebP; JPEG has none",
        ),
        # numbers
        ({"n": 0}, "n", "Choose 1 to 10 pictures."),
        ({"n": 11}, "n", "Choose 1 to 10 pictures."),
        ({"n": "2"}, "n", "Choose 1 to 10 pictures."),
        ({"n": True}, "n", "Choose 1 to 10 pictures."),
        ({"partial_images": 4}, "partial_images", "Choose 0 to 3 partial pictures."),
        ({"partial_images": -1}, "partial_images", "Choose 0 to 3"),
        ({"output_compression": 50}, "output_compression", "Only JPEG and WebP"),
        (
            {"output_compression": 101, "output_format": "jpeg"},
            "output_compression",
            "Choose 0 to 100",
        ),
        (
            {"output_compression": -1, "output_format": "webp"},
            "output_compression",
            "Choose 0 to 100",
        ),
        # what only some models take
        ({"complexity": "low"}, "complexity", "2.5 Sunburst has no such setting."),
        ({"model": FLARE, "complexity": "top"}, "complexity", "low, medium or high"),
        (
            {"input_fidelity": "high", "sources": ("a",)},
            "input_fidelity",
            "2.5 Sunburst has no such setting.",
        ),
        (
            {"model": ONE_FIVE, "input_fidelity": "high"},
            "input_fidelity",
            "Only with a source picture.",
        ),
        (
            {"model": ONE_FIVE, "input_fidelity": "top", "sources": ("a",)},
            "input_fidelity",
            "low or high",
        ),
        # GIF
        ({"frame_count": 4}, "frame_count", "Only for GIF."),
        ({"frame_duration_ms": 200}, "frame_duration_ms", "Only for GIF."),
        # SVG
        ({"svg_model": "gpt-5"}, "svg_model", "Only for SVG."),
        ({"svg_effort": "low"}, "svg_effort", "Only for SVG."),
        # edits
        ({"mask": "m"}, "mask", "A mask needs a source picture."),
        ({"markup": "m"}, "markup", "Markup needs a source picture."),
        (
            {"mask": "m", "markup": "n", "sources": ("a",)},
            "markup",
            "Markup and a mask do not go together.",
        ),
        (
            {"model": "gpt-image-2", "markup": "n", "sources": ("a",)},
            "markup",
            "2 takes no markup.",
        ),
        ({"sources": ("a",) * 17}, "sources", "17 source pictures are too many"),
        # routes
        ({"route": "post"}, "route", "auto, images or responses"),
        ({"route": "responses", "n": 2}, "n", "the prompt says how many"),
        (
            {"route": "responses", "markup": "n", "sources": ("a",)},
            "markup",
            "The Responses route takes no markup.",
        ),
        ({"route": "images", "previous": "abc"}, "route", "continues a conversation"),
        ({"route": "images", "action": "edit"}, "action", "Only on the Responses"),
        (
            {"route": "images", "responses_model": "gpt-5"},
            "responses_model",
            "Only on the Responses route.",
        ),
        ({"action": "paint"}, "action", "auto, generate or edit"),
        ({"action": "edit"}, "action", "There is no picture to edit."),
        (
            {"responses_model": "gpt-image-1.5"},
            "responses_model",
            "gpt-image-1.5 makes pictures, but the Responses route is led by a text "
            "model. Put gpt-6.1-sol here",
        ),
        ({"responses_model": "dall-e-3"}, "responses_model", "Put gpt-6.1-sol here"),
        (
            {"responses_model": " "},
            "responses_model",
            "Name a text model, or leave it out.",
        ),
        ({"responses_model": "gpt-image-9"}, "responses_model", "Put gpt-6.1-sol here"),
        ({"safety_identifier": "x" * 129}, "safety_identifier", "at most 128"),
    ],
)
def test_a_mistake_is_told_at_its_field(
    values: dict[str, Any], field: str, message: str
):
    found = judge(ask(**values))
    assert set(found) == {field}
    assert message in found[field]


@pytest.mark.parametrize(
    "values",
    [
        {"prompt": "x" * 32_000},
        {"size": "1536x864"},
        {"size": "3840x2160"},
        {"size": "1440x480"},
        {"quality": "max", "n": 10, "partial_images": 3},
        {"background": "transparent", "output_format": "webp"},
        {"output_format": "jpeg", "output_compression": 0},
        # It is what a PNG has anyway.
        {"output_compression": 100},
        {"sources": ("a",) * 16, "mask": "m", "moderation": "low"},
        {"sources": ("a",), "markup": "m"},
        {"model": ONE_FIVE, "sources": ("a",), "input_fidelity": "high"},
        {"model": FLARE, "complexity": "high"},
        {"model": FLARE, "output_format": "gif", "frame_count": 16, "size": "720x720"},
        {"model": FLARE, "output_format": "gif", "size": "1280x720"},
        {"model": FLARE, "output_format": "svg", "svg_model": "gpt-5"},
        {"previous": "abc"},
        {"responses_model": "gpt-5", "action": "generate"},
        {"route": "responses", "action": "edit", "sources": ("a",), "mask": "m"},
        {"safety_identifier": "x" * 128},
    ],
)
def test_what_the_api_takes_is_taken(values: dict[str, Any]):
    assert judge(ask(**values)) == {}


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"frame_count": 1}, "frame_count", "Choose 2 to 16 frames."),
        ({"frame_count": 17}, "frame_count", "Choose 2 to 16 frames."),
        ({"frame_duration_ms": 0}, "frame_duration_ms", "10 to 655,350 milliseconds"),
        ({"partial_images": 1}, "partial_images", "arrive finished"),
        ({"output_compression": 50}, "output_compression", "Only JPEG and WebP"),
        ({"background": "transparent"}, "background", "GIF has none here"),
        ({"mask": "m", "sources": ("a",)}, "mask", "A GIF takes no mask."),
        ({"size": "1024x1024"}, "size", "GIF of 9 frames: a square one is at most 960"),
        ({"size": "960x960", "frame_count": 10}, "size", "10 frames"),
        ({"size": "2048x704"}, "size", "9 frames"),
        ({"size": "900x900"}, "size", "steps of 16"),
    ],
)
def test_moving_pictures_have_rules_of_their_own(
    values: dict[str, Any], field: str, message: str
):
    found = judge(ask(model=FLARE, output_format="gif", **values))
    assert set(found) == {field}
    assert message in found[field]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"n": 2}, "n"),
        ({"partial_images": 1}, "partial_images"),
        ({"output_compression": 100}, "output_compression"),
        ({"svg_model": "gpt-5", "svg_effort": "huge"}, "svg_effort"),
        ({"svg_effort": "low"}, "svg_model"),
        ({"background": "transparent"}, "background"),
    ],
)
def test_line_drawings_have_rules_of_their_own(values: dict[str, Any], field: str):
    assert set(judge(ask(model=FLARE, output_format="svg", **values))) == {field}


# --- Files -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({"format": "gif", "name": "cat.gif"}, "cat.gif is GIF"),
        ({"bytes": SOURCE_MAX_BYTES}, "kite.png weighs 50 MB"),
        ({"format": "tiff", "name": ""}, "Source 1 is tiff"),
    ],
)
def test_a_source_that_cannot_be_sent(source: dict[str, Any], message: str):
    found = judge(ask(sources=("a",)), sources=[file(**source)])
    assert set(found) == {"sources"}
    assert message in found["sources"]


@pytest.mark.parametrize(
    ("count", "route", "fine"),
    [
        # "data:image/png;base64," has 22 characters; 4 stand for 3 bytes.
        (15_728_622, "responses", True),
        (15_728_625, "responses", False),
        (15_728_625, "images", True),
    ],
)
def test_a_source_too_long_for_a_data_url(count: int, route: str, fine: bool):
    found = judge(ask(sources=("a",), route=route), sources=[file(bytes=count)])
    assert ("sources" not in found) == fine
    if not fine:
        assert "Use the Images route" in found["sources"]


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        ({"format": "jpeg"}, "The mask has to be a PNG; this is JPEG."),
        ({"has_alpha": False}, "no alpha channel"),
        ({"fully_opaque": True}, "Paint the area to change."),
        ({"width_px": 32}, "is 32×48, the first source 64×48"),
        ({"bytes": MASK_MAX_BYTES}, "weighs 4 MB"),
    ],
)
def test_a_mask_that_cannot_be_sent(mask: dict[str, Any], message: str):
    request = ask(sources=("a", "b"), mask="m")
    sources = [file(), file(width_px=10, height_px=10)]
    found = judge(request, sources=sources, mask=file(**mask))
    assert set(found) == {"mask"}
    assert message in found["mask"]


def test_markup_needs_transparent_pixels():
    request = ask(sources=("a",), markup="m")
    found = judge(request, sources=[file()], markup=file(fully_opaque=True))
    assert "covers the whole picture" in found["markup"]


def test_a_right_mask_and_right_markup_pass():
    request = ask(sources=("a",), mask="m")
    assert judge(request, sources=[file()], mask=file()) == {}
    request = ask(sources=("a",), markup="m")
    assert judge(request, sources=[file()], markup=file()) == {}


# --- Days and providers ------------------------------------------------------


def test_a_model_is_refused_from_its_last_day_on():
    assert judge(ask(model=ONE_FIVE)) == {}
    found = judge(ask(model=ONE_FIVE), day=SHUTDOWN)
    assert "1 December 2026. Use gpt-image-2.6-sunburst instead." in found["model"]


@pytest.mark.parametrize("provider", ["compatible", "simulator"])
def test_legacy_models_stay_usable_elsewhere(provider: str):
    request = ask(model=ONE_FIVE, input_fidelity="high", sources=("a",))
    assert judge(request, day=SHUTDOWN, provider=provider) == {}


def test_a_model_of_tomorrow_is_refused_with_its_day():
    found = judge(ask(model=FLARE), day=date(2026, 11, 3))
    assert found["model"] == "gpt-image-2.6-flare comes on 4 November 2026."


def test_the_successor_is_one_that_can_be_called_that_day():
    found = judge(ask(model="dall-e-3"), day=date(2026, 6, 1))
    assert "Use gpt-image-2 instead." in found["model"]


def test_an_unknown_model_of_a_compatible_server_may_do_anything():
    request = ask(model="sd-cpp-local", size="512x512", quality="hd", n=4)
    assert judge(request, provider="compatible") == {}
