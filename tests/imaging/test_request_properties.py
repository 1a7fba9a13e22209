"""Properties of requests, and of the rules against the simulator.

What the rules accept the simulator accepts, and on the Images route the other way
round, but for a few things that the rules refuse although the API would let them
pass: ``stricter`` names them.
"""

import base64
import hashlib
import io
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import openai
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from playground.catalog import catalog
from playground.imaging import wire
from playground.imaging.request import FIELDS, ImageRequest, apply, difference
from playground.imaging.routing import choose
from playground.imaging.rule_types import FileFacts
from playground.providers.transport import InProcessTransport
from playground.simulator.app import create_app
from tests.rules import choices, problems

TODAY = date(2026, 11, 21)

# --- Requests ----------------------------------------------------------------

text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
maybe = st.none() | text
STRATEGIES: dict[str, st.SearchStrategy[Any]] = {
    "prompt": text,
    "model": text,
    "size": text,
    "quality": text,
    "output_format": text,
    "output_compression": st.none() | st.integers(),
    "background": text,
    "moderation": text,
    "n": st.integers(),
    "partial_images": st.integers(),
    "input_fidelity": maybe,
    "complexity": maybe,
    "frame_count": st.none() | st.integers(),
    "frame_duration_ms": st.none() | st.integers(),
    "svg_model": maybe,
    "svg_effort": maybe,
    "safety_identifier": maybe,
    "route": text,
    "responses_model": maybe,
    "action": maybe,
    "sources": st.lists(text, max_size=3).map(tuple),
    "mask": maybe,
    "markup": maybe,
    "previous": maybe,
}
ANY_REQUEST = st.builds(ImageRequest, **STRATEGIES)


def test_every_field_is_drawn():
    assert set(STRATEGIES) == set(FIELDS)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[ImageRequest, ImageRequest]:
    """Two requests that often share most of their values."""
    first, other = draw(ANY_REQUEST), draw(ANY_REQUEST)
    names = draw(st.sets(st.sampled_from(FIELDS)))
    return first, first.changed(**{name: getattr(other, name) for name in names})


@settings(max_examples=50)
@given(pairs())
def test_a_difference_is_empty_exactly_for_equal_requests(pair: Any):
    first, second = pair
    assert (difference(first, second) == {}) == (first == second)
    assert difference(first, first) == {}


@settings(max_examples=50)
@given(pairs())
def test_a_difference_is_symmetric(pair: Any):
    there, back = difference(*pair), difference(*reversed(pair))
    assert list(there) == list(back)
    for name, change in there.items():
        assert (change.before, change.after) == (back[name].after, back[name].before)


@settings(max_examples=50)
@given(pairs())
def test_applying_a_difference_gives_the_other_request(pair: Any):
    first, second = pair
    assert apply(first, difference(first, second)) == second


@settings(max_examples=50)
@given(ANY_REQUEST)
def test_a_request_survives_being_kept(request: ImageRequest):
    kept = json.loads(json.dumps(request.to_json()))
    assert ImageRequest.from_json(kept) == request


# --- Rules against the simulator ---------------------------------------------


def png(width: int, height: int, *, alpha: bool, opaque: bool) -> bytes:
    picture = Image.new("RGBA", (width, height), (200, 30, 40, 255))
    if not opaque:
        picture.putpixel((0, 0), (0, 0, 0, 0))
    data = io.BytesIO()
    (picture if alpha else picture.convert("RGB")).save(data, "PNG")
    return data.getvalue()


def facts(data: bytes) -> FileFacts:
    with Image.open(io.BytesIO(data)) as picture:
        alpha = picture.mode == "RGBA"
        low = picture.getchannel("A").getextrema()[0] if alpha else 255
        return FileFacts(
            sha256=hashlib.sha256(data).hexdigest(),
            format=str(picture.format).lower(),
            width_px=picture.width,
            height_px=picture.height,
            bytes=len(data),
            has_alpha=alpha,
            fully_opaque=low == 255,
            name="picture.png",
        )


SOURCE = png(64, 48, alpha=False, opaque=True)
MASKS = (
    png(64, 48, alpha=True, opaque=False),
    png(64, 48, alpha=True, opaque=True),
    png(64, 48, alpha=False, opaque=True),
    png(48, 64, alpha=True, opaque=False),
)
FACTS = {data: facts(data) for data in (SOURCE, *MASKS)}


@dataclass(frozen=True)
class Asked:
    """A request with the files it names."""

    request: ImageRequest
    sources: tuple[bytes, ...]
    mask: bytes | None
    markup: bytes | None

    def problems(self) -> list[str]:
        found = problems(
            self.request,
            day=TODAY,
            provider="simulator",
            sources=[FACTS[data] for data in self.sources],
            mask=FACTS[self.mask] if self.mask else None,
            markup=FACTS[self.markup] if self.markup else None,
        )
        return [f"{problem.field}: {problem.message}" for problem in found]


def often(*values: Any, rarely: Any = ()) -> st.SearchStrategy[Any]:
    """Draw the first value in most cases, so that whole requests become legal."""
    first = st.just(values[0])
    return first | first | st.sampled_from([*values, *rarely])


