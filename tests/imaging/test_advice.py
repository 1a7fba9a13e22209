"""Advice stands beside what is legal and stops nothing."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from playground.imaging.request import ImageRequest
from tests.imaging.judging import FLARE, ONE_FIVE, TODAY, ask, judge
from tests.rules import advice

# --- Advice ------------------------------------------------------------------


def hints(request: ImageRequest, day: date = TODAY) -> str:
    found = advice(request, day=day, provider="openai")
    assert all(
        field.name in ("field", "message") for field in dataclasses.fields(found[0])
    )
    return " ".join(f"{hint.field}: {hint.message}" for hint in found)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "output_format: JPEG arrives faster than PNG."),
        ({"background": "transparent"}, "quality: Transparent backgrounds come out"),
        ({"size": "1536x1024"}, "size: Square pictures are made fastest."),
        ({"size": "3840x2160"}, "size: Sizes above 2560×1440 are experimental."),
        (
            {"model": ONE_FIVE},
            "model: GPT Image 1.5 is switched off on 1 December 2026, in 10 days. "
            "gpt-image-2.6-sunburst takes its place.",
        ),
        ({"model": ONE_FIVE}, "quality: Auto has been seen to mean medium."),
        (
            {"model": FLARE},
            "OpenAI has not published what a picture of 2.6 Flare costs",
        ),
        ({"model": FLARE, "output_format": "gif"}, "GIF is a preview"),
        (
            {"model": FLARE, "background": "transparent"},
            "Nothing is published on transparency with 2.6 Flare",
        ),
        (
            {"model": "gpt-image-2", "background": "transparent"},
            "Transparency is a preview with GPT Image 2.",
        ),
        ({"sources": ("a",), "mask": "m"}, "mask: A mask guides the change"),
        (
            {"model": ONE_FIVE, "sources": ("a",), "input_fidelity": "high"},
            "adds 4,160 to 6,240 input tokens",
        ),
        ({"partial_images": 2}, "Each partial picture adds 100 tokens"),
        ({"route": "responses"}, "text model's own tokens are charged on top"),
    ],
)
def test_advice_is_given_and_stops_nothing(values: dict[str, Any], text: str):
    request = ask(**values)
    assert judge(request) == {}
    assert text in hints(request)


def test_the_last_day_is_tomorrow():
    assert ", tomorrow." in hints(ask(model=ONE_FIVE), date(2026, 11, 30))


def test_a_model_that_is_gone_gets_no_advice():
    assert advice(ask(model="gpt-image-1"), day=TODAY, provider="openai") == ()
