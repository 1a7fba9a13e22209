"""Requests for the Images route, for the tests in this folder."""

from typing import Any

from playground.imaging.outcome import InputFiles
from playground.imaging.request import ImageRequest

MODEL = "gpt-image-2.5-flare"
NOTHING = InputFiles()


def asked(**values: Any) -> ImageRequest:
    return ImageRequest(prompt="a fox", model=MODEL, quality="low", **values)
