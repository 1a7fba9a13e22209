"""Streams of the Responses route: previews, ends that fail and ends that are missing."""

import pytest

from playground.providers.errors import AnswerError
from tests.providers.responding import call, done, partial, response, streamed
from tests.providers.servers import picture


def test_previews_are_counted_by_the_picture_they_belong_to(settings):
    partials = []
    outcome = streamed(
        settings,
        partial("ig_a", 0),
        partial("ig_a", 1),
        partial("ig_b", 0),
        {"type": "response.completed", "response": response(call("red"))},
        on_partial=partials.append,
    )
    assert [(partial.image, partial.index) for partial in partials] == [
        (0, 0),
        (0, 1),
        (1, 0),
    ]
    assert outcome.images[0].data == picture("red")


def test_pictures_of_a_stream_that_stops_are_kept_with_a_warning(settings):
    failure = {"type": "error", "code": "server_error", "message": "Oops."}
    outcome = streamed(settings, done(call("red")), failure)
    assert outcome.images[0].data == picture("red")
    assert outcome.response_id is None
    assert len(outcome.warnings) == 1


def test_a_final_event_without_its_items_takes_those_that_came_before(settings):
    outcome = streamed(
        settings,
        done(call("red")),
        {"type": "response.completed", "response": response()},
    )
    assert outcome.images[0].data == picture("red")
    assert outcome.response_id == "resp_1"


def test_an_error_within_the_stream_is_told(settings):
    failure = {"type": "error", "code": "rate_limit_exceeded", "message": "Slow down."}
    with pytest.raises(Exception, match="slow down"):
        streamed(settings, partial("ig_a", 0), failure)


def test_a_stream_that_fails_is_told_by_its_response(settings):
    error = {"code": "invalid_image", "message": "Bad picture."}
    failed = response(status="failed", error=error)
    outcome = streamed(settings, {"type": "response.failed", "response": failed})
    assert outcome.error["category"] == "request"
    assert outcome.error["param"] == "sources"


def test_a_stream_without_an_end_may_have_been_charged(settings):
    with pytest.raises(AnswerError) as caught:
        streamed(settings, partial("ig_a", 0))
    assert caught.value.may_be_billed
    assert caught.value.request_id == "req_9"
