"""Whatever a server answers, it ends in pictures or in an error of ours."""

import json

import httpx2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.imaging.request import FIELDS
from playground.providers import images_api, responses_api
from playground.providers.answers import Progress
from playground.providers.client import connection
from playground.providers.errors import ProviderError
from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals import refusal

NAMES = st.sampled_from(
    [
        "action", "b64_json", "categories", "code", "content", "created", "data",
        "detail", "details", "error", "id", "image_gen", "incomplete_details",
        "inner_error", "loc", "message", "moderation_details", "moderation_stage", "msg",
        "output", "param", "reason", "result", "revised_prompt", "size", "status",
        "svg_usage", "text", "tool_usage", "tools", "type", "url", "usage",
    ]
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "", "completed", "failed", "image_generation", "image_generation_call", "message",
        "moderation_blocked", "rate_limit_exceeded", "iVBORw0KGgo=", "tools[0].size", "[",
        "data:,", "http://[::1", "Please try again in 1.2.3s", "for image 9", "incomplete",
        "safety_violations=[", "The model 'x' does not exist.", "mask", "%s {0}",
    ]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner),
    max_leaves=25,
)
QUIET = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _response(body):
    request = httpx2.Request("POST", "http://127.0.0.1:9/v1/images/generations")
    return httpx2.Response(200, json=body, request=request)


def _progress():
    return Progress(None, model="gpt-image-2", key="", host="127.0.0.1")


@QUIET
@given(body=JSON, status=st.sampled_from([None, 400, 403, 404, 422, 429, 500, 503]))
def test_any_refusal_is_told(body, status):
    error = refusal(Fault.from_body(body, status=status))
    assert error.message
    assert error.remedy
    assert error.param is None or error.param in FIELDS
    assert not (error.repeatable and error.may_be_billed)
    error.to_json()


@QUIET
@given(body=st.dictionaries(NAMES, JSON).map(lambda body: {"data": [body], **body}))
def test_any_answer_of_the_images_route_is_read(body):
    try:
        outcome = images_api._read_whole(_json_only(body), connection(), None)
    except ProviderError:
        return
    assert all(isinstance(image.data, bytes) for image in outcome.images)


@QUIET
@given(
    body=st.dictionaries(NAMES, JSON),
    items=st.lists(st.dictionaries(NAMES, JSON)),
)
def test_any_answer_of_the_responses_route_is_read(body, items):
    calls = [{"type": "image_generation_call", **item} for item in items]
    body = {**body, "output": [*calls, *items]}
    try:
        outcome = responses_api._read(body, _response({}), _progress())
    except ProviderError:
        return
    assert outcome.images


def _json_only(body):
    """Leave out the numbers that JSON has no word for."""
    text = json.dumps(body).replace("NaN", "0").replace("Infinity", "0")
    return _response(json.loads(text))
