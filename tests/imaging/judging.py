"""Requests and files for the tests of rules."""

from datetime import date
from typing import Any

from playground.imaging.request import ImageRequest
from tests.rules import problems

TODAY = date(2026, 11, 21)
SUNBURST, FLARE, ONE_FIVE = (
    "gpt-image-2.5-sunburst",
    "gpt-image-2.6-flare",
    "gpt-image-1.5",
)


def ask(**values: Any) -> ImageRequest:
    return ImageRequest(**({"prompt": "a kite", "model": SUNBURST} | values))


def judge(request: ImageRequest, **options: Any) -> dict[str, str]:
    options = {"day": TODAY, "provider": "openai"} | options
    return {p.field: p.message for p in problems(request, **options)}