STEPPED = st.builds(
    lambda width, height: f"{width * 16}x{height * 16}",
    st.integers(20, 260),
    st.integers(20, 260),
)
SIZES = (
    often("auto", "1024x1024", "1536x1024", "1024x1536", "960x960", "1280x720")
    | STEPPED
    | st.builds("{}x{}".format, st.integers(0, 4200), st.integers(0, 4200))
    | st.sampled_from(["", "big", "1024", "1024x", "0x0", "x", "1024X1024", "-16x16"])
)
IMAGES_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "prompt": often("a kite", "x" * 32_000, rarely=["", "x" * 32_001, "é" * 32_000]),
    "model": st.sampled_from([*catalog().models, "gpt-image-2.6-flare", "nobody"]),
    "size": SIZES,
    "quality": often("auto", "low", "high", "xhigh", "max", rarely=["ultra", ""]),
    "output_format": often("png", "jpeg", "webp", "gif", "svg", rarely=["bmp"]),
    "output_compression": often(None, 0, 50, 100, rarely=[-1, 101]),
    "background": often("auto", "opaque", "transparent", rarely=["pink"]),
    "moderation": often("auto", "low", rarely=["off"]),
    "n": often(1, 2, 10, rarely=[0, 11, -1]),
    "partial_images": often(0, 1, 3, rarely=[4, -1]),
    "input_fidelity": often(None, "low", "high", rarely=["top"]),
    "complexity": often(None, "low", "high", rarely=["top"]),
    "frame_count": often(None, 2, 9, 12, 16, rarely=[1, 17]),
    "frame_duration_ms": often(None, 10, 200, 655_350, rarely=[0, 5, 655_351, -1]),
    "svg_model": often(None, "gpt-5"),
    "svg_effort": often(None, "low", "max", rarely=["huge"]),
    "safety_identifier": often(None, "x" * 128, rarely=["x" * 129]),
}


RESPONSES_VALUES = IMAGES_VALUES | {
    "responses_model": often("gpt-5", "gpt-image-1.5", "dall-e-3"),
    "action": often(None, "auto", "generate", "edit", rarely=["paint"]),
}


@st.composite
def asked(draw: st.DrawFn, route: str = "images") -> Asked:
    """A request for one route: about a third of them are legal."""
    strategies = IMAGES_VALUES if route == "images" else RESPONSES_VALUES
    wild = draw(st.sets(st.sampled_from(sorted(strategies)), max_size=5))
    values = {name: draw(strategies[name]) for name in sorted(wild | {"model", "size"})}
    sources = (SOURCE,) * draw(often(0, 1, 2, 16, rarely=[17]))
    masks = often(None, *MASKS) if sources else st.none()
    mask, markup = draw(masks), draw(masks)
    request = ImageRequest(
        **({"prompt": "a kite", "route": route} | values),
        sources=tuple(FACTS[data].sha256 for data in sources),
        mask=FACTS[mask].sha256 if mask else None,
        markup=FACTS[markup].sha256 if markup else None,
    )
    return Asked(request, sources, mask, markup)


# Its scenario refuses every valid request before it is drawn: quick to ask often.
API = openai.OpenAI(
    api_key="sim-quota",
    base_url="http://simulator/v1",
    max_retries=0,
    http_client=openai.DefaultHttpxClient(
        transport=InProcessTransport(create_app(day=lambda: TODAY))
    ),
)


def refusal(question: Asked) -> str | None:
    """Send a request; return why it was refused as invalid, ``None`` if valid."""

    endpoint = choose(question.request).endpoint
    part = data_url if endpoint == "responses" else upload
    sources = [part(data) for data in question.sources]
    files = {
        "sources": sources[0] if endpoint == "edits" and len(sources) == 1 else sources,
        "mask": part(question.mask) if question.mask else None,
        "markup": part(question.markup) if question.markup else None,
        "responses_model": question.request.responses_model or "gpt-5",
    }
    arguments = wire.arguments(question.request, endpoint, files)
    send: dict[str, Any] = {
        "generations": API.images.generate,
        "edits": API.images.edit,
        "responses": API.responses.create,
    }
    try:
        send[endpoint](**arguments)
    except openai.RateLimitError:
        return None
    except openai.BadRequestError as error:
        return str(error)
    raise AssertionError("The scenario should have refused the request.")


def upload(data: bytes) -> tuple[str, bytes, str]:
    return "picture.png", data, "image/png"


def data_url(data: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def stricter(question: Asked) -> bool:
    """Whether the rules refuse this on purpose, although the API lets it pass.

    Delays that the API would silently round or cap; transparency in formats that
    the documentation leaves out; an SVG effort that nobody is named for. Without a
    source ``input_fidelity`` would not even be sent. A mask without a hole would pay
    for a change of nothing.
    """
    request = question.request
    delay = request.frame_duration_ms
    return (
        (delay is not None and not 10 <= delay <= 655_350)
        or (
            request.background == "transparent"
            and request.output_format in ("gif", "svg")
        )
        or (request.svg_effort is not None and request.svg_model is None)
        or (request.input_fidelity is not None and not request.sources)
        or (question.mask is not None and FACTS[question.mask].fully_opaque)
    )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked())
def test_rules_and_simulator_agree_on_the_images_route(question: Asked):
    found, refused = question.problems(), refusal(question)
    if not found:
        assert refused is None, refused
    elif not stricter(question):
        assert refused is not None, found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked("responses"))
def test_what_the_rules_accept_the_simulator_accepts_on_the_responses_route(
    question: Asked,
):
    if not question.problems():
        assert refusal(question) is None


@settings(max_examples=40, deadline=None)
@given(asked())
def test_every_legal_choice_keeps_a_legal_request_legal(question: Asked):
    if question.problems():
        return
    for parameter in ("model", "size", "quality", "output_format", "background", "n"):
        for choice in choices(
            parameter, question.request, day=TODAY, provider="simulator"
        ):
            changed = question.request.changed(**{parameter: choice.value})
            left = problems(changed, day=TODAY, provider="simulator")
            if parameter == "model":
                assert {problem.field for problem in left} == set(choice.changes)
            else:
                assert (left == ()) == choice.legal
