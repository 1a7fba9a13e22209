"""Which route a request takes, and why."""

import pytest

from playground.imaging.request import ImageRequest
from playground.imaging.routing import choose


def _request(**values):
    return ImageRequest(prompt="a fox", model="gpt-image-2.5-flare", **values)


@pytest.mark.parametrize(
    ("values", "route", "endpoint"),
    [
        ({}, "images", "generations"),
        ({"n": 4, "partial_images": 3}, "images", "generations"),
        ({"sources": ("a",)}, "images", "edits"),
        ({"sources": ("a",), "mask": "b"}, "images", "edits"),
        ({"previous": "abc"}, "responses", "responses"),
        ({"responses_model": "gpt-5"}, "responses", "responses"),
        ({"action": "edit", "sources": ("a",)}, "responses", "responses"),
        ({"route": "responses"}, "responses", "responses"),
        ({"route": "responses", "sources": ("a",)}, "responses", "responses"),
        ({"route": "images", "previous": "abc"}, "images", "generations"),
        ({"route": "images", "sources": ("a",)}, "images", "edits"),
    ],
)
def test_the_request_decides(values, route, endpoint):
    routing = choose(_request(**values))
    assert (routing.route, routing.endpoint) == (route, endpoint)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "your words go straight"),
        ({"sources": ("a",)}, "your pictures go straight"),
        ({"previous": "abc"}, "continues a conversation"),
        ({"responses_model": "gpt-5"}, "text model (gpt-5)"),
        ({"action": "edit"}, "action"),
        ({"route": "images"}, "You chose"),
        ({"route": "responses"}, "You chose"),
    ],
)
def test_the_reason_is_one_sentence_that_names_what_decided(values, words):
    reason = choose(_request(**values)).reason
    assert words in reason
    assert reason.endswith(".")
    assert ". " not in reason
    assert len(reason) <= 300  # As much as a generation keeps.
