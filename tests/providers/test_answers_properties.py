"""Whatever a server answers, it ends in pictures or in an error of ours."""

import contextlib
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.imaging.outcome import Outcome
from playground.imaging.request import FIELDS
from playground.providers.errors import ProviderError
from playground.providers.errors.fault import Fault
from playground.providers.errors.mapping import map_error
from playground.providers.errors.refusals import refusal
from playground.providers.head import Head
from playground.providers.reading.frames import _Closing
from playground.providers.reading.pictures import Unreadable
from playground.providers.reading.reader import Reader

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
FEW = 3  # More of the same in a list take the longest to draw, and show nothing new.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(),
    lambda inner: (
        st.lists(inner, max_size=FEW) | st.dictionaries(NAMES, inner, max_size=2 * FEW)
    ),
    max_leaves=15,
)
QUIET = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def _read(body: object, **head: object) -> Outcome:
    def refused(url: str) -> bytes:
        raise Unreadable(url)

    reader = Reader(Head(**head), load=refused, explain=map_error)
    reader.feed(json.dumps(body).encode())
    return reader.outcome()


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
@given(
    body=st.dictionaries(NAMES, JSON, max_size=2 * FEW),
    items=st.lists(st.dictionaries(NAMES, JSON, max_size=2 * FEW), max_size=FEW),
    n=st.sampled_from([None, 1, 4]),
)
def test_any_answer_of_either_route_is_read(body, items, n):
    calls = [{"type": "image_generation_call", **item} for item in items]
    for shape in (
        {"data": [body, *items], **body},
        {**body, "output": [*calls, *items]},
        {**body, "type": "image_generation.completed"},
        {"type": "response.completed", "response": {**body, "output": calls}},
        [body, *calls],
    ):
        try:
            outcome = _read(shape, n=n, model="gpt-image-2", place="127.0.0.1:9")
        except ProviderError:
            continue
        assert outcome.images or outcome.error
        assert all(isinstance(image.data, bytes) for image in outcome.images)


@QUIET
@given(start=st.binary(max_size=40), cut=st.integers(0, 3000))
def test_any_bytes_are_read_or_told(start, cut):
    whole = json.dumps({"data": [{"b64_json": "iVBORw0KGgo=" * 200}]}).encode()
    for body in (start, whole[:cut], start + whole, b"data: " + whole[:cut]):
        reader = Reader(Head(n=1), load=lambda url: b"", explain=map_error)
        for byte in range(0, len(body), 7):
            reader.feed(body[byte : byte + 7])
        with contextlib.suppress(ProviderError):
            reader.outcome()


@QUIET
@given(
    body=st.dictionaries(st.text(max_size=9), JSON, max_size=FEW),
    sizes=st.lists(st.integers(1, 9)),
)
def test_the_end_of_a_json_text_is_seen_however_it_is_cut(body, sizes):
    raw = json.dumps({"a": 'x\\"}{', **body}).encode()
    closing, place = _Closing(), 0
    for size in [*sizes, len(raw)]:
        piece = raw[place : place + size]
        place += len(piece)
        assert closing.feed(piece) == (place == len(raw))
        if place == len(raw):
            break
