"""What is on offer beside a request, and what gives way to another value."""

from typing import Any

import pytest

from playground.imaging.request import ImageRequest
from tests.imaging.judging import FLARE, ONE_FIVE, TODAY, ask, judge
from tests.rules import adapted, choices, unavailable

# --- Choices -----------------------------------------------------------------


def pick(parameter: str, request: ImageRequest, **options: Any) -> dict[Any, Any]:
    options = {"day": TODAY, "provider": "openai"} | options
    return {choice.value: choice for choice in choices(parameter, request, **options)}


def test_the_qualities_are_those_of_the_model():
    assert list(pick("quality", ask())) == [
        "auto",
        "low",
        "medium",
        "high",
        "xhigh",
        "max",
    ]
    assert list(pick("quality", ask(model=ONE_FIVE)))[-1] == "high"


def test_a_value_that_clashes_says_why():
    found = pick("output_format", ask(background="transparent"))
    assert found["webp"].legal
    assert not found["jpeg"].legal
    assert "needs PNG or WebP" in found["jpeg"].why_not


def test_the_present_value_is_always_among_the_choices():
    found = pick("quality", ask(quality="ultra"))
    assert not found["ultra"].legal
    assert found["high"].legal


def test_another_model_names_what_else_would_change():
    found = pick("model", ask(quality="max", size="1536x864"))
    assert found[ONE_FIVE].legal
    assert found[ONE_FIVE].changes == ("quality", "size")
    assert found["gpt-image-2.5-flare"].changes == ()


def test_the_responses_route_is_no_choice_for_several_pictures():
    assert not pick("route", ask(n=3))["responses"].legal
    assert pick("route", ask())["responses"].legal


def test_sizes_of_a_gif_follow_its_frames():
    found = pick("size", ask(model=FLARE, output_format="gif", frame_count=16))
    assert found["720x720"].legal
    assert not found["1024x1024"].legal


def test_what_has_no_values_has_no_choices():
    for parameter in ("prompt", "sources", "mask", "safety_identifier"):
        assert pick(parameter, ask()) == {}
    assert pick("complexity", ask()) == {}


def test_labels_are_words():
    assert pick("size", ask())["1024x1024"].label == "1024×1024"
    assert pick("quality", ask())["xhigh"].label == "Extra high"
    assert pick("output_format", ask())["webp"].label == "WebP"
    assert pick("model", ask())[FLARE].label == "2.6 Flare"


@pytest.mark.parametrize(
    ("parameter", "values", "why"),
    [
        (
            "n",
            {"route": "responses"},
            "On the Responses route the prompt says how many.",
        ),
        ("n", {}, ""),
        ("output_compression", {}, "Only JPEG and WebP can be compressed."),
        ("output_compression", {"output_format": "jpeg"}, ""),
        ("input_fidelity", {}, "2.5 Sunburst has no such setting."),
        ("input_fidelity", {"model": ONE_FIVE}, "Only with a source picture."),
        ("input_fidelity", {"model": ONE_FIVE, "sources": ("a",)}, ""),
        ("complexity", {"model": FLARE}, ""),
        ("frame_count", {}, "Only for GIF."),
        ("action", {}, "Only on the Responses route."),
        ("action", {"previous": "abc"}, ""),
        ("quality", {}, ""),
    ],
)
def test_a_control_that_is_not_offered_says_why(
    parameter: str, values: dict[str, Any], why: str
):
    found = unavailable(parameter, ask(**values), day=TODAY, provider="openai")
    assert found == why


def test_a_changed_model_keeps_what_is_legal_and_tells_what_is_not():
    request = ask(model=ONE_FIVE, quality="max", size="1536x864", n=3)
    kept, lost = adapted(request, day=TODAY, provider="openai")
    assert (kept.quality, kept.size, kept.n) == ("auto", "auto", 3)
    assert {problem.field for problem in lost} == {"quality", "size"}
    assert judge(kept) == {}


def test_what_cannot_be_put_back_is_left_as_it_is():
    request = ask(prompt="", model="gpt-image-1")
    assert adapted(request, day=TODAY, provider="openai") == (request, ())
